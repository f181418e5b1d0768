'use client';

import { useTranslations } from 'use-intl';
import type { BoundaryLegend } from '@/components/boundaries/use-shading';
import type { LegendSign } from '@/components/save/legend-marks';
import type { SheetContent } from '@/components/save/sheet-content';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { toneOfClass } from '@/lib/map/shading';
import { LAYERS, type Layer } from '@/lib/url/view-state';
import { type LayerFacts, useLayerNames, useLayerWords } from './layer-words';
import type { LegendEntries } from './legend-entries';

interface Drawn extends LayerFacts {
  entries: LegendEntries;
  boundaries: BoundaryLegend | null;
  hasShape: boolean;
}

const SIGNS: Record<Layer, LegendSign> = {
  areas: 'area',
  precision: 'disc',
  concentrations: 'concentration',
  grid: 'grid',
  figures: 'figure',
};

/** The legend of a saved map: exactly what is drawn, each sign with its words. */
export function useSheetLegend(drawn: Drawn): () => SheetContent['legend'] {
  const { entries, boundaries, hasShape, isCompared } = drawn;
  const t = useTranslations('legend');
  const tKinds = useTranslations('kinds');
  const locale = useReaderLocale();
  const names = useLayerNames(isCompared);
  const words = useLayerWords(entries, drawn);
  return () => {
    const { shading = null, level = null } = boundaries ?? {};
    const density = new Intl.NumberFormat(locale, { maximumSignificantDigits: 3 });
    const limits = shading?.limits ?? [];
    const classes = limits.slice(0, -1).map((from, index) => ({
      sign: { tone: toneOfClass(index, limits.length - 1) },
      words: t('densityClass', {
        from: density.format(from),
        to: density.format(limits[index + 1] ?? from),
      }),
    }));
    const isShaded = shading !== null && level !== null;
    return [
      ...entries.kinds.map((kind) => ({ sign: kind, words: tKinds(kind) })),
      ...(entries.hasClusters
        ? [
            {
              sign: 'cluster' as const,
              words: t(entries.marks === 'points' ? 'sameSpot' : 'cluster'),
            },
          ]
        : []),
      ...(entries.marks === 'heat'
        ? [
            {
              sign: 'heat' as const,
              words: `${t('marksHeat')}: ${t('heatLow')} – ${t('heatHigh')}`,
            },
          ]
        : []),
      ...(hasShape ? [{ sign: 'shape' as const, words: t('shape') }] : []),
      ...LAYERS.filter((layer) => entries.layers[layer]).map((layer) => ({
        sign: layer === 'precision' && !entries.hasDiscs ? ('softSymbol' as const) : SIGNS[layer],
        words: `${names[layer]}. ${words[layer]}`,
      })),
      ...(isShaded && shading.empty > 0
        ? [{ sign: { tone: 0 }, words: `${t(`densityLevels.${level}`)}: ${t('densityNone')}` }]
        : []),
      ...classes.map(({ sign, words: limit }) => ({
        sign,
        words: level === null ? limit : `${t(`densityLevels.${level}`)}: ${limit}`,
      })),
      ...(isShaded
        ? [{ sign: 'ground' as const, words: t('densityUnshaded', { count: shading.leftOut }) }]
        : []),
    ];
  };
}
