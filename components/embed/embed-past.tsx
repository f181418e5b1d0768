'use client';

import { useTranslations } from 'use-intl';
import { useMoment } from '@/components/past/use-moment';
import type { PastStatus } from '@/lib/protocol/engine-requests';
import styles from './embed.module.css';

interface Props {
  /** Null until the engine has begun. */
  past: PastStatus | null;
  onToday: () => void;
}

/** Above the map of a past state: of which moment it is, or why it cannot be shown, and the way to the current one. */
export function EmbedPast({ past, onToday }: Props) {
  const t = useTranslations('past');
  const moment = useMoment();
  const state = past?.state ?? 'loading';
  const committedAt = past?.committedAt ?? null;
  return (
    <section className={styles.past} aria-label={t('label')} data-past={state}>
      {state === 'shown' || state === 'loading' ? (
        <p className={styles.when} role="status">
          {committedAt ? t('asItWas', moment(committedAt)) : t('loading')}
        </p>
      ) : (
        <p role="alert">
          <strong>{t(`${state}Heading`)}.</strong> {t(state)}
        </p>
      )}
      <button type="button" className={styles.today} onClick={onToday}>
        {t('today')}
      </button>
    </section>
  );
}
