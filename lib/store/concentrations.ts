import { clustersDbscan, featureCollection, point } from '@turf/turf';
import type { Feature, Polygon } from 'geojson';
import type { ConcentrationRule } from '@/lib/domain/concentration';
import type { AreaTuple } from '@/lib/domain/region';
import { KINDS } from '@/lib/domain/vocabulary';
import type { ConcentrationProperties } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { uncertaintyOf } from './cluster-features';
import { hullSteps } from './concentration-hull';
import { dbscanSteps, NOISE } from './dbscan';
import type { IncidentColumns } from './incident-columns';
import { KIND_OF_CLASS } from './kind-codes';
import { metresPerPixel } from './reference-scale';
import type { Selection } from './select-rows';
import type { PointColumns } from './spot-grid';
import type { ViewFrame } from './view-frame';
import { countSelectedPoints, eachSelectedPoint } from './walk-selection';

/** Up to so many points are labelled by Turf itself. */
export const TURF_POINTS = 500;
const SEARCH_RADIUS_PX = 24;
const SMALLEST_RADIUS_METRES = 160;
const LARGEST_RADIUS_METRES = 5_000;

export interface Concentrations {
  /** By rank. */
  features: Feature<Polygon, ConcentrationProperties>[];
  radiusMetres: number;
  /** Points in view whose uncertainty is half the radius or more. */
  tooUncertain: number;
}

export interface ConcentrationInput {
  columns: IncidentColumns;
  areas: ReadonlyMap<number, AreaTuple>;
  selection: Selection;
  /** The selection of the window before, or null where the filter has none. */
  before: Selection | null;
  frame: ViewFrame;
  rule: ConcentrationRule;
}

/** How near records of one concentration lie to each other: about 24 pixels. */
export function concentrationRadiusMetres(zoom: number): number {
  const radius = Math.round(metresPerPixel(zoom) * SEARCH_RADIUS_PX);
  return Math.max(SMALLEST_RADIUS_METRES, Math.min(LARGEST_RADIUS_METRES, radius));
}

/**
 * Concentrations of the selected points in view, in steps of some milliseconds. All that is needed of the store is read
 * in the first step, so it may change before the last; the answer is true for what it was. SPEC.md, HS6 to HS9.
 */
export function* concentrationSteps(input: ConcentrationInput): Generator<void, Concentrations> {
  const { records } = input.rule;
  const radiusMetres = input.rule.radiusMetres ?? concentrationRadiusMetres(input.frame.zoom);
  const points = gatherPoints(input, radiusMetres / 2);
  yield;
  const labels = yield* labelSteps(points, radiusMetres, records);
  const groups = groupByLabel(points, labels, records);
  yield;
  const features: Concentrations['features'] = [];
  for (const group of groups) {
    const x = pick(points.x, group.members);
    const y = pick(points.y, group.members);
    const geometry = yield* hullSteps(x, y, radiusMetres / 4);
    const properties = { ...describe(points, group, input), rank: features.length + 1 };
    features.push({ type: 'Feature', properties, geometry });
  }
  return { features, radiusMetres, tooUncertain: points.tooUncertain };
}

/** The members first, then the records of the window before, as guests. */
interface GatheredPoints extends PointColumns {
  area: Uint16Array;
  incidentClass: Uint8Array;
  members: number;
  tooUncertain: number;
}

function gatherPoints(
  { columns, selection, before, frame }: ConcentrationInput,
  uncertaintyLimit: number,
): GatheredPoints {
  const selections = before ? [selection, before] : [selection];
  const capacity = selections.reduce(
    (sum, each) => sum + countSelectedPoints(columns, each, frame.box),
    0,
  );
  const x = new Uint32Array(capacity);
  const y = new Uint32Array(capacity);
  const order = new Uint32Array(capacity);
  const area = new Uint16Array(capacity);
  const incidentClass = new Uint8Array(capacity);
  let size = 0;
  const ends = selections.map((each) => {
    eachSelectedPoint(columns, each, frame.box, ({ arrays }, place) => {
      if (!isPrecise(arrays.placePrecision[place] as number, uncertaintyLimit)) return;
      x[size] = arrays.x[place] as number;
      y[size] = arrays.y[place] as number;
      order[size] = arrays.rid[place] as number;
      area[size] = arrays.area[place] as number;
      incidentClass[size] = arrays.incidentClass[place] as number;
      size += 1;
    });
    return size;
  });
  const members = ends[0] ?? 0;
  return {
    x: x.subarray(0, size),
    y: y.subarray(0, size),
    order: order.subarray(0, size),
    area,
    incidentClass,
    members,
    tooUncertain: countSelectedPoints(columns, selection, frame.box) - members,
  };
}

function isPrecise(placePrecision: number, uncertaintyLimit: number): boolean {
  return (uncertaintyOf(placePrecision) ?? Number.POSITIVE_INFINITY) < uncertaintyLimit;
}

function* labelSteps(
  points: GatheredPoints,
  radiusMetres: number,
  minPoints: number,
): Generator<void, ArrayLike<number>> {
  const { members } = points;
  const { length } = points.x;
  if (members < minPoints) return new Int32Array(length).fill(NOISE);
  // Turf knows no guests.
  if (members === length && members <= TURF_POINTS) {
    return turfLabels(points, radiusMetres, minPoints);
  }
  const guests = new Uint8Array(length).fill(1, members);
  const options = { radiusMetres, minPoints, guests };
  return (yield* dbscanSteps(points, options)).labels;
}

/** Turf's labels follow the order of its input; by rid it is the same in every store. */
function turfLabels(
  { x, y, order }: PointColumns,
  radiusMetres: number,
  minPoints: number,
): Int32Array {
  const sorted = Array.from(order.keys());
  sorted.sort((a, b) => (order[a] as number) - (order[b] as number));
  const { features } = clustersDbscan(
    featureCollection(
      sorted.map((index) => point([lngOfX(x[index] as number), latOfY(y[index] as number)])),
    ),
    radiusMetres / 1000,
    { minPoints },
  );
  const labels = new Int32Array(order.length);
  sorted.forEach((index, place) => {
    labels[index] = features[place]?.properties.cluster ?? NOISE;
  });
  return labels;
}

interface Group {
  members: Uint32Array;
  /** Records of the window before. */
  before: number;
  firstRid: number;
}

/** Clusters by rank. One whose border points went to a cluster before it may be left with too few records. */
function groupByLabel(points: GatheredPoints, labels: ArrayLike<number>, fewest: number): Group[] {
  const { order, members } = points;
  let clusters = 0;
  for (let index = 0; index < labels.length; index += 1) {
    clusters = Math.max(clusters, (labels[index] as number) + 1);
  }
  const sizes = new Uint32Array(clusters);
  const befores = new Uint32Array(clusters);
  for (let index = 0; index < labels.length; index += 1) {
    const label = labels[index] as number;
    const counts = index < members ? sizes : befores;
    if (label !== NOISE) counts[label] = (counts[label] as number) + 1;
  }
  const groups: Group[] = Array.from(sizes, (size, label) => ({
    members: new Uint32Array(size),
    before: befores[label] as number,
    firstRid: Number.POSITIVE_INFINITY,
  }));
  for (let index = 0; index < members; index += 1) {
    const label = labels[index] as number;
    const group = groups[label];
    if (!group) continue;
    const left = (sizes[label] as number) - 1;
    sizes[label] = left;
    group.members[left] = index;
    group.firstRid = Math.min(group.firstRid, order[index] as number);
  }
  return groups
    .filter((group) => group.members.length >= fewest)
    .sort((a, b) => b.members.length - a.members.length || a.firstRid - b.firstRid);
}

function pick(values: Uint32Array, indices: Uint32Array): Uint32Array {
  return indices.map((index) => values[index] as number);
}

function describe(
  { area, incidentClass }: GatheredPoints,
  { members, before, firstRid }: Group,
  { areas, before: hasBefore }: ConcentrationInput,
): Omit<ConcentrationProperties, 'rank'> {
  const kinds = new Uint32Array(KINDS.length);
  const byArea = new Map<number, number>();
  for (const member of members) {
    const kind = KIND_OF_CLASS[incidentClass[member] as number] as number;
    kinds[kind] = (kinds[kind] as number) + 1;
    const code = area[member] as number;
    byArea.set(code, (byArea.get(code) ?? 0) + 1);
  }
  const [shooting = 0, seizure = 0, incident = 0] = kinds;
  const count = members.length;
  return {
    count,
    shooting,
    seizure,
    incident,
    before: hasBefore ? before : null,
    change: hasBefore ? count - before : null,
    area: commonestArea(byArea, areas),
    firstRid,
  };
}

/** The port, else the municipality, that most records name; of several the first by code. Null where none names one. */
function commonestArea(
  byArea: ReadonlyMap<number, number>,
  areas: ReadonlyMap<number, AreaTuple>,
): string | null {
  const counts = new Map<string, number>();
  for (const [code, count] of byArea) {
    const tuple = areas.get(code);
    const region = tuple?.port ?? tuple?.municipality ?? null;
    if (region !== null) counts.set(region, (counts.get(region) ?? 0) + count);
  }
  const [first] = [...counts].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
  return first?.[0] ?? null;
}
