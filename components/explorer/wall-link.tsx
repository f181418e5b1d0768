'use client';

import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { wallPath } from '@/lib/url/page-paths';
import styles from './wall-link.module.css';

/** The view that is shown, as a screen across a newsroom. */
export function WallLink({ query }: { query: string }) {
  const t = useTranslations('wall');
  const locale = useReaderLocale();
  return (
    <a className={styles.link} href={`/${locale}${wallPath(query)}`}>
      {t('make')}
    </a>
  );
}
