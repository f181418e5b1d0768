'use client';

import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { regionByCode } from '@/lib/regions/known-regions';
import { regionPath } from '@/lib/url/page-paths';
import styles from './region-link.module.css';

interface Props {
  code: string;
  /** `sign` stands beside the region's name; `words` say it themselves. */
  as: 'sign' | 'words';
}

/** Leads from a region that a reader has chosen or reads of to its page. */
export function RegionLink({ code, as }: Props) {
  const t = useTranslations('filters');
  const locale = useReaderLocale();
  // With its type: a city and a region may share their name.
  const label = t('regionPage', { name: regionByCode(code)?.names[locale] ?? code });
  const href = `/${locale}${regionPath(code)}`;
  if (as === 'words')
    return (
      <a className={styles.words} href={href}>
        {label}
      </a>
    );
  return (
    <a className={styles.sign} href={href} title={label}>
      <span className="visually-hidden">{label}</span>
      <span aria-hidden="true">→</span>
    </a>
  );
}
