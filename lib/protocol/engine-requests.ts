import type { FeatureCollection, Point, Polygon } from 'geojson';
import type { Change, ComparedDays } from '@/lib/domain/comparison';
import type { ConcentrationRule } from '@/lib/domain/concentration';
import type { Drug } from '@/lib/domain/drugs';
import type { Figure } from '@/lib/domain/figure';
import type { Camera, Filter } from '@/lib/domain/filter';
import type { CasualtyChoice } from '@/lib/domain/filter-words';
import type { PublicIncident } from '@/lib/domain/incident';
import type { ListOrder } from '@/lib/domain/list-order';
import type { Marks } from '@/lib/domain/marks';
import type { PastName } from '@/lib/domain/past-name';
import type { AreaTuple } from '@/lib/domain/region';
import type { Context, Kind, QuantityUnit, Subtype, Verification } from '@/lib/domain/vocabulary';
import type { ChangedRecord, ChangedSince } from './changed-since';
import type { ScreenSaid, ScreenTold } from './screens';

/** What the page may ask of the engine worker: one map from request to response. */
export interface EngineRequests {
  /** Filter and cluster for a camera. A newer `view` request makes an older unanswered one moot. */
  view: { request: MapRequest; response: ViewResponse };
  /** Concentrations of records in view, apart from `view` since they take longer. A newer request makes an older one moot. */
  hotspots: { request: HotspotsRequest; response: HotspotsResponse };
  /** The selection counted in a grid of hexagons. */
  grid: { request: GridRequest; response: GridResponse };
  /** Records of the view, newest first, page by page. */
  list: { request: ListRequest; response: ListResponse };
  /** The records behind rids, from the cache or the server. */
  texts: { request: { rids: number[] }; response: TextsResponse };
  /** The members of a cluster of the last view. */
  members: { request: MembersRequest; response: ListResponse };
  /** Bars of the timeline by kind. Every day is counted, whatever days the filter names. */
  histogram: { request: HistogramRequest; response: HistogramResponse };
  /** Hours of some days, whatever days the filter names. */
  hours: { request: HoursRequest; response: HoursResponse };
  /** What every choice of a filter would give. Counted in turns after what the map waits for; a newer request makes an older one moot. */
  facets: { request: { filter: Filter }; response: FacetsResponse };
  /** Totals by region, for each level apart. */
  regionTotals: { request: { filter: Filter }; response: RegionTotalsResponse };
  /** Sums of the selected records: by hour of the week, drug, port and year, and municipality. */
  numbers: { request: { filter: Filter }; response: NumbersResponse };
  /** What a filter selects beside what it would select on other days. */
  comparison: { request: ComparisonRequest; response: ComparisonResponse };
  figures: { request: Record<string, never>; response: FiguresResponse };
  /** What became of the selected records of the past state that is shown. */
  changedSince: { request: ChangedSinceRequest; response: ChangedSinceResponse };
}
export type EngineRequestName = keyof EngineRequests;

export interface ViewRequest {
  filter: Filter;
  camera: Camera;
  /** Size of the viewport in CSS pixels. */
  width: number;
  height: number;
}

export interface MapRequest extends ViewRequest {
  /** How records are wanted; as clusters where it is left out. */
  marks?: Marks;
}

/** Radius of the symbol of a single record. */
export const SINGLE_RADIUS_PX = 7;

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
  /** Also of several records on one spot. */
  uncertaintyMetres: number | null;
  retracted: boolean;
  /** `[lng, lat]` of the record where it is fanned out beside others of its spot, else null. */
  spot: [number, number] | null;
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
  /** Not selected: their time is so coarse that only a part of it lies in the filter's period. */
  coarserThanDay: number;
  /** Not selected: they pass everything but the filter's shape, and have no point that could lie in it. */
  unplaced: number;
}

/** How far the search for a filter's text has come. */
export interface TextState {
  /** `asking`: no answer to this text came yet. `failed`: the last question got none; it is asked again. */
  state: 'ready' | 'asking' | 'failed';
  /**
   * What the records found are true for. Null before the first answer: until then the selection is by the answer to the
   * text before, or by no text at all.
   */
  seq: number | null;
  /** More were found than are selected. */
  truncated: boolean;
}

/** What every answer says of itself. */
export interface Answer {
  /** What the answer is true for. */
  seq: number;
}

/** An answer about what a filter selects; `text` is null where the filter has none. */
export interface SelectionAnswer extends Answer {
  text: TextState | null;
}

/**
 * The bell over which a weight is spread, as shares of the radius where it ends: MapLibre draws `exp(-4.5 (d / radius)²)`.
 * `reach` is the radius of an even disc of the same mass.
 */
export const HEAT_BELL = { width: 1 / 3, reach: 2 / 3, cutOff: 3 } as const;

/** How densely records lie, as weights to be spread; see `heatCells`. */
export interface HeatLayer {
  cells: FeatureCollection<Point, { weight: number }>;
  /** Over about how far records are spread. */
  reachMetres: number;
  /** Radius at which the bells end, in CSS pixels. */
  radiusPx: number;
  /** Points in view that are too uncertain for this reach. */
  leftOut: number;
}

export interface ViewResponse extends SelectionAnswer {
  digest: string;
  /** How records are drawn, which is not always as they were wanted: see `viewMarks`. */
  marks: Marks;
  /** Points are clusters of one, or of all on one spot. Empty where heat is drawn. */
  clusters: FeatureCollection<Point, ClusterProperties>;
  /** Null unless heat is drawn. */
  heat: HeatLayer | null;
  areas: AreaCount[];
  totals: Totals;
  /** Points inside the viewport. */
  inView: number;
  /** Points in and around the viewport, all of which would be drawn; null unless points are wanted. */
  nearView: number | null;
  /** Clusters were counted for this zoom. */
  zoom: number;
}

export interface HotspotsRequest extends ViewRequest {
  /** As HS6 in SPEC.md has it where it is left out. */
  rule?: ConcentrationRule;
}

/** A concentration of records; see HS6 to HS9 in SPEC.md. */
export interface ConcentrationProperties extends KindCounts {
  /** From 1; the one with the most records first, of equal ones that with the lowest rid. */
  rank: number;
  count: number;
  /** Records of the window before that would belong to it; null where the filter has no first or no last day. */
  before: number | null;
  /** `count - before` */
  change: number | null;
  /** Code of the port, else the municipality, that most of its records name; null where none names one. */
  area: string | null;
  /** Lowest rid of its records. */
  firstRid: number;
}

export interface HotspotsResponse extends SelectionAnswer {
  /** Hulls by rank. */
  concentrations: FeatureCollection<Polygon, ConcentrationProperties>;
  /** As it was asked for. */
  rule: ConcentrationRule;
  /** The rule's, or that of the zoom. */
  radiusMetres: number;
  /** Points in view that are too uncertain for this radius. */
  tooUncertain: number;
  /** Length of the window before, in hours on the calendar; null where there is none. */
  hoursBefore: number | null;
}

export interface GridRequest extends ViewRequest {
  /** Length of a cell's side; one that follows the zoom where it is left out. */
  sideKm?: number | null;
}

/** Counts in hexagons, which follow no boundary. */
export interface GridResponse extends SelectionAnswer {
  /** Length of a cell's side, kilometres; 1 or more, and more than was asked for where the zoom needs it. */
  sideKm: number;
  /** Lowest counts of the classes; see `countClasses`. */
  classes: number[];
  /** The count of the fullest cell; 0 without any. */
  largest: number;
  /** Cells with a count, and the tone of its class, above 0 to 1. */
  cells: FeatureCollection<Polygon, { count: number; tone: number }>;
  /** Points that are too uncertain for a cell of this size. */
  leftOut: number;
}

/** Parts of a list, in their order: the first three are the total, the last is counted nowhere. */
export const LIST_PARTS = ['symbol', 'area', 'unlocated', 'retracted'] as const;
export type ListPart = (typeof LIST_PARTS)[number];

/** A page of a list in an order. */
export interface ListPage {
  order: ListOrder;
  /** One part after the other, each in the order, or all of them in one. */
  parts: 'apart' | 'together';
  offset: number;
  limit: number;
}

export interface ListRequest extends ViewRequest, ListPage {}

export interface ListItem {
  rid: number;
  fromSeq: number;
  kind: Kind;
  /** ISO instant. */
  occurredFrom: string;
  point: [number, number] | null;
  /** Finest region code, or null. */
  region: string | null;
  part: ListPart;
}

export interface ListResponse extends SelectionAnswer {
  total: number;
  /** How many of all pages belong to each part. */
  counts: Record<ListPart, number>;
  /** As it was asked for. */
  offset: number;
  items: ListItem[];
}

export interface MembersRequest extends ListPage {
  cluster: number;
}

export type HistogramUnit = 'day' | 'week' | 'month' | 'year';

export interface HistogramRequest {
  filter: Filter;
  unit: HistogramUnit;
}

/** Counts of one Brussels day, of the week from that Monday on, or of the month or year that it begins. */
export interface HistogramBin extends KindCounts {
  /** `YYYY-MM-DD` */
  day: string;
}

export interface HistogramResponse extends SelectionAnswer {
  unit: HistogramUnit;
  /** In order of time; those without records are left out. */
  bins: HistogramBin[];
  /** Records whose time is so coarse that they lie in no single bin. */
  coarser: KindCounts;
}

/** Of how many days hours are counted: as many as a timeline that shows hours reaches. */
export const MOST_HOUR_DAYS = 31;

export interface HoursRequest {
  filter: Filter;
  /** Both included; the first {@link MOST_HOUR_DAYS} are counted. */
  days: { from: string; to: string };
}

/** Counts of one Brussels hour: the one that begins so many hours after the day, which has 23 to 25. */
export interface HourBin extends KindCounts {
  /** `YYYY-MM-DD` */
  day: string;
  hour: number;
}

export interface HoursResponse extends SelectionAnswer {
  /** In order of time; those without records are left out. */
  bins: HourBin[];
  /** Records of these days whose hour is not known. */
  withoutHour: KindCounts;
}

/**
 * How many records every choice would select: all other criteria are applied, and of its own criterion that choice alone. So a
 * choice that is made has the count that it adds, whatever else of its list is chosen.
 */
export interface FacetCounts {
  kinds: Record<Kind, number>;
  /** Drugs too: a filter's two lists are one criterion. */
  subtypes: Record<Subtype, number>;
  verifications: Record<Verification, number>;
  contexts: Record<Context, number>;
  /** A record may be of two choices. */
  casualties: Record<CasualtyChoice, number>;
  /** With a stated quantity in that unit, whatever its amount. */
  units: Record<QuantityUnit, number>;
  /** Without a stated quantity, and so in no unit. */
  withoutQuantity: number;
  /** By Brussels year, the latest first, those without records left out: the days of a filter are a criterion too. */
  years: { year: number; count: number }[];
}

export interface FacetsResponse extends SelectionAnswer, FacetCounts {
  /** Not selected: they pass everything but the filter's regions, and name only an area around one of them, or none. */
  mayLieInRegions: number;
}

export interface RegionTotal extends KindCounts {
  code: string;
  count: number;
}

export interface TextsResponse extends Answer {
  texts: PublicIncident[];
}

export interface FiguresResponse extends Answer {
  figures: Figure[];
}

/** By level; `unnamed` counts records that name no region of it. */
export type RegionTotals = Record<keyof AreaTuple, { regions: RegionTotal[]; unnamed: number }>;

export interface RegionTotalsResponse extends SelectionAnswer {
  levels: RegionTotals;
}

/** Kilograms of one drug, as far as records state them. */
export interface DrugSum {
  drug: Drug;
  records: number;
  grams: number;
  /** Records of it that state no weight. */
  unweighed: number;
}

/** Seizures at a port in a Brussels year. */
export interface PortYearSum {
  code: string;
  year: number;
  records: number;
  grams: number;
}

export interface MunicipalitySum {
  code: string;
  count: number;
  killed: number;
  injured: number;
}

export interface NumbersResponse extends SelectionAnswer {
  /** Records by hour of the Brussels week: 24 for Monday, then Tuesday, and so on. */
  hours: number[];
  /** Records that are known to no hour. */
  withoutHour: number;
  /** The most records first. */
  drugs: DrugSum[];
  /** By code, then by year. */
  ports: PortYearSum[];
  /** The most records first. */
  municipalities: MunicipalitySum[];
}

export interface ComparisonRequest {
  /** Its own days are left out of account. */
  filter: Filter;
  days: ComparedDays;
}

export interface RegionChange extends Change {
  code: string;
}

export interface ComparisonResponse extends SelectionAnswer {
  own: KindCounts;
  other: KindCounts;
  /** By the finest region that records name; the largest change first, then by code. */
  regions: RegionChange[];
  /** By municipality: every record in it, those that name one of its districts or a port there too. */
  municipalities: RegionChange[];
  /** Records that name no region. */
  unnamed: Change;
}

export interface ChangedSinceRequest {
  filter: Filter;
  offset: number;
  /** At most `MOST_CHANGED`. */
  limit: number;
}

export interface ChangedSinceResponse extends SelectionAnswer {
  /** Selected records that have changed or were retracted, on all pages. */
  total: number;
  offset: number;
  /** A page of them, in the order of their numbers, the newest first; `at` is null where it could not be had. */
  records: { rid: number; change: ChangedRecord['change']; at: string | null }[];
  /** Of the whole past state and not of the selection: what was in them is not known any more. */
  withdrawn: ChangedSince['withdrawn'] | null;
}

/** Where a view of a past state stands. */
export interface PastStatus {
  /** The state that was asked for. */
  name: PastName;
  /** `lost`: a restore lost it. `unknown`: its name means nothing here. `failed`: it is asked for again. */
  state: 'loading' | 'shown' | 'lost' | 'unknown' | 'failed';
  /** Commit time of the state, ISO; null before it is shown. */
  committedAt: string | null;
}

/** What the server's clock said, and when by the reader's `monotonicNowMs`. */
export interface ClockSample {
  /** When the question left; null where the server spoke unasked, so that nobody knows how long it was under way. */
  askedMs: number | null;
  heardMs: number;
  /** UTC milliseconds. */
  serverMs: number;
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
  /** The server's time in its last answer to a hello and in its last heartbeat, as far as there were any. */
  serverTimes: readonly ClockSample[];
}

/** A record that was published on its own: what the ticker shows, and a pulse where it is young. */
export interface Arrival {
  record: PublicIncident;
  fromSeq: number;
  /** `new` for a first publication, `corrected`, `retracted`; `gone` has no record and is not sent. */
  change: 'new' | 'corrected' | 'retracted';
  /** From the time that it happened to its publication; a pulse is for young ones. */
  ageMs: number;
}

/** What the worker says of its own accord. */
export type EngineEvent =
  | { type: 'status'; status: FeedStatus }
  /** The state changed; ask for the view again. */
  | { type: 'changed'; seq: number }
  | { type: 'arrivals'; arrivals: Arrival[] }
  /** Nothing that was told of these records holds any more: they left public view, or changed without their text. */
  | { type: 'gone'; rids: number[] }
  /** Where the view of a past state stands; null once the current one is shown. */
  | { type: 'past'; past: PastStatus | null }
  /** To a page that said that it is a registered screen. */
  | { type: 'screen'; told: ScreenTold };

export type ToEngine =
  /**
   * `isKept`: the state may outlive the page in this browser; else what an earlier page kept is deleted. Null: nothing is
   * kept, and what other pages kept is left alone.
   */
  | { type: 'open'; baseUrl: string; isKept: boolean | null }
  /** Answer from this past state from now on, or from the current one. */
  | { type: 'stand'; at: PastName | null }
  | { type: 'request'; id: number; name: EngineRequestName; body: unknown }
  | { type: 'cancel'; id: number }
  | { type: 'screen'; said: ScreenSaid }
  | { type: 'close' };

export type FromEngine =
  | { type: 'event'; event: EngineEvent }
  | { type: 'response'; id: number; body: unknown }
  | { type: 'fault'; id: number; message: string };
