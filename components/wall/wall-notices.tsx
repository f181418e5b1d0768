'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Notice } from '@/lib/url/parse-view';
import styles from './wall-notices.module.css';

const SHOWN_MS = 20_000;
const MOST_SHOWN = 3;

/**
 * Whether there is something to be said of the address: when the wall begins, for a while, since nobody is there to close it.
 * While a card stands it waits, and is said for all of that while afterwards.
 */
export function useNoticeTime(notices: readonly Notice[], isWaiting: boolean): boolean {
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    if (isWaiting) return;
    const timer = setTimeout(() => setOver(true), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [isWaiting]);
  return !isOver && !isWaiting && notices.length > 0;
}

/** What of the address was not understood, in the place of the legend, which every layout has: it covers nothing. */
export function WallNotices({ notices }: { notices: readonly Notice[] }) {
  const t = useTranslations('notices');
  const more = notices.length - MOST_SHOWN;
  return (
    <section className={styles.notices} role="status">
      <h2>
        {t('heading')}
        {more > 0 && ` (+${more})`}
      </h2>
      <ul>
        {notices.slice(0, MOST_SHOWN).map(({ key, text, problem }) => (
          <li key={`${key}=${text}`}>{t(problem, { key, text })}</li>
        ))}
      </ul>
    </section>
  );
}
