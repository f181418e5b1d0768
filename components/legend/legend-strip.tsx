'use client';

import { memo, type ReactNode, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { Layer } from '@/lib/url/view-state';
import { useLayerNames } from './layer-words';
import type { LegendEntries } from './legend-entries';
import { LegendEntry } from './legend-entry';
import styles from './legend-strip.module.css';
import { SWATCHES } from './map-legend';
import { ClusterSwatch, HeatSwatch, ShadingSwatch, ShapeSwatch } from './swatches';
import { useHiddenEntries } from './use-hidden-entries';

interface Props {
  entries: LegendEntries;
  /** Layers that this view can have at all. */
  layers: readonly Layer[];
  isCompared: boolean;
  isShaded: boolean;
  hasShape: boolean;
  /** Opens the whole legend. */
  onMore: () => void;
}

/** What is on the map now, in one line that says how much of it did not fit; kinds have their colours beside the totals. */
export const LegendStrip = memo(function LegendStrip({
  entries,
  layers,
  isCompared,
  isShaded,
  hasShape,
  onMore,
}: Props) {
  const t = useTranslations('legend');
  const names = useLayerNames(isCompared);
  const list = useRef<HTMLUListElement>(null);
  const { marks } = entries;
  const isDrawn = (layer: Layer) =>
    layer === 'precision' ? entries.hasDiscs : entries.layers[layer];
  const shown: { key: string; swatch: ReactNode; words: string }[] = [
    ...(isShaded ? [{ key: 'density', swatch: <ShadingSwatch />, words: t('densityShort') }] : []),
    ...(entries.hasClusters
      ? [
          {
            key: 'clusters',
            swatch: <ClusterSwatch />,
            words: t(marks === 'points' ? 'sameSpotShort' : 'clusterShort'),
          },
        ]
      : []),
    ...(marks === 'heat' ? [{ key: 'heat', swatch: <HeatSwatch />, words: t('marksHeat') }] : []),
    ...(hasShape ? [{ key: 'shape', swatch: <ShapeSwatch />, words: t('shapeShort') }] : []),
    ...layers.filter(isDrawn).map((layer) => ({
      key: layer,
      swatch: SWATCHES[layer],
      words: layer === 'concentrations' ? t('concentrationsShort') : names[layer],
    })),
  ];
  const hidden = useHiddenEntries(list, shown.map(({ words }) => words).join());
  return (
    <div className={styles.strip}>
      <ul ref={list} className={styles.entries}>
        {shown.map(({ key, swatch, words }) => (
          <LegendEntry key={key} swatch={swatch}>
            {words}
          </LegendEntry>
        ))}
      </ul>
      {hidden > 0 && (
        <button
          type="button"
          className={styles.more}
          aria-label={t('stripMore', { count: hidden })}
          title={t('stripMore', { count: hidden })}
          onClick={onMore}
        >
          +{hidden}
        </button>
      )}
    </div>
  );
});
