'use client';

import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { PastName } from '@/lib/domain/past-name';
import { SELECTION_FORMATS, selectionPath } from '@/lib/url/selection-links';
import styles from './take-away.module.css';

interface Props {
  /** The selection, as `selectionQuery` writes it. */
  query: string;
  /** The past state that is shown, or null for the current one. */
  asOf: PastName | null;
  /** The selection is of words that are searched for. */
  isSearched: boolean;
}

/** Links to the files and the feed of what is selected: plain ones, to be followed, saved or copied. */
export function TakeAway({ query, asOf, isSearched }: Props) {
  const t = useTranslations('takeAway');
  const locale = useReaderLocale();
  // Words are searched for in the texts of today: of a past state there is no such file.
  const isFeedOnly = asOf !== null && isSearched;
  const formats = SELECTION_FORMATS.filter((format) => format === 'atom' || !isFeedOnly);
  const pastNote = isSearched ? 'pastSearched' : 'pastNote';
  return (
    <details className={styles.takeAway}>
      <summary>{t('heading')}</summary>
      <p className={styles.note}>{t(asOf ? pastNote : 'note')}</p>
      <ul className={styles.formats}>
        {formats.map((format) => (
          <li key={format}>
            <a href={selectionPath(format, query, locale, asOf)}>{t(format)}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
