'use client';

import { useTranslations } from 'use-intl';
import { IncidentList } from '@/components/incidents/incident-list';
import styles from './embed.module.css';
import type { EmbedModel } from './use-embed';

/** The records in view: for who reads rather than looks, and for the keyboard. */
export function EmbedList({ model }: { model: EmbedModel }) {
  const t = useTranslations('embed');
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling panel must be reachable by keyboard
    <section className={styles.list} aria-label={t('listLabel')} tabIndex={0}>
      <IncidentList
        client={model.client}
        revision={model.revision}
        view={model.request}
        source={model.source}
        onSource={model.setSource}
        order={model.state.order}
        onOrder={model.setOrder}
        openRid={model.openRid}
        onOpen={model.openCard}
      />
    </section>
  );
}
