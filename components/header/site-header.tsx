'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { LOCALES } from '@/lib/domain/vocabulary';
import styles from './site-header.module.css';

interface Props {
  /** The address's query, which language links keep. */
  query: string;
  /** Path below the language: empty for the map. */
  page: '' | `/${string}`;
  /** Between the wordmark and the links: the feed's status. */
  children?: ReactNode;
  /** Which records: beside the status, which it belongs to. */
  scope?: ReactNode;
  controls?: ReactNode;
}

/** Wordmark, status, languages and the way to the other page. */
export function SiteHeader({ query, page, children, scope, controls }: Props) {
  const t = useTranslations('header');
  const tLanguages = useTranslations('languages');
  const locale = useReaderLocale();
  const suffix = query ? `?${query}` : '';
  return (
    <header className={styles.header}>
      <a className={styles.wordmark} href={`/${locale}`}>
        Havenwacht
      </a>
      <div className={styles.status}>{children}</div>
      <div className={styles.scope}>{scope}</div>
      {controls}
      <nav className={styles.languages} aria-label={t('language')}>
        {LOCALES.map((code) => (
          <a
            key={code}
            href={`/${code}${page}${suffix}`}
            lang={code}
            hrefLang={code}
            aria-label={`${code.toUpperCase()}, ${tLanguages(code)}`}
            aria-current={code === locale ? 'true' : undefined}
          >
            {code.toUpperCase()}
          </a>
        ))}
      </nav>
      {page === '' ? (
        <a className={styles.link} href={`/${locale}/about`}>
          {t('about')}
        </a>
      ) : (
        <a className={styles.link} href={`/${locale}`}>
          {t('map')}
        </a>
      )}
    </header>
  );
}
