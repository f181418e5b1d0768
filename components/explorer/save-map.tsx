'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import { useSheetLegend } from '@/components/legend/use-sheet-legend';
import { type OwnSheet, PngButton } from '@/components/save/sheet-facts';
import styles from './save-map.module.css';
import type { ExplorerModel } from './use-explorer';

/** Saves the map as it stands, with its legend and whose ground it is. */
export function SaveMap({ model }: { model: ExplorerModel }) {
  const t = useTranslations('save');
  const tLegend = useTranslations('legend');
  const { state, map, boundaryLegend, legend: entries } = model;
  const legend = useSheetLegend({
    entries,
    boundaries: boundaryLegend,
    hasShape: state.filter.shape !== null,
    figureYear: model.figureYear,
    hotspots: model.hotspots,
    grid: model.grid,
    gridSideKm: state.gridSideKm,
    isCompared: model.compared?.answer != null,
    isTakenByShading: state.shown.includes('density') && boundaryLegend !== null,
  });
  // The map takes a while to be drawn, and the reader may have gone on: all is told as it is when the picture is there.
  const latest = useRef({ model, legend });
  useEffect(() => {
    latest.current = { model, legend };
  });
  const sheet = async (): Promise<OwnSheet> => {
    if (!map.current) throw new Error('there is no map to be saved');
    const { attribution, ...frame } = await map.current.frame();
    const { model: now, legend: legendNow } = latest.current;
    const labels = now.state.labels.map(({ text }) => `“${text}”`).join(', ');
    const leftOut = now.view?.heat?.leftOut ?? 0;
    return {
      picture: { type: 'image', ...frame },
      legend: legendNow(),
      notes: [
        ...(leftOut > 0 ? [tLegend('heatLeftOut', { count: leftOut })] : []),
        ...(now.state.labels.length > 0 ? [t('labels', { labels })] : []),
      ],
      credits: attribution === '' ? [] : [t('basemap', { attribution })],
    };
  };
  return (
    <p className={styles.save}>
      <PngButton title={t('mapTitle')} file="map" label={t('map')} sheet={sheet} />
    </p>
  );
}
