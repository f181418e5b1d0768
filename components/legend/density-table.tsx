'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl';
import type { AreaDensity } from '@/components/boundaries/shade-areas';
import { late } from '@/components/ui/late';
import styles from './density-table.module.css';

export interface DensityTableProps {
  /** As the map shades them, the most records per km² first. */
  areas: readonly AreaDensity[];
  /** What the areas are, and what is counted. */
  caption: string;
}

// Few ask for them.
const DensityRows = late(async () => (await import('./density-rows')).DensityRows);

/** The shaded map in words and numbers, for who cannot see its tones. Hundreds of areas are written once they are asked for. */
export function DensityTable({ areas, caption }: DensityTableProps) {
  const t = useTranslations('legend');
  const [isOpen, setOpen] = useState(false);
  return (
    <details className={styles.densities} onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary>{t('densityTable', { count: areas.length })}</summary>
      {isOpen && <DensityRows areas={areas} caption={caption} />}
    </details>
  );
}
