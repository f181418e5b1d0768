'use client';

import { useTranslations } from 'use-intl';
import styles from './embed.module.css';

interface Props {
  /** Where the map can be had instead. */
  full: string;
}

/** What a frame shows to a reader who has no token here, and the way to the map. */
export function EmbedNote({ full }: Props) {
  const t = useTranslations('embed');
  return (
    <main className={styles.absent}>
      <h1>{t('privateHeading')}</h1>
      <p>{t('private')}</p>
      <a className={styles.full} href={full} target="_blank" rel="noopener">
        {t('open')}
        <span aria-hidden="true"> ↗</span>
        <span className="visually-hidden"> {t('newTab')}</span>
      </a>
    </main>
  );
}
