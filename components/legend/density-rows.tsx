'use client';

import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { regionByCode } from '@/lib/regions/known-regions';
import type { DensityTableProps } from './density-table';
import styles from './density-table.module.css';

/** The areas of a shaded map as lines of a table, which scrolls. */
export function DensityRows({ areas, caption }: DensityTableProps) {
  const t = useTranslations('legend');
  const locale = useReaderLocale();
  const whole = new Intl.NumberFormat(locale);
  const rough = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling table must be reachable by keyboard
    <section className={styles.scroll} aria-label={caption} tabIndex={0}>
      <table>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{t('densityArea')}</th>
            <th scope="col">{t('densityRecords')}</th>
            <th scope="col">km²</th>
            <th scope="col">{t('densityPer')}</th>
          </tr>
        </thead>
        <tbody>
          {areas.map(({ code, records, km2, perKm2 }) => (
            <tr key={code}>
              <th scope="row">{regionByCode(code)?.names[locale] ?? code}</th>
              <td>{whole.format(records)}</td>
              <td>{rough.format(km2)}</td>
              <td>{rough.format(perKm2)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
