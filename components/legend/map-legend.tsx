'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import type { Layer } from '@/lib/url/view-state';
import type { LegendEntries } from './legend-entries';
import styles from './map-legend.module.css';
import {
  AreaSwatch,
  ClusterSwatch,
  ConcentrationSwatch,
  DiscSwatch,
  FigureSwatch,
} from './swatches';

interface Props {
  entries: LegendEntries;
  hidden: readonly Layer[];
  /** Layers that this view can have at all. */
  layers: readonly Layer[];
  onToggle: (layer: Layer) => void;
  figureYear: number | null;
  leftOut: number;
}

/** What is on the map now, in words, with a switch for each layer that can be taken off. */
export function MapLegend({ entries, hidden, layers, onToggle, figureYear, leftOut }: Props) {
  const t = useTranslations('legend');
  const tKinds = useTranslations('kinds');
  const words: Record<Layer, { name: string; meaning: string; swatch: ReactNode }> = {
    areas: { name: t('layerAreas'), meaning: t('area'), swatch: <AreaSwatch /> },
    concentrations: {
      name: t('layerConcentrations'),
      meaning: t('concentration', { count: leftOut }),
      swatch: <ConcentrationSwatch />,
    },
    figures: {
      name: t('layerFigures'),
      meaning: t('figures', { year: String(figureYear ?? '') }),
      swatch: <FigureSwatch />,
    },
  };
  return (
    <ul className={styles.legend}>
      {entries.kinds.map((kind) => (
        <Entry key={kind} swatch={<KindMark kind={kind} />}>
          {tKinds(kind)}
        </Entry>
      ))}
      {entries.hasClusters && <Entry swatch={<ClusterSwatch />}>{t('cluster')}</Entry>}
      {entries.hasVicinities && <Entry swatch={<DiscSwatch size={8} />}>{t('vicinity')}</Entry>}
      {entries.hasLocalities && <Entry swatch={<DiscSwatch size={11} />}>{t('locality')}</Entry>}
      {layers.map((layer) => (
        <li key={layer} className={styles.layer}>
          <label>
            <input
              type="checkbox"
              checked={!hidden.includes(layer)}
              onChange={() => onToggle(layer)}
            />
            <span className={styles.swatch}>{words[layer].swatch}</span>
            <span>
              <b>{words[layer].name}</b>
              <small>
                {entries.layers[layer]
                  ? words[layer].meaning
                  : !hidden.includes(layer) && t('nothing')}
              </small>
            </span>
          </label>
        </li>
      ))}
    </ul>
  );
}

function Entry({ swatch, children }: { swatch: ReactNode; children: ReactNode }) {
  return (
    <li className={styles.entry}>
      <span className={styles.swatch}>{swatch}</span>
      <span>{children}</span>
    </li>
  );
}
