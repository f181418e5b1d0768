'use client';

import { type ReactNode, useMemo } from 'react';
import { figureYears } from '@/components/figures/figure-circles';
import { YearStepper } from '@/components/figures/year-stepper';
import { ConcentrationSettings } from '@/components/legend/concentration-settings';
import { GridSettings } from '@/components/legend/grid-settings';
import styles from '@/components/legend/layer-settings.module.css';
import { MarksChoice } from '@/components/legend/marks-choice';
import type { Layer } from '@/lib/url/view-state';
import type { ExplorerModel } from './use-explorer';

interface LegendChoices {
  /** How records are drawn. */
  marks: ReactNode;
  /** What may be chosen of each layer. */
  settings: Partial<Record<Layer, ReactNode>>;
}

/** What the reader may choose in the legend besides taking layers off. */
export function useLayerSettings(model: ExplorerModel): LegendChoices {
  const { state, setMarks, setConcentration, setGridSide, view, grid, legend } = model;
  const { figures, figureYear, setFigureYear } = model;
  const { marks, concentration, gridSideKm } = state;
  const years = useMemo(() => figureYears(figures ?? []), [figures]);
  const shownGrid = legend.layers.grid ? grid : null;
  const choice = useMemo(
    () => <MarksChoice marks={marks} onChange={setMarks} view={view} />,
    [marks, setMarks, view],
  );
  const settings = useMemo(
    () => ({
      concentrations: <ConcentrationSettings rule={concentration} onChange={setConcentration} />,
      grid: <GridSettings sideKm={gridSideKm} onSide={setGridSide} grid={shownGrid} />,
      figures: figureYear !== null && years.length > 0 && (
        <div className={styles.settings}>
          <YearStepper years={years} year={figureYear} onYear={setFigureYear} />
        </div>
      ),
    }),
    [
      concentration,
      setConcentration,
      gridSideKm,
      setGridSide,
      shownGrid,
      years,
      figureYear,
      setFigureYear,
    ],
  );
  return { marks: choice, settings };
}
