import type { Feature, FeatureCollection, Point } from 'geojson';
import type { Camera } from '@/lib/domain/filter';
import type { MapLabel } from '@/lib/domain/map-label';
import type { Region } from '@/lib/domain/region';
import type { Shape } from '@/lib/domain/shape';
import type { Locale } from '@/lib/domain/vocabulary';
import type { BasemapChoice } from '@/lib/map/basemap-choice';
import type { BasemapManifest } from '@/lib/map/basemap-manifest';
import type { FigureProperties } from '@/lib/map/map-features';
import type { Theme } from '@/lib/map/palette';
import type {
  GridResponse,
  HotspotsResponse,
  RegionChange,
  ViewResponse,
} from '@/lib/protocol/engine-requests';
import type { Bounds } from './lazy-layers';

export type Pick = { rid: number } | { clusterId: number } | { region: string };

export interface MapMove {
  camera: Camera;
  bounds: Bounds;
  /** CSS pixels. */
  size: { width: number; height: number };
  /** False while the camera is still moving. */
  settled: boolean;
  /** True where nobody has moved anything: the installation's own view, fitted to this map. */
  isOpening?: boolean;
}

/** Imported boundaries as they are drawn. */
export interface BoundaryScene {
  /** Of the level that is shown; each has `properties.code`. The same list is the same polygons. */
  features: readonly Feature[];
  /** Regions that the filter chose, of any level. */
  chosen: readonly Feature[];
  /** By code: 0 for no record, then 1 to 5; areas that are not named are unshaded. */
  tones: ReadonlyMap<string, number>;
  /** Whose they are, as HTML. */
  attribution: string;
}

export type FigureCollection = FeatureCollection<Point, FigureProperties>;

/** Everything that lies over the basemap, drawn together: numbers are placed with regard to each other. */
export interface MapScene {
  /** The engine's last answer; null until there is one. */
  view: ViewResponse | null;
  /** Hulls of concentrations of records; null where the reader does not want them. */
  concentrations: HotspotsResponse['concentrations'] | null;
  /** Published tonnes, as rings whose area is in proportion. */
  figures: FigureCollection | null;
  /** Counts in hexagons; null where the reader does not want them. */
  texture: GridResponse['cells'] | null;
  /** Changes by region, in place of the counts of areas; null where nothing is compared. */
  changes: readonly RegionChange[] | null;
  /** The area that the filter is narrowed to. */
  shape: Shape | null;
  /** Null where none were imported. */
  boundaries: BoundaryScene | null;
  /** Words that whoever shared the view has put on it. */
  labels?: readonly MapLabel[];
  /** Whether uncertain places are drawn as discs of their uncertainty. */
  hasDiscs: boolean;
}

/** What changes how the map looks, and not what it shows. */
export interface MapAppearance {
  theme: Theme;
  locale: Locale;
  /** The reader's word for simulated records, or null where records are real. */
  simulatedWord: string | null;
}

/** How a map is moved whose page scrolls: by wheel on two systems, and by hand. */
export interface ScrollWords {
  wheel: string;
  wheelMac: string;
  touch: string;
}

export interface MapCanvasOptions extends MapAppearance {
  manifest: BasemapManifest;
  /** Address of the folder that holds the manifest's files; relative ones count from the page. */
  baseUrl: string;
  basemap: BasemapChoice;
  start: Camera | { bounds: Bounds; padding: number };
  regions: ReadonlyMap<string, Region>;
  /** Docks by port. */
  docks: ReadonlyMap<string, string>;
  /** Accessible name of the map. */
  title: string;
  /** False on walls, which nobody touches. */
  interactive: boolean;
  /** Buttons to come closer; not on a map that is not interactive. Shown if left out. */
  hasZoomButtons?: boolean;
  /**
   * In a page that scrolls: a wheel or a single finger moves that page, and these words say how the map is moved instead.
   * Null or left out where the map has its page to itself.
   */
  sharedScroll?: ScrollWords | null;
  /** Of the drawing for each CSS pixel: the screen's own, and more of it where the map stands enlarged. */
  pixelRatio: number;
  onMove: (move: MapMove) => void;
  /** Null for a click on nothing. */
  onPick: (pick: Pick | null) => void;
  /** A sentence for the log: a style that cannot be had, a lost context that does not return. */
  onProblem: (problem: string) => void;
}
