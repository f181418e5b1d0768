'use client';

import { useTranslations } from 'use-intl';
import type { BoundaryLegend } from '@/components/boundaries/use-shading';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { toneOfClass } from '@/lib/map/shading';
import { DensityTable } from './density-table';
import styles from './map-legend.module.css';
import { ShadingSwatch, ToneSwatch } from './swatches';

interface Props {
  boundaries: BoundaryLegend;
  /** The reader wants them. */
  isShaded: boolean;
  /** Heat is drawn in their place. */
  isUnderHeat: boolean;
  onToggle: () => void;
}

/** Areas shaded by records: its switch, its classes with their limits, and whose the boundaries are. */
export function ShadingEntry({ boundaries, isShaded, isUnderHeat, onToggle }: Props) {
  const t = useTranslations('legend');
  const { level, source, licence } = boundaries;
  return (
    <li className={styles.layer}>
      <label>
        <input type="checkbox" checked={isShaded} onChange={onToggle} />
        <span className={styles.swatch}>
          <ShadingSwatch />
        </span>
        <span>
          <b>{t('layerDensity')}</b>
          {isShaded && (
            <small>{isUnderHeat ? t('densityUnderHeat') : t(`densityLevels.${level}`)}</small>
          )}
        </span>
      </label>
      {isShaded && !isUnderHeat && boundaries.shading && (
        <>
          <Classes shading={boundaries.shading} />
          <DensityTable
            areas={boundaries.shading.densities}
            caption={t(`densityLevels.${level}`)}
          />
        </>
      )}
      <small className={styles.more}>{t('boundarySource', { source, licence })}</small>
    </li>
  );
}

function Classes({ shading }: { shading: NonNullable<BoundaryLegend['shading']> }) {
  const t = useTranslations('legend');
  const locale = useReaderLocale();
  const format = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
  const { limits, empty, leftOut } = shading;
  const classes = limits
    .slice(0, -1)
    .map((from, index) => ({ from, to: limits[index + 1] ?? from }));
  return (
    <ul className={styles.classes}>
      {empty > 0 && (
        <li>
          <ToneSwatch tone={0} />
          {t('densityNone')}
        </li>
      )}
      {classes.map(({ from, to }, index) => (
        <li key={from}>
          <ToneSwatch tone={toneOfClass(index, classes.length)} />
          {t('densityClass', { from: format.format(from), to: format.format(to) })}
        </li>
      ))}
      <li>{t('densityUnshaded', { count: leftOut })}</li>
    </ul>
  );
}
