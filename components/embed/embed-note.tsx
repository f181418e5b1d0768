'use client';

import { useTranslations } from 'use-intl';
import styles from './embed.module.css';

interface Props {
  /** `private`: its reader has no token here. `past`: an embed shows no earlier state. */
  reason: 'private' | 'past';
  /** Where the map can be had instead. */
  full: string;
}

/** What a frame shows in place of a map, and the way to it. */
export function EmbedNote({ reason, full }: Props) {
  const t = useTranslations('embed');
  return (
    <main className={styles.absent}>
      <h1>{t(`${reason}Heading`)}</h1>
      <p>{t(reason)}</p>
      <a className={styles.full} href={full} target="_blank" rel="noopener">
        {t('open')}
        <span aria-hidden="true"> ↗</span>
        <span className="visually-hidden"> {t('newTab')}</span>
      </a>
    </main>
  );
}
