'use client';

import { type ReactNode, useEffect, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { useCriterionWords } from '@/components/filters/use-criterion-words';
import { feedWord } from '@/components/header/feed-words';
import { useIsOnline } from '@/components/header/use-feed-clock';
import type { Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import type { MapLabel } from '@/lib/domain/map-label';
import { brusselsDay } from '@/lib/domain/time';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import type { Layout } from '@/lib/wall/playlist';
import type { ServerNow } from './use-server-clock';
import styles from './wall-frame.module.css';

const MOST_CRITERIA = 4;
const TICK_MS = 1_000;
const SECONDS_PER_MINUTE = 60;

interface HeadProps {
  /** As somebody named the scene, or null. */
  name: string | null;
  filter: Filter;
  layout: Layout;
  /** What was just published stands there in place of the scene. */
  isBreaking: boolean;
  /** Why there stands something else than the scene says; null where there does not. */
  note: string | null;
  now: ServerNow;
}

/** What is shown, and what time it is in Brussels. */
export function WallHead({ name, filter, layout, isBreaking, note, now }: HeadProps) {
  const t = useTranslations('wall');
  const say = useCriterionWords();
  const format = useFormatter();
  const atMs = useTicking(now);
  const words = criteriaOf(filter).map(say);
  const more = words.length - MOST_CRITERIA;
  const selection = [
    ...words.slice(0, MOST_CRITERIA),
    ...(more > 0 ? [t('moreCriteria', { count: more })] : []),
  ].join(' · ');
  const what = layout === 'figures' ? t('layouts.figures') : selection || t('everything');
  return (
    <header className={styles.head}>
      <h1 className={styles.what}>
        <span>{isBreaking ? t('layouts.breaking') : (name ?? what)}</span>
        {note !== null && <small>{note}</small>}
        {layout === 'replay' && <small>{t('layouts.replay')}</small>}
        {layout === 'compare' && <small>{t('layouts.compare')}</small>}
      </h1>
      <p className={styles.clock}>
        {atMs !== null && (
          <>
            <b data-headline>{format.dateTime(atMs, { hour: '2-digit', minute: '2-digit' })}</b>
            <span>{format.dateTime(atMs, { weekday: 'long', day: 'numeric', month: 'long' })}</span>
          </>
        )}
      </p>
    </header>
  );
}

interface FootProps {
  status: FeedStatus | null;
  fault: string | null;
  silentSeconds: number;
  isSimulated: boolean;
  /** What is on the map, or for a moment what has to be said of the address. */
  legend: ReactNode;
  /** Words on the map that came with the scene's address. */
  labels: readonly MapLabel[];
  now: ServerNow;
}

/**
 * What is on the map; where the feed stands and of when the data are; that records are simulated; whose the words on the map
 * are. `data-` attributes say it to programs.
 */
export function WallFoot({
  status,
  fault,
  silentSeconds,
  isSimulated,
  legend,
  labels,
  now,
}: FootProps) {
  const t = useTranslations('status');
  const tHeader = useTranslations('header');
  const tShare = useTranslations('share');
  const isOnline = useIsOnline();
  const asOf = useAsOf(status, now);
  const word = feedWord({ status, silentSeconds, isOnline, fault });
  const loaded = status && status.expected > 0 ? status.loaded / status.expected : 0;
  return (
    <footer className={styles.foot}>
      <div className={styles.legend}>{legend}</div>
      <div className={styles.facts}>
        {isSimulated && <p className={styles.simulated}>{tHeader('simulatedBanner')}</p>}
        <p
          id="feed-status"
          className={styles.status}
          data-seq={status?.seq ?? 0}
          data-digest={status?.digest ?? ''}
          data-epoch={status?.epoch ?? ''}
          data-connection={fault === null ? (status?.connection ?? 'loading') : 'fault'}
        >
          {t(word, {
            time: asOf,
            seconds: silentSeconds,
            minutes: Math.floor(silentSeconds / SECONDS_PER_MINUTE),
            percent: Math.min(1, loaded),
            reason: fault ?? '',
          })}
        </p>
        {labels.length > 0 && (
          <p className={styles.labels}>
            {tShare('noteLabel')}: {labels.map(({ text }) => `“${text}”`).join(', ')}
          </p>
        )}
      </div>
    </footer>
  );
}

/** The state's commit time in words: the clock alone for today, with the day before it otherwise. */
export function useAsOf(status: FeedStatus | null, now: ServerNow): string {
  const t = useTranslations('status');
  const format = useFormatter();
  if (!status?.asOf) return t('never');
  const asOfMs = Date.parse(status.asOf);
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const isToday = brusselsDay(asOfMs) === brusselsDay(now() ?? asOfMs);
  return format.dateTime(asOfMs, isToday ? clock : { day: 'numeric', month: 'long', ...clock });
}

/** The server's time, renewed each second. */
function useTicking(now: ServerNow): number | null {
  const [atMs, setAtMs] = useState<number | null>(null);
  useEffect(() => {
    const tick = () => setAtMs(now());
    tick();
    const timer = setInterval(tick, TICK_MS);
    return () => clearInterval(timer);
  }, [now]);
  return atMs;
}
