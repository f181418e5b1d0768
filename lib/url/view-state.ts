import type { Comparison } from '@/lib/domain/comparison';
import { type ConcentrationRule, USUAL_CONCENTRATION } from '@/lib/domain/concentration';
import { type Camera, EVERYTHING, type Filter } from '@/lib/domain/filter';
import type { ListOrder } from '@/lib/domain/list-order';
import type { MapLabel } from '@/lib/domain/map-label';
import type { Marks } from '@/lib/domain/marks';
import type { PastName } from '@/lib/domain/past-name';

/** `auto` follows the reader's system. */
export const THEMES = ['auto', 'light', 'dark'] as const;
export type Theme = (typeof THEMES)[number];

/** What may be laid over the basemap beside the records' symbols; all are shown unless the reader hides one. */
export const LAYERS = ['areas', 'precision', 'concentrations', 'grid', 'figures'] as const;
export type Layer = (typeof LAYERS)[number];

/** Layers that a reader lays over the map, where this installation has what they need; none is shown before. */
export const ADDED_LAYERS = ['density'] as const;
export type AddedLayer = (typeof ADDED_LAYERS)[number];

/** Sides of the grid's hexagons to choose from, in kilometres. */
export const GRID_SIDES_KM = [1, 2, 5, 10, 20, 50] as const;

/** What may stand beside the map. Where several have room at once, `tab` is the one that the reader chose last. */
export const PANELS = [
  'overview',
  'latest',
  'inView',
  'figures',
  'compare',
  'legend',
  'filters',
] as const;
export type PanelName = (typeof PANELS)[number];

/** Everything that a link to the map carries. A value: equal states show the same thing. */
export interface ViewState {
  filter: Filter;
  camera: Camera;
  theme: Theme;
  /** Layers that the reader switched off, in the order of `LAYERS`. */
  hidden: Layer[];
  /** Layers that the reader switched on, in the order of `ADDED_LAYERS`. */
  shown: AddedLayer[];
  /** How records with a place are drawn. */
  marks: Marks;
  /** What counts as a concentration of records. */
  concentration: ConcentrationRule;
  /** Length of the side of the grid's hexagons, or null for one that follows the zoom. */
  gridSideKm: number | null;
  /** The year whose published figures are shown, or null for the one with the most. */
  figureYear: number | null;
  /** The record whose card is open, by its `rid`. */
  record: number | null;
  tab: PanelName;
  /** How the list of what is in view is sorted. */
  order: ListOrder;
  /** With what the filter's days are compared. */
  comparison: Comparison;
  /** The past state that is shown, or null for the current one, which goes on. */
  asOf: PastName | null;
  /** Words on the map, at most `MOST_LABELS`. */
  labels: MapLabel[];
  /** Code of the short link that led here, whose title and note are shown. */
  link: string | null;
}

/** What an installation shows where the address says nothing. */
export interface ViewDefaults {
  camera: Camera;
  scope: Filter['scope'];
  /** Scopes that this installation can hold; others in an address are dropped with a notice. */
  scopes: readonly Filter['scope'][];
}

/** Longitude, latitude: about a metre. Zoom: a hundredth of a level. */
const DEGREE_DECIMALS = 5;
const ZOOM_DECIMALS = 2;

export function defaultViewState(defaults: ViewDefaults): ViewState {
  return {
    filter: { ...EVERYTHING, scope: defaults.scope },
    camera: roundCamera(defaults.camera),
    theme: 'auto',
    hidden: [],
    shown: [],
    marks: 'clusters',
    concentration: USUAL_CONCENTRATION,
    gridSideKm: null,
    figureYear: null,
    record: null,
    tab: 'overview',
    order: 'time',
    comparison: null,
    asOf: null,
    labels: [],
    link: null,
  };
}

/** The camera as an address can say it, so that writing and reading it changes nothing. */
export function roundCamera(camera: Camera): Camera {
  const [lng, lat] = camera.center;
  return {
    center: [round(lng, DEGREE_DECIMALS), round(lat, DEGREE_DECIMALS)],
    zoom: round(camera.zoom, ZOOM_DECIMALS),
  };
}

function round(value: number, decimals: number): number {
  const rounded = Number(value.toFixed(decimals));
  return rounded === 0 ? 0 : rounded;
}
