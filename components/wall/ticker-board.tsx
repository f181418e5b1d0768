'use client';

import { useMemo } from 'react';
import { useTranslations } from 'use-intl';
import { useEngineAnswer } from '@/components/explorer/use-engine-answer';
import { KindMark } from '@/components/incidents/kind-mark';
import { useTexts } from '@/components/incidents/use-texts';
import { useWords } from '@/components/incidents/use-words';
import type { Filter } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import type { Totals } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './boards.module.css';
import { useTollWords } from './use-toll-words';

interface Props {
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  totals: Totals | null;
}

/** As many as are read in passing; what a screen has no room for is left out whole. */
const LATEST = 5;
const WORLD = {
  camera: { center: [0, 0] as [number, number], zoom: 0 },
  width: 4_096,
  height: 4_096,
};

/** The latest records of the scene's selection, the newest as its headline. */
export function TickerBoard({ client, revision, filter, totals }: Props) {
  const t = useTranslations('ticker');
  const tCounters = useTranslations('counters');
  const { number } = useWords();
  const body = useMemo(
    () => ({
      filter,
      ...WORLD,
      order: 'time' as const,
      parts: 'apart' as const,
      offset: 0,
      limit: LATEST,
    }),
    [filter],
  );
  const list = useEngineAnswer(client, 'list', body, revision);
  const rids = useMemo(() => (list?.items ?? []).map(({ rid }) => rid), [list]);
  const texts = useTexts(client, rids, revision);
  const records = rids
    .flatMap((rid) => texts.get(rid) ?? [])
    .filter(({ status }) => status !== 'retracted');
  return (
    <section className={styles.board}>
      {totals && (
        <p className={styles.total}>
          <b>{number(totals.count)}</b> {tCounters('events', { count: totals.count })}
        </p>
      )}
      {list?.total === 0 && <p className={styles.empty}>{t('empty')}</p>}
      <ol className={styles.ticker} data-whole-entries>
        {records.map((record, index) => (
          <TickerEntry key={record.rid} record={record} isFirst={index === 0} />
        ))}
      </ol>
    </section>
  );
}

function TickerEntry({ record, isFirst }: { record: PublicIncident; isFirst: boolean }) {
  const tKinds = useTranslations('kinds');
  const words = useWords();
  const toll = useTollWords(record);
  const title = record.title ? words.text(record.title) : null;
  return (
    <li>
      <p className={styles.meta}>
        <KindMark kind={record.kind} /> {words.when(record)}
      </p>
      <p className={styles.title} lang={title?.lang} data-headline={isFirst || undefined}>
        {title?.text ?? tKinds(record.kind)}
      </p>
      <p className={styles.place}>{[words.where(record), toll].filter(Boolean).join(' · ')}</p>
    </li>
  );
}
