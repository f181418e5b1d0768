'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AreaDensity } from '@/components/boundaries/shade-areas';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { regionByCode } from '@/lib/regions/known-regions';
import styles from './density-table.module.css';

interface Props {
  /** As the map shades them, the most records per km² first. */
  areas: readonly AreaDensity[];
  /** What the areas are, and what is counted. */
  caption: string;
}

/** The shaded map in words and numbers, for who cannot see its tones. Hundreds of areas are written once they are asked for. */
export function DensityTable({ areas, caption }: Props) {
  const t = useTranslations('legend');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.densities} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('densityTable', { count: areas.length })}</summary>
      {isOpen && <Rows areas={areas} caption={caption} />}
    </details>
  );
}

function Rows({ areas, caption }: Props) {
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
