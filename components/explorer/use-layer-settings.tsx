'use client';

import { type ReactNode, useMemo } from 'react';
import { ConcentrationSettings } from '@/components/legend/concentration-settings';
import { GridSettings } from '@/components/legend/grid-settings';
import type { Layer } from '@/lib/url/view-state';
import type { ExplorerModel } from './use-explorer';

/** What the reader may choose of each layer, for the legend. */
export function useLayerSettings(model: ExplorerModel): Partial<Record<Layer, ReactNode>> {
  const { state, setConcentration, setGridSide, grid, legend } = model;
  const { concentration, gridSideKm } = state;
  const shownGrid = legend.layers.grid ? grid : null;
  return useMemo(
    () => ({
      concentrations: <ConcentrationSettings rule={concentration} onChange={setConcentration} />,
      grid: <GridSettings sideKm={gridSideKm} onSide={setGridSide} grid={shownGrid} />,
    }),
    [concentration, setConcentration, gridSideKm, setGridSide, shownGrid],
  );
}
