'use client';

import { useTranslations } from 'use-intl';
import styles from './embed.module.css';
import type { EmbedModel } from './use-embed';

/** Said on the map where nothing is drawn on it: that nothing matches, or that the engine stopped. */
export function EmbedState({ model }: { model: Pick<EmbedModel, 'view' | 'status' | 'fault'> }) {
  const t = useTranslations('states');
  const { view, status, fault } = model;
  if (fault !== null) {
    return (
      <p className={styles.state} role="alert">
        {t('faultHeading')}
      </p>
    );
  }
  const isUnanswered = view?.text != null && view.text.seq === null;
  const isLoaded = status !== null && status.connection !== 'loading';
  if (view?.totals.count !== 0 || !isLoaded || isUnanswered) return null;
  return (
    <p className={styles.state} role="status">
      {t('emptyHeading')}
    </p>
  );
}
