'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl';
import type { Notice } from '@/lib/url/parse-view';
import styles from './wall-notices.module.css';

const SHOWN_MS = 20_000;
const MOST_SHOWN = 3;

/** What of the address was not understood: said when the wall begins, then gone, since nobody is there to close it. */
export function WallNotices({ notices }: { notices: readonly Notice[] }) {
  const t = useTranslations('notices');
  const [isOver, setOver] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setOver(true), SHOWN_MS);
    return () => clearTimeout(timer);
  }, []);
  if (isOver || notices.length === 0) return null;
  const more = notices.length - MOST_SHOWN;
  return (
    <section className={styles.notices} role="status">
      <h2>{t('heading')}</h2>
      <ul>
        {notices.slice(0, MOST_SHOWN).map(({ key, text, problem }) => (
          <li key={`${key}=${text}`}>{t(problem, { key, text })}</li>
        ))}
        {more > 0 && <li>+ {more}</li>}
      </ul>
    </section>
  );
}
