'use client';

import { useTranslations } from 'use-intl';
import { late } from '@/components/ui/late';
import type { Filter } from '@/lib/domain/filter';
import type { PastStatus } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';
import styles from './past-band.module.css';
import { useMoment } from './use-moment';

const ChangedSince = late(async () => (await import('./changed-since')).ChangedSince);

interface Props {
  past: PastStatus | null;
  client: EngineClient | null;
  revision: number;
  filter: Filter;
  onOpen: (rid: number) => void;
  onToday: () => void;
}

/** Above the map of a past state: of which moment it is, what has changed since, and the way to the current one. */
export function PastBand({ past, client, revision, filter, onOpen, onToday }: Props) {
  const t = useTranslations('past');
  const moment = useMoment();
  if (past && past.state !== 'shown' && past.state !== 'loading') return null;
  const committedAt = past?.committedAt ?? null;
  return (
    <section className={styles.band} aria-label={t('label')} data-past={past?.state ?? 'loading'}>
      <p className={styles.when} role="status">
        {committedAt ? t('asItWas', moment(committedAt)) : t('loading')}
      </p>
      <button type="button" className={styles.today} onClick={onToday}>
        {t('today')}
      </button>
      {committedAt && (
        <ChangedSince client={client} revision={revision} filter={filter} onOpen={onOpen} />
      )}
    </section>
  );
}
