'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { GridResponse, HotspotsResponse } from '@/lib/protocol/engine-requests';
import type { Layer } from '@/lib/url/view-state';
import type { LegendEntries } from './legend-entries';

/** What the words of layers are made of. */
export interface LayerFacts {
  figureYear: number | null;
  hotspots: HotspotsResponse | null;
  grid: GridResponse | null;
  /** As the reader wants it; null for what the zoom gives. */
  gridSideKm: number | null;
  /** Plates say by how much periods differ. */
  isCompared: boolean;
  /** Shaded areas stand in the place of the grid. */
  isTakenByShading: boolean;
}

/** What layers are called. */
export function useLayerNames(isCompared: boolean): Record<Layer, string> {
  const t = useTranslations('legend');
  return {
    areas: t(isCompared ? 'layerChanges' : 'layerAreas'),
    precision: t('layerPrecision'),
    concentrations: t('layerConcentrations'),
    grid: t('layerGrid'),
    figures: t('layerFigures'),
  };
}

/** What each layer means, or that there is nothing of it in view, or nothing that could be found. */
export function useLayerWords(
  entries: LegendEntries,
  { figureYear, hotspots, grid, gridSideKm, isCompared, isTakenByShading }: LayerFacts,
): Record<Layer, string> {
  const t = useTranslations('legend');
  const { layers } = entries;
  const { number, distance } = useWords();
  const gridWords = () => {
    if (entries.marks === 'heat') return t('gridUnderHeat');
    if (isTakenByShading) return t('gridUnderShading');
    if (entries.isGridTooClose) return t('gridTooClose');
    if (!grid || !layers.grid) return t('nothing');
    const isWider = gridSideKm !== null && grid.sideKm > gridSideKm;
    const words = t('grid', {
      side: number(grid.sideKm),
      largest: number(grid.largest),
      count: grid.leftOut,
    });
    return isWider ? `${words} ${t('gridWider')}` : words;
  };
  return {
    areas: layers.areas ? t(isCompared ? 'areaChange' : 'area') : t('nothing'),
    precision: layers.precision
      ? t(entries.hasDiscs ? 'precision' : 'precisionSymbols')
      : t('nothing'),
    concentrations: hotspots
      ? t(layers.concentrations ? 'concentration' : 'concentrationNone', {
          count: hotspots.tooUncertain,
          least: number(hotspots.rule.records),
          radius: distance(hotspots.radiusMetres),
        })
      : t('searching'),
    grid: gridWords(),
    figures:
      figureYear === null
        ? t('nothing')
        : t(layers.figures ? 'figures' : 'figuresNone', { year: String(figureYear) }),
  };
}
