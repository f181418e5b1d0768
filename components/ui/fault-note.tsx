'use client';

import { useTranslations } from 'use-intl';
import { SiteHeader } from '@/components/header/site-header';
import styles from './note-page.module.css';
import { useReaderLocale } from './use-reader-locale';

/** Framed by another site, or looked at from afar: links of a header lead nowhere there. */
const PAGES_WITHOUT_HEADER: readonly string[] = ['/embed', '/wall', '/screen'];

interface Props {
  /** Of the page that failed, with its language. */
  pathname: string;
  /** Of its address, without a question mark. */
  query: string;
}

/** What a page shows that could not be rendered. */
export function FaultNote({ pathname, query }: Props) {
  const t = useTranslations('states');
  const tStatus = useTranslations('status');
  const page = pathname.slice(`/${useReaderLocale()}`.length) as '' | `/${string}`;
  return (
    <>
      {!PAGES_WITHOUT_HEADER.includes(page) && <SiteHeader query={query} page={page} />}
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
