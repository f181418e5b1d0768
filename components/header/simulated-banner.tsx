'use client';

import { useTranslations } from 'use-intl';
import styles from './simulated-banner.module.css';

/** Across every page of simulated records: that none of it happened. A landmark, so that it is come across by keyboard too. */
export function SimulatedBanner() {
  const t = useTranslations('header');
  return (
    <aside className={styles.banner} aria-label={t('scope')}>
      {t('simulatedBanner')}
    </aside>
  );
}
