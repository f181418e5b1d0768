'use client';

import { memo, type ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import type { BoundaryLegend } from '@/components/boundaries/use-shading';
import { KindMark } from '@/components/incidents/kind-mark';
import type { LngLatBox } from '@/lib/domain/fit-camera';
import type { GridResponse, HotspotsResponse } from '@/lib/protocol/engine-requests';
import type { AddedLayer, Layer } from '@/lib/url/view-state';
import { ConcentrationList } from './concentration-list';
import { useLayerNames, useLayerWords } from './layer-words';
import type { LegendEntries } from './legend-entries';
import { LegendEntry } from './legend-entry';
import styles from './map-legend.module.css';
import { ShadingEntry } from './shading-entry';
import {
  AreaSwatch,
  ClusterSwatch,
  ConcentrationSwatch,
  DiscSwatch,
  FigureSwatch,
  GridSwatch,
  ShapeSwatch,
} from './swatches';

interface Props {
  entries: LegendEntries;
  hidden: readonly Layer[];
  /** Layers that this view can have at all. */
  layers: readonly Layer[];
  onToggle: (layer: Layer) => void;
  /** Imported boundaries; null where there are none, and nothing of them is offered. */
  boundaries: BoundaryLegend | null;
  /** The reader wants areas shaded. */
  isShaded: boolean;
  onAdd: (layer: AddedLayer) => void;
  figureYear: number | null;
  hotspots: HotspotsResponse | null;
  grid: GridResponse | null;
  /** As the reader wants it; null for what the zoom gives. */
  gridSideKm: number | null;
  /** The filter is narrowed to a drawn area, which the map shows. */
  hasShape: boolean;
  /** Plates say by how much periods differ. */
  isCompared: boolean;
  /** Goes to what lies in a box. */
  onShow: (box: LngLatBox) => void;
  /** What the reader may choose of a layer that is on. */
  settings: Partial<Record<Layer, ReactNode>>;
  /** How records are drawn, to choose. */
  marks: ReactNode;
}

/** The sign of each layer. */
export const SWATCHES: Record<Layer, ReactNode> = {
  areas: <AreaSwatch />,
  precision: <DiscSwatch />,
  concentrations: <ConcentrationSwatch />,
  grid: <GridSwatch />,
  figures: <FigureSwatch />,
};

/** What is on the map now, in words, with a switch for each layer that can be taken off. */
export const MapLegend = memo(function MapLegend({
  entries,
  hidden,
  layers,
  onToggle,
  boundaries,
  isShaded,
  onAdd,
  hasShape,
  onShow,
  settings,
  marks,
  ...facts
}: Props) {
  const t = useTranslations('legend');
  const tKinds = useTranslations('kinds');
  const names = useLayerNames(facts.isCompared);
  const isTakenByShading = isShaded && boundaries !== null;
  const words = useLayerWords(entries, { ...facts, isTakenByShading });
  return (
    <ul className={styles.legend}>
      <li>{marks}</li>
      {entries.kinds.map((kind) => (
        <LegendEntry key={kind} swatch={<KindMark kind={kind} />}>
          {tKinds(kind)}
        </LegendEntry>
      ))}
      {entries.hasClusters && (
        <LegendEntry swatch={<ClusterSwatch />}>
          {t(entries.marks === 'points' ? 'sameSpot' : 'cluster')}
        </LegendEntry>
      )}
      {hasShape && <LegendEntry swatch={<ShapeSwatch />}>{t('shape')}</LegendEntry>}
      {layers.map((layer) => (
        <li key={layer} className={styles.layer}>
          <label>
            <input
              type="checkbox"
              checked={!hidden.includes(layer)}
              onChange={() => onToggle(layer)}
            />
            <span className={styles.swatch}>{SWATCHES[layer]}</span>
            <span>
              <b>{names[layer]}</b>
              <small>{!hidden.includes(layer) && words[layer]}</small>
            </span>
          </label>
          {!hidden.includes(layer) && settings[layer]}
          {layer === 'concentrations' && entries.layers.concentrations && facts.hotspots && (
            <ConcentrationList hotspots={facts.hotspots} onShow={onShow} />
          )}
        </li>
      ))}
      {boundaries && (
        <ShadingEntry
          boundaries={boundaries}
          isShaded={isShaded}
          isUnderHeat={entries.marks === 'heat'}
          onToggle={() => onAdd('density')}
        />
      )}
    </ul>
  );
});
