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
}

/** Links to the files and the feed of what is selected: plain ones, to be followed, saved or copied. */
export function TakeAway({ query, asOf }: Props) {
  const t = useTranslations('takeAway');
  const locale = useReaderLocale();
  return (
    <details className={styles.takeAway}>
      <summary>{t('heading')}</summary>
      <p className={styles.note}>{t(asOf ? 'pastNote' : 'note')}</p>
      <ul className={styles.formats}>
        {SELECTION_FORMATS.map((format) => (
          <li key={format}>
            <a href={selectionPath(format, query, locale, asOf)}>{t(format)}</a>
          </li>
        ))}
      </ul>
    </details>
  );
}
