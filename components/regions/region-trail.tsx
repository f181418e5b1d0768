'use client';

import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { regionByCode } from '@/lib/regions/gazetteer';
import { regionPath } from '@/lib/url/page-paths';
import styles from '../sheet/sheet.module.css';

interface Props {
  label: string;
  /** Coarse to fine. */
  codes: readonly string[];
}

/** Areas, each in the next larger one, leading to their pages. */
export function RegionTrail({ label, codes }: Props) {
  const locale = useReaderLocale();
  const regions = codes.flatMap((code) => regionByCode(code) ?? []);
  if (regions.length === 0) return null;
  return (
    <nav className={styles.trail} aria-label={label}>
      <ol>
        {regions.map(({ code, names }) => (
          <li key={code}>
            <a href={`/${locale}${regionPath(code)}`}>{names[locale]}</a>
          </li>
        ))}
      </ol>
    </nav>
  );
}
