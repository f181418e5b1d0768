'use client';

import { useTranslations } from 'use-intl';
import { SiteHeader } from '@/components/header/site-header';
import styles from './note-page.module.css';
import { useReaderLocale } from './use-reader-locale';

interface Props {
  /**
   * `missing`: nothing ever stood here. `then`: nothing stood here in the past state that is asked for, or there is no such
   * state, and the page leads to the record as it is. `gone`: it left public view. `away`: the database cannot be reached.
   */
  reason: 'missing' | 'then' | 'gone' | 'away';
  /** What does: a page of the map, or a short link to one. */
  of?: 'page' | 'link';
  /** Its own path below the language, for the other languages. */
  page: `/${string}`;
  /** The address's query, which they keep. */
  query?: string;
}

/** A page that has nothing to show, and says why. */
export function NotePage({ reason, of = 'page', page, query = '' }: Props) {
  const tAbsent = useTranslations('absent');
  const tShare = useTranslations('share');
  const tStates = useTranslations('states');
  const locale = useReaderLocale();
  const [heading, text] =
    of === 'link' && (reason === 'missing' || reason === 'gone')
      ? [tShare(`${reason}Heading`), tShare(reason)]
      : [tAbsent(`${reason}Heading`), tAbsent(reason)];
  return (
    <>
      <SiteHeader query={query} page={page} />
      <main className={styles.page}>
        <h1 className={styles.mark}>{heading}</h1>
        <p>{text}</p>
        {reason === 'then' && (
          <p>
            <a href={`/${locale}${page}`}>{tAbsent('now')}</a>
          </p>
        )}
        <p>
          <a href={`/${locale}`}>{tStates('toMap')}</a>
        </p>
      </main>
    </>
  );
}
