'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { useNow } from '@/components/ui/use-now';
import { brusselsDay } from '@/lib/domain/time';
import type { FeedStatus as Status } from '@/lib/protocol/engine-requests';
import styles from './feed-status.module.css';
import { announcementOf, feedWord } from './feed-words';
import { useIsOnline, useSilentSeconds } from './use-feed-clock';

interface Props {
  status: Status | null;
  fault: string | null;
}

const TONES = {
  live: 'live',
  polling: 'live',
  starting: 'quiet',
  loading: 'quiet',
  catchingUp: 'quiet',
  stale: 'alarm',
  staleMinutes: 'alarm',
  offline: 'alarm',
  unconfirmed: 'alarm',
  refused: 'alarm',
  accessEnded: 'alarm',
  fault: 'alarm',
} as const;

const MINUTE_S = 60;
const RENEW_MS = 60_000;

/** Where the feed stands, always visible; `data-` attributes say it to programs. */
export function FeedStatus({ status, fault }: Props) {
  const t = useTranslations('status');
  const silentSeconds = useSilentSeconds(status);
  const isOnline = useIsOnline();
  const time = useAsOf(status);
  const word = feedWord({ status, silentSeconds, isOnline, fault });
  const announcement = announcementOf(word);
  const loaded = status && status.expected > 0 ? status.loaded / status.expected : 0;

  return (
    <div className={styles.status} data-tone={TONES[word]}>
      <p
        id="feed-status"
        data-seq={status?.seq ?? 0}
        data-digest={status?.digest ?? ''}
        data-epoch={status?.epoch ?? ''}
        data-kept-faults={status?.keptFaults ?? 0}
        data-connection={fault === null ? (status?.connection ?? 'loading') : 'fault'}
      >
        {t(word, {
          time,
          seconds: silentSeconds,
          minutes: Math.floor(silentSeconds / MINUTE_S),
          percent: Math.min(1, loaded),
          reason: fault ?? '',
        })}
      </p>
      {(word === 'refused' || word === 'accessEnded' || word === 'fault') && (
        <button type="button" className={styles.reload} onClick={() => location.reload()}>
          {t('reload')}
        </button>
      )}
      <p className="visually-hidden" aria-live="polite">
        {announcement && t(announcement)}
      </p>
    </div>
  );
}

/** The state's commit time: the clock alone for today, with the day before it otherwise. */
function useAsOf(status: Status | null): string {
  const t = useTranslations('status');
  const format = useFormatter();
  const now = useNow(RENEW_MS);
  if (!status?.asOf) return t('never');
  const asOfMs = Date.parse(status.asOf);
  const clock = { hour: '2-digit', minute: '2-digit', second: '2-digit' } as const;
  const isToday = now === null || brusselsDay(asOfMs) === brusselsDay(now);
  return format.dateTime(asOfMs, isToday ? clock : { day: 'numeric', month: 'short', ...clock });
}
