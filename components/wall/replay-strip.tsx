'use client';

import type { CSSProperties } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import type { Kind } from '@/lib/domain/vocabulary';
import styles from './replay-strip.module.css';
import type { Replay } from './use-replay';
import { useTollWords } from './use-toll-words';

const HOUR_MS = 3_600_000;
const TICK_HOURS = [0, 6, 12, 18, 24];
/** The kinds lie in rows, so that shape and place tell them apart and not colour alone. */
const ROWS: Record<Kind, number> = { shooting: 0, seizure: 1, incident: 2 };

/** The hour that the map shows, the record that happened last, and the whole day with its head. */
export function ReplayStrip({ replay }: { replay: Replay }) {
  const t = useTranslations('wall');
  const tKinds = useTranslations('kinds');
  const format = useFormatter();
  const words = useWords();
  const { head, passed, all, withoutHour, onlyLatest } = replay;
  const last = passed.at(-1) ?? null;
  const toll = useTollWords(last);
  const share = (ms: number) => `${(100 * (ms - head.fromMs)) / (head.toMs - head.fromMs)}%`;
  const clock = { hour: '2-digit', minute: '2-digit' } as const;
  const title = last?.title ? words.text(last.title) : null;
  return (
    <section className={styles.strip}>
      <div className={styles.now}>
        <p className={styles.hour}>
          <b data-headline>{format.dateTime(head.headMs, clock)}</b>
          <span>
            {format.dateTime(head.headMs, { weekday: 'long', day: 'numeric', month: 'long' })}
          </span>
        </p>
        {last ? (
          <div className={styles.last}>
            <p className={styles.title} lang={title?.lang}>
              {title?.text ?? tKinds(last.kind)}
            </p>
            <p>{[words.when(last), words.where(last), toll].filter(Boolean).join(' · ')}</p>
          </div>
        ) : (
          <p className={styles.last}>{all.length === 0 ? t('replayEmpty') : t('replayBefore')}</p>
        )}
      </div>
      <div className={styles.axis} style={{ '--head': share(head.headMs) } as CSSProperties}>
        {all.map(({ rid, kind, occurredFrom }) => (
          <span
            key={rid}
            className={styles.mark}
            data-passed={Date.parse(occurredFrom) <= head.headMs || undefined}
            style={{ left: share(Date.parse(occurredFrom)), '--row': ROWS[kind] } as CSSProperties}
          >
            <KindMark kind={kind} />
          </span>
        ))}
        <span className={styles.head} />
      </div>
      <p className={styles.ticks}>
        {TICK_HOURS.map((hours) => (
          <span key={hours}>{format.dateTime(head.fromMs + hours * HOUR_MS, clock)}</span>
        ))}
      </p>
      <p className={styles.note}>
        {t('replayCount', { count: all.length })}
        {withoutHour > 0 && ` ${t('replayWithoutHour', { count: withoutHour })}`}
        {onlyLatest !== null && ` ${t('replayOnlyLatest', { count: onlyLatest })}`}
      </p>
    </section>
  );
}
