'use client';

import { useTranslations } from 'use-intl';
import styles from './note-page.module.css';
import { useReaderLocale } from './use-reader-locale';

/** `gone`: what stood here left public view. `away`: the database cannot be reached. `missing`: nothing ever stood here. */
type Reason = 'gone' | 'away' | 'missing';

/** A page that has nothing to show, and says why. */
export function NotePage({ reason }: { reason: Reason }) {
  const t = useTranslations('states');
  const tPage = useTranslations('recordPage');
  const locale = useReaderLocale();
  const words = {
    gone: { heading: tPage('goneHeading'), sentence: tPage('gone') },
    away: { heading: tPage('awayHeading'), sentence: tPage('away') },
    missing: { heading: t('notFound'), sentence: null },
  }[reason];
  return (
    <main className={styles.page}>
      <h1 className={styles.mark}>{words.heading}</h1>
      {words.sentence && <p>{words.sentence}</p>}
      <p>
        <a href={`/${locale}`}>{t('toMap')}</a>
      </p>
    </main>
  );
}
