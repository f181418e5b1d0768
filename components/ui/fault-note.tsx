'use client';

import { useTranslations } from 'use-intl';
import { SiteHeader } from '@/components/header/site-header';
import styles from './note-page.module.css';

/** What a page shows that could not be rendered. */
export function FaultNote() {
  const t = useTranslations('states');
  const tStatus = useTranslations('status');
  return (
    <>
      <SiteHeader query="" page="" />
      <main className={styles.page} role="alert">
        <h1 className={styles.mark}>{t('errorHeading')}</h1>
        <p>{t('error')}</p>
        <button type="button" className={styles.button} onClick={() => location.reload()}>
          {tStatus('reload')}
        </button>
      </main>
    </>
  );
}
