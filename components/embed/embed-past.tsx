'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import styles from '@/components/past/past-band.module.css';
import { useMoment } from '@/components/past/use-moment';
import type { PastStatus } from '@/lib/protocol/engine-requests';

interface BandProps {
  /** Null until the engine has begun. */
  past: PastStatus | null;
  onToday: () => void;
}

interface Props extends BandProps {
  /** Whether a past state is asked for. */
  isPast: boolean;
}

/** The band of a past state, and what is said to readers who do not see it go. `onToday` takes the focus that its button had. */
export function EmbedPast({ isPast, past, onToday }: Props) {
  const t = useTranslations('past');
  const [isLeft, setLeft] = useState(false);
  const leave = () => {
    setLeft(true);
    onToday();
  };
  return (
    <>
      <p className="visually-hidden" role="status">
        {isLeft && !isPast ? t('todayShown') : ''}
      </p>
      {isPast && <Band past={past} onToday={leave} />}
    </>
  );
}

/** Above the map of a past state: of which moment it is, or why it cannot be shown, and the way to the current one. */
function Band({ past, onToday }: BandProps) {
  const t = useTranslations('past');
  const moment = useMoment();
  const state = past?.state ?? 'loading';
  const committedAt = past?.committedAt ?? null;
  return (
    <section className={styles.band} aria-label={t('label')} data-past={state}>
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
