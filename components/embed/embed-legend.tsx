'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import type { LegendEntries } from '@/components/legend/legend-entries';
import legend from '@/components/legend/map-legend.module.css';
import {
  AreaSwatch,
  ClusterSwatch,
  ConcentrationSwatch,
  DiscSwatch,
  FigureSwatch,
  GridSwatch,
  HeatSwatch,
  ShadingSwatch,
  ShapeSwatch,
} from '@/components/legend/swatches';
import styles from './embed.module.css';

interface Props {
  /** Null until something is drawn. */
  entries: LegendEntries | null;
  hasShape: boolean;
  isShaded: boolean;
  isCompared: boolean;
}

/** What is on the map now, in a line or a few; nothing to switch. */
export function EmbedLegend({ entries, hasShape, isShaded, isCompared }: Props) {
  const t = useTranslations('legend');
  const tKinds = useTranslations('kinds');
  if (!entries) return null;
  const { layers, marks } = entries;
  return (
    <ul className={styles.legend}>
      {entries.kinds.map((kind) => (
        <Entry key={kind} swatch={<KindMark kind={kind} />}>
          {tKinds(kind)}
        </Entry>
      ))}
      {entries.hasClusters && (
        <Entry swatch={<ClusterSwatch />}>
          {t(marks === 'points' ? 'sameSpot' : 'clusterShort')}
        </Entry>
      )}
      {marks === 'heat' && <Entry swatch={<HeatSwatch />}>{t('marksHeat')}</Entry>}
      {layers.areas && (
        <Entry swatch={<AreaSwatch />}>{t(isCompared ? 'layerChanges' : 'layerAreas')}</Entry>
      )}
      {entries.hasDiscs && <Entry swatch={<DiscSwatch />}>{t('layerPrecision')}</Entry>}
      {layers.concentrations && (
        <Entry swatch={<ConcentrationSwatch />}>{t('concentrationsShort')}</Entry>
      )}
      {layers.grid && <Entry swatch={<GridSwatch />}>{t('layerGrid')}</Entry>}
      {layers.figures && <Entry swatch={<FigureSwatch />}>{t('layerFigures')}</Entry>}
      {isShaded && <Entry swatch={<ShadingSwatch />}>{t('densityShort')}</Entry>}
      {hasShape && <Entry swatch={<ShapeSwatch />}>{t('shape')}</Entry>}
    </ul>
  );
}

function Entry({ swatch, children }: { swatch: ReactNode; children: ReactNode }) {
  return (
    <li className={legend.entry}>
      <span className={legend.swatch}>{swatch}</span>
      <span>{children}</span>
    </li>
  );
}
