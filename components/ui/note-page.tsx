'use client';

import { useTranslations } from 'use-intl';
import styles from './note-page.module.css';
import { useReaderLocale } from './use-reader-locale';

interface Props {
  /** `missing`: nothing ever stood here. `gone`: it left public view. `away`: the database cannot be reached. */
  reason: 'missing' | 'gone' | 'away';
}

/** A page that has nothing to show, and says why. */
export function NotePage({ reason }: Props) {
  const t = useTranslations('absent');
  const tStates = useTranslations('states');
  const locale = useReaderLocale();
  return (
    <main className={styles.page}>
      <h1 className={styles.mark}>{t(`${reason}Heading`)}</h1>
      <p>{t(reason)}</p>
      <p>
        <a href={`/${locale}`}>{tStates('toMap')}</a>
      </p>
    </main>
  );
}
