'use client';

import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import type { LegendEntries } from './legend-entries';
import { LegendEntry } from './legend-entry';
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
} from './swatches';

interface Props {
  className: string | undefined;
  /** Null until something is drawn. */
  entries: LegendEntries | null;
  hasShape: boolean;
  isShaded: boolean;
  isCompared: boolean;
  /** The periods that are compared, in words, where nothing else beside the map says them. */
  periods?: string | null;
}

/** What is on the map now, in a line or a few; nothing to switch, and nothing left out. */
export function DrawnLegend({
  className,
  entries,
  hasShape,
  isShaded,
  isCompared,
  periods = null,
}: Props) {
  const t = useTranslations('legend');
  const tKinds = useTranslations('kinds');
  if (!entries) return null;
  const { layers, marks } = entries;
  return (
    <ul className={className}>
      {entries.kinds.map((kind) => (
        <LegendEntry key={kind} swatch={<KindMark kind={kind} />}>
          {tKinds(kind)}
        </LegendEntry>
      ))}
      {entries.hasClusters && (
        <LegendEntry swatch={<ClusterSwatch />}>
          {t(marks === 'points' ? 'sameSpotShort' : 'clusterShort')}
        </LegendEntry>
      )}
      {marks === 'heat' && (
        <LegendEntry swatch={<HeatSwatch />}>
          {t('heatDrawn', { count: entries.heatLeftOut })}
        </LegendEntry>
      )}
      {layers.areas && (
        <LegendEntry swatch={<AreaSwatch />}>
          {t(isCompared ? 'layerChanges' : 'layerAreas')}
          {isCompared && periods !== null && `: ${periods}`}
        </LegendEntry>
      )}
      {entries.hasDiscs && <LegendEntry swatch={<DiscSwatch />}>{t('layerPrecision')}</LegendEntry>}
      {layers.concentrations && (
        <LegendEntry swatch={<ConcentrationSwatch />}>{t('concentrationsShort')}</LegendEntry>
      )}
      {layers.grid && <LegendEntry swatch={<GridSwatch />}>{t('layerGrid')}</LegendEntry>}
      {layers.figures && <LegendEntry swatch={<FigureSwatch />}>{t('layerFigures')}</LegendEntry>}
      {isShaded && <LegendEntry swatch={<ShadingSwatch />}>{t('densityShort')}</LegendEntry>}
      {hasShape && <LegendEntry swatch={<ShapeSwatch />}>{t('shape')}</LegendEntry>}
    </ul>
  );
}
