import type { FeatureCollection, Point, Polygon } from 'geojson';
import type { Figure } from '@/lib/domain/figure';
import type { Camera, Filter } from '@/lib/domain/filter';
import type { PublicIncident } from '@/lib/domain/incident';
import type { AreaTuple } from '@/lib/domain/region';
import type { Kind } from '@/lib/domain/vocabulary';

/** What the page may ask of the engine worker: one map from request to response. */
export interface EngineRequests {
  /** Filter and cluster for a camera. A newer `view` request makes an older unanswered one moot. */
  view: { request: ViewRequest; response: ViewResponse };
  /** The selection counted in a grid of hexagons. */
  grid: { request: ViewRequest; response: GridResponse };
  /** Records of the view, newest first, page by page. */
  list: { request: ListRequest; response: ListResponse };
  /** The records behind rids, from the cache or the server. */
  texts: { request: { rids: number[] }; response: { texts: PublicIncident[] } };
  /** The members of a cluster of the last view, newest first. */
  members: { request: MembersRequest; response: ListResponse };
  /** Bars of the timeline by kind. Every day is counted, whatever days the filter names. */
  histogram: { request: HistogramRequest; response: HistogramResponse };
  /** Totals by region, for each level apart. */
  regionTotals: { request: { filter: Filter }; response: RegionTotalsResponse };
  figures: { request: Record<string, never>; response: { figures: Figure[] } };
}
export type EngineRequestName = keyof EngineRequests;

export interface ViewRequest {
  filter: Filter;
  camera: Camera;
  /** Size of the viewport in CSS pixels. */
  width: number;
  height: number;
}

/** A cluster or a single record on the map. `cluster` is its cell's number, which Turf's `getCluster` reads. */
export interface ClusterProperties {
  cluster: number;
  count: number;
  shooting: number;
  seizure: number;
  incident: number;
  killed: number;
  injured: number;
  grams: number;
  radiusPx: number;
  /** Set where count is 1; the rest describes that record. */
  rid: number | null;
  kind: Kind | null;
  uncertaintyMetres: number | null;
  retracted: boolean;
}

export interface KindCounts {
  shooting: number;
  seizure: number;
  incident: number;
}

/** Records without a point, counted on the finest region they name. */
export interface AreaCount extends KindCounts {
  code: string;
  count: number;
}

/** `count = symbols + inAreas + unlocated`, always. Retracted records are in none of them but `retracted`. */
export interface Totals extends KindCounts {
  count: number;
  /** On the map as points, in or out of view. */
  symbols: number;
  inAreas: number;
  unlocated: number;
  retracted: number;
  killed: number;
  injured: number;
  seizedGrams: number;
  /** Not selected: their time is coarser than a day and only overlaps the filter's days. */
  coarserThanDay: number;
}

export interface ViewResponse {
  /** What the answer is true for. */
  seq: number;
  digest: string;
  clusters: FeatureCollection<Point, ClusterProperties>;
  /** Hulls of concentrations of records (DBSCAN), with their record count. */
  concentrations: FeatureCollection<Polygon, { count: number }>;
  /** Points that no concentration was looked for among: too uncertain, or too many in view. */
  leftOutOfConcentrations: number;
  areas: AreaCount[];
  totals: Totals;
  /** Points inside the viewport. */
  inView: number;
  /** Clusters were counted for this zoom. */
  zoom: number;
}

/** Counts in hexagons, which follow no boundary. */
export interface GridResponse {
  /** Length of a cell's side, kilometres; 1 or more. */
  sideKm: number;
  /** Cells with a count, and that count's share of the largest, above 0 to 1. */
  cells: FeatureCollection<Polygon, { count: number; share: number }>;
  /** Points that are too uncertain for a cell of this size. */
  leftOut: number;
}

export interface ListRequest extends ViewRequest {
  offset: number;
  limit: number;
}

export interface ListItem {
  rid: number;
  fromSeq: number;
  kind: Kind;
  /** ISO instant. */
  occurredFrom: string;
  point: [number, number] | null;
  /** Finest region code, or null. */
  region: string | null;
  /** `symbols`, `area` or `unlocated`: which part of the total it belongs to. */
  part: 'symbol' | 'area' | 'unlocated';
  retracted: boolean;
}

export interface ListResponse {
  seq: number;
  total: number;
  items: ListItem[];
}

export interface MembersRequest {
  cluster: number;
  offset: number;
  limit: number;
}

export type HistogramUnit = 'day' | 'week' | 'month';

export interface HistogramRequest {
  filter: Filter;
  unit: HistogramUnit;
}

/** Counts of one Brussels day, of the week from that Monday on, or of the month that it begins. */
export interface HistogramBin extends KindCounts {
  /** `YYYY-MM-DD` */
  day: string;
}

export interface HistogramResponse {
  seq: number;
  unit: HistogramUnit;
  /** In order of time; those without records are left out. */
  bins: HistogramBin[];
  /** Records whose time is so coarse that they lie in no single bin. */
  coarser: KindCounts;
}

export interface RegionTotal extends KindCounts {
  code: string;
  count: number;
}

/** By level; `unnamed` counts records that name no region of it. */
export type RegionTotals = Record<keyof AreaTuple, { regions: RegionTotal[]; unnamed: number }>;

export interface RegionTotalsResponse {
  seq: number;
  levels: RegionTotals;
}

/** Where the feed stands, for the status element that every page shows. */
export interface FeedStatus {
  connection: 'loading' | 'live' | 'catching up' | 'stale' | 'polling' | 'refused' | 'access ended';
  epoch: string | null;
  seq: number;
  digest: string;
  /** Commit time of the state's seq, ISO; null before anything is loaded. */
  asOf: string | null;
  /** Seconds since the last sign of life, on the monotonic clock. */
  silentSeconds: number;
  /** Partition rows loaded so far and in all. */
  loaded: number;
  expected: number;
  build: string | null;
  /** The digest did not equal the server's; the engine is loading everything again. */
  digestFaults: number;
  /** What is held was kept by an earlier page, and the server has not said yet what became of it. */
  isUnconfirmed: boolean;
  /** How often the place where the state is kept failed, or held what could not be used. */
  keptFaults: number;
}

/** A record that was published on its own and is young: what a pulse and the ticker show. */
export interface Arrival {
  record: PublicIncident;
  fromSeq: number;
  /** `new` for a first publication, `corrected`, `retracted`; `gone` has no record and is not sent. */
  change: 'new' | 'corrected' | 'retracted';
  /** Happened less than 24 h before it was published: may pulse. */
  fresh: boolean;
}

/** What the worker says of its own accord. */
export type EngineEvent =
  | { type: 'status'; status: FeedStatus }
  /** The state changed; ask for the view again. */
  | { type: 'changed'; seq: number }
  | { type: 'arrivals'; arrivals: Arrival[] }
  | { type: 'gone'; rids: number[] };

export type ToEngine =
  /** `isKept`: the state may outlive the page in this browser; else what an earlier page kept is deleted. */
  | { type: 'open'; baseUrl: string; isKept: boolean }
  | { type: 'request'; id: number; name: EngineRequestName; body: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'close' };

export type FromEngine =
  | { type: 'event'; event: EngineEvent }
  | { type: 'response'; id: number; body: unknown }
  | { type: 'fault'; id: number; message: string };
