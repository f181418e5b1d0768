import { afterFirstDrawing } from '@/components/map/first-drawing';
import { loadGazetteer } from '@/components/regions/load-gazetteer';
import { late } from '@/components/ui/late';
import { RecordCard } from './open-record';

/** What stands behind a tab or a button, or shows nothing before the engine has answered. */
export const ComparePanel = late(
  async () => (await import('@/components/compare/compare-panel')).ComparePanel,
);
export const FiguresPanel = late(
  async () => (await import('@/components/figures/figures-panel')).FiguresPanel,
);
export const NumbersPanel = late(
  async () => (await import('@/components/numbers/numbers-panel')).NumbersPanel,
);
export const IncidentList = late(
  async () => (await import('@/components/incidents/incident-list')).IncidentList,
);
/** It has every region, as a tree. */
export const FilterPanel = late(async () => {
  const [{ FilterPanel: Panel }] = await Promise.all([
    import('@/components/filters/filter-panel'),
    loadGazetteer(),
  ]);
  return Panel;
});
/** Over the map, while a reader puts words on it. */
export const LabelMover = late(
  async () => (await import('@/components/share/label-mover')).LabelMover,
);
const ALL = [
  RecordCard,
  FilterPanel,
  IncidentList,
  FiguresPanel,
  NumbersPanel,
  ComparePanel,
  LabelMover,
];
/** Where nothing is drawn. */
const PATIENCE_MS = 10_000;

/** Fetches all of them once the map has been drawn, so that each is there when a reader opens it. */
export async function fetchPanels(): Promise<void> {
  await afterFirstDrawing(PATIENCE_MS);
  // What cannot be had now is asked for again when it is shown.
  await Promise.allSettled(ALL.map(({ fetch }) => fetch()));
}
