'use client';

import { useTranslations } from 'use-intl';
import { useIsOnline } from '@/components/header/use-feed-clock';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { roughAge, type Staleness, stalenessOf } from '@/lib/wall/staleness';
import styles from './feed-band.module.css';
import type { ServerNow } from './use-server-clock';
import { useAsOf } from './wall-frame';

interface Props {
  status: FeedStatus | null;
  fault: string | null;
  silentSeconds: number;
  now: ServerNow;
}

/** That the picture is not up to date, the more plainly the longer it lasts; nothing while it is. */
export function FeedBand({ status, fault, silentSeconds, now }: Props) {
  const t = useTranslations('wall');
  const isOnline = useIsOnline();
  const asOf = useAsOf(status, now);
  const connection = status?.connection ?? 'loading';
  if (connection === 'access ended')
    return <Band level="statement" title={t('accessEnded')} note={t('accessEndedNote')} />;
  if (connection === 'refused')
    return <Band level="statement" title={t('refused')} note={t('asOf', { time: asOf })} />;
  const level = levelOf(status, silentSeconds);
  if (fault !== null) {
    return (
      <Band
        level={level === 'fresh' ? 'broad' : level}
        title={t('fault')}
        note={t('asOf', { time: asOf })}
      />
    );
  }
  if (level === 'fresh') return null;
  const { count, unit } = roughAge(silentSeconds);
  const age = t(`ages.${unit}`, { count });
  const title =
    level === 'statement' ? t('staleStatement') : t(isOnline ? 'stale' : 'offline', { age });
  const since = level === 'statement' ? t(isOnline ? 'stale' : 'offline', { age }) : null;
  const origin = status?.isUnconfirmed ? t('fromCache', { time: asOf }) : t('asOf', { time: asOf });
  return <Band level={level} title={title} note={[since, origin].filter(Boolean).join(' ')} />;
}

/** What an earlier page kept is never shown as if it were fresh. */
function levelOf(status: FeedStatus | null, silentSeconds: number): Staleness {
  const level = stalenessOf(silentSeconds);
  const isStale = status?.connection === 'stale';
  return level === 'fresh' && isStale ? 'band' : level;
}

function Band({ level, title, note }: { level: Staleness; title: string; note: string }) {
  return (
    <div className={styles.band} data-level={level} role="status" id="feed-band">
      <svg viewBox="0 0 24 24" aria-hidden="true">
        <path d="M12 2 23 22H1Z" />
        <path className={styles.stroke} d="M12 9v6M12 18v1" />
      </svg>
      <p>
        <b>{title}</b> <span>{note}</span>
      </p>
    </div>
  );
}
