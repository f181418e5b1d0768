import { clustersDbscan, featureCollection, point } from '@turf/turf';
import { EVERYTHING } from '@/lib/domain/filter';
import type { ViewRequest } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { dbscan, NOISE } from '@/lib/store/dbscan';
import { Engine } from '@/lib/store/engine';
import { IncidentStore } from '@/lib/store/incident-store';
import { decodePartition } from '@/lib/store/partition-codec';
import type { PointColumns } from '@/lib/store/spot-grid';
import { clumpedPartitions, clumpedPoint, seededRandom } from './clumped-incidents';
import { beside, type Measured, medianMs } from './measure';

const MIN_POINTS = 5;
const RADII = [
  [300, '300 m'],
  [2_000, '2 km'],
] as const;
const PEER_RUNS = 9;
/** Turf gives all neighbours of a point to one call as arguments, and so many are too many for it. */
const TOO_MANY_FOR_PEER = 130_000;
const CAMERA_ZOOM = 8;

type Row = [name: string, measured: Measured];

/**
 * DBSCAN beside `turf.clustersDbscan` on the same points, in no order of place; the labels are compared too. Turf gets
 * its features ready-made. At 20 000 points it takes a minute or so, and is measured once there. Above, ours alone, on a
 * store's points.
 */
export function benchHotspots(seed: number): Record<string, Measured> {
  process.stdout.write(
    'hotspots: turf.clustersDbscan is measured 9 times at 5 k points and once at 20 k\n',
  );
  const rows: Row[] = [
    ...RADII.map((radius) => besideTurf(5_000, '5 k', radius, PEER_RUNS, seed)),
    ...RADII.map((radius) => besideTurf(20_000, '20 k', radius, 1, seed)),
  ];
  showWherePeerStops(seed);
  for (const [count, name] of [
    [100_000, '100 k'],
    [1_000_000, '1 M'],
  ] as const) {
    const store = storeOf(count, seed);
    const points = pointsOf(store);
    for (const [radiusMetres, radius] of RADII) {
      rows.push([`hotspots ${name} ${radius}`, beside(oursMs(points, radiusMetres), null)]);
    }
    rows.push(wholeView(store, name));
  }
  return Object.fromEntries(rows);
}

function randomPoints(
  count: number,
  seed: number,
  place: (random: () => number) => [number, number] = clumpedPoint,
): PointColumns {
  const random = seededRandom(seed);
  const x = new Uint32Array(count);
  const y = new Uint32Array(count);
  for (let index = 0; index < count; index += 1) {
    const [lng, lat] = place(random);
    x[index] = mercatorX(lng);
    y[index] = mercatorY(lat);
  }
  return { x, y, order: x.map((_, index) => index + 1) };
}

function toFeatures({ x, y }: PointColumns) {
  return featureCollection(Array.from(x, (east, at) => point([lngOfX(east), latOfY(y[at] ?? 0)])));
}

function oursMs(points: PointColumns, radiusMetres: number): number {
  return medianMs(() => dbscan(points, { radiusMetres, minPoints: MIN_POINTS }));
}

function besideTurf(
  count: number,
  name: string,
  [radiusMetres, radius]: (typeof RADII)[number],
  runs: number,
  seed: number,
): Row {
  const points = randomPoints(count, seed);
  const features = toFeatures(points);
  let turf = features;
  const peerMs = medianMs(
    () => {
      turf = clustersDbscan(features, radiusMetres / 1000, { minPoints: MIN_POINTS });
    },
    runs,
    0,
  );
  const { labels } = dbscan(points, { radiusMetres, minPoints: MIN_POINTS });
  const differing = turf.features.filter(
    ({ properties }, index) =>
      ((properties?.cluster as number | undefined) ?? NOISE) !== labels[index],
  );
  if (differing.length > 0)
    throw new Error(`${differing.length} of ${count} labels are not Turf’s`);
  return [`hotspots ${name} ${radius}`, beside(oursMs(points, radiusMetres), peerMs)];
}

function storeOf(count: number, seed: number): IncidentStore {
  const store = new IncidentStore();
  for (const bytes of clumpedPartitions(count, seededRandom(seed))) {
    store.columns.putAll(decodePartition(bytes));
  }
  return store;
}

/** All points of a store, in the order in which it holds them. */
function pointsOf({ columns }: IncidentStore): PointColumns {
  const rows = [...columns.rows()];
  const take = (name: 'x' | 'y' | 'rid') =>
    Uint32Array.from(rows, (row) => columns.valueAt(row, name));
  return { x: take('x'), y: take('y'), order: take('rid') };
}

function showWherePeerStops(seed: number): void {
  const points = randomPoints(TOO_MANY_FOR_PEER, seed, (random) => [
    4.4 + random() * 0.001,
    51.2 + random() * 0.001,
  ]);
  const count = `${TOO_MANY_FOR_PEER / 1000} k points within one radius`;
  try {
    clustersDbscan(toFeatures(points), 0.3, { minPoints: MIN_POINTS });
    process.stdout.write(`hotspots: Turf takes ${count}\n`);
  } catch (error) {
    process.stdout.write(
      `hotspots: Turf stops at ${count} (${String(error)}); ours: ${oursMs(points, 300).toPrecision(3)} ms\n`,
    );
  }
}

/**
 * All that a screen asks for, of two years of a store of five and of the two before: points read from the store, labels,
 * hulls, counts, areas, rank and change.
 */
function wholeView(store: IncidentStore, name: string): Row {
  const engine = new Engine({ areaMatches: () => false }, store);
  let longestTurnMs = 0;
  const ask = (run: number): void => {
    const request: ViewRequest = {
      filter: { ...EVERYTHING, from: '2024-01-01', to: '2025-12-31' },
      // Another place every run, so that no answer is kept.
      camera: { center: [4.4 + run / 100, 51.1], zoom: CAMERA_ZOOM },
      width: 1440,
      height: 900,
    };
    const steps = engine.hotspotsSteps(request);
    for (let isDone = false; !isDone; ) {
      const begins = performance.now();
      isDone = steps.next().done === true;
      if (run >= 0) longestTurnMs = Math.max(longestTurnMs, performance.now() - begins);
    }
  };
  const ms = medianMs(ask);
  process.stdout.write(
    `hotspots ${name} in a view: longest step ${longestTurnMs.toPrecision(3)} ms\n`,
  );
  return [`hotspots ${name} view z${CAMERA_ZOOM}`, beside(ms, null)];
}
