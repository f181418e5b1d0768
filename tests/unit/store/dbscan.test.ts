import { clustersDbscan, destination, distance, featureCollection, point } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { type DbscanLabels, dbscan, NOISE } from '@/lib/store/dbscan';
import type { PointColumns } from '@/lib/store/spot-grid';
import { seededRandom } from './support/random-rows';

type LngLat = readonly [number, number];

interface Input {
  shape: string;
  points: LngLat[];
  radiusMetres: number;
  minPoints: number;
}

/** Degrees of latitude. */
const METRE = 1 / 111_195;

function columnsOf(points: readonly LngLat[]): PointColumns {
  return {
    x: Uint32Array.from(points, ([lng]) => mercatorX(lng)),
    y: Uint32Array.from(points, ([, lat]) => mercatorY(lat)),
    order: Uint32Array.from(points, (_, index) => 10 + 3 * index),
  };
}

interface TurfLabels {
  labels: number[];
  marks: (string | undefined)[];
}

function turfLabels({ x, y }: PointColumns, radiusMetres: number, minPoints: number): TurfLabels {
  const features = Array.from(x, (east, index) => point([lngOfX(east), latOfY(y[index] ?? 0)]));
  const labelled = clustersDbscan(featureCollection(features), radiusMetres / 1000, { minPoints });
  return {
    labels: labelled.features.map(({ properties }) => properties.cluster ?? NOISE),
    marks: labelled.features.map(({ properties }) => properties.dbscan),
  };
}

/** By definition, with nothing but Turf's `distance`: no cells, no box that could lose a neighbour. */
function slowLabels({ x, y }: PointColumns, radiusMetres: number, minPoints: number): number[] {
  const places = Array.from(x, (east, index) => [lngOfX(east), latOfY(y[index] ?? 0)]);
  const near = places.map((one) =>
    places.flatMap((other, index) => (distance(one, other) <= radiusMetres / 1000 ? [index] : [])),
  );
  const isCore = near.map((neighbours) => neighbours.length >= minPoints);
  const labels = places.map(() => NOISE);
  let clusters = 0;
  for (const [seed, isSeed] of isCore.entries()) {
    if (!isSeed || labels[seed] !== NOISE) continue;
    const waiting = [seed];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      if (labels[at] === NOISE) {
        labels[at] = clusters;
        if (isCore[at]) waiting.push(...(near[at] ?? []));
      }
    }
    clusters += 1;
  }
  return labels;
}

const SHAPES: Record<string, (random: () => number, count: number, at: LngLat, size: number) => LngLat[]> = {
  scattered: (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [
      lng + ((random() - 0.5) * size * 20) / Math.cos((lat * Math.PI) / 180),
      lat + (random() - 0.5) * size * 20,
    ]),
  clumps: (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => {
      const clump = Math.floor(random() * 6);
      const reach = size * random() ** 2 * 2;
      const angle = random() * 2 * Math.PI;
      return [lng + clump * size * 2.7 + reach * Math.cos(angle), lat + reach * Math.sin(angle)];
    }),
  'one blob within the radius': (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [lng + random() * size * 0.3, lat + random() * size * 0.3]),
  'duplicates on a few places': (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [
      lng + Math.floor(random() * 7) * size * 0.8,
      lat + Math.floor(random() * 5) * size * 0.8,
    ]),
  'one place': (_, count, at) => Array.from({ length: count }, () => at),
  'a meridian': (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [lng, lat + random() * size * count * 0.2]),
  'a parallel': (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [lng + random() * size * count * 0.2, lat]),
  'a lattice a little below or above the radius': (random, count, [lng, lat], size) => {
    const side = Math.ceil(Math.sqrt(count));
    const step = size * (1 + (random() - 0.5) * 1e-6);
    return Array.from({ length: count }, (_, index) => [
      lng + ((index % side) * step) / Math.cos((lat * Math.PI) / 180),
      lat + Math.floor(index / side) * step,
    ]);
  },
  'two blobs about the radius apart': (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [
      lng + ((random() < 0.5 ? 0 : 1.05 * size) + random() * size * 0.1) / Math.cos((lat * Math.PI) / 180),
      lat + random() * size * 0.1,
    ]),
};
const CENTRES: LngLat[] = [[4.35, 50.85], [4.3, 51.27], [15.9, 38.4], [18.9, 69.6], [-60, -34], [40, 80]];

function randomInput(seed: number, count: number): Input {
  const random = seededRandom(seed);
  const shapes = Object.keys(SHAPES);
  const shape = shapes[Math.floor(random() * shapes.length)] ?? '';
  const centre = CENTRES[Math.floor(random() * CENTRES.length)] ?? [0, 50];
  const radiusMetres = [50, 300, 2_000, 5_000][Math.floor(random() * 4)] ?? 300;
  const minPoints = [1, 2, 3, 5, 20][Math.floor(random() * 5)] ?? 5;
  const points = SHAPES[shape]?.(random, count, centre, radiusMetres * METRE) ?? [];
  // In no order of place.
  points.sort(() => random() - 0.5);
  return { shape, points, radiusMetres, minPoints };
}

/** 200 numbers of points, most of them small since Turf takes a second or more for 2 000. */
const COUNTS = Array.from({ length: 200 }, (_, index) =>
  index < 170 ? 20 + index : index < 194 ? 300 + 20 * index : 2_000,
);
const SEED = 41;

describe('concentrations as Turf labels them', () => {
  it('try', () => {
    const bad: string[] = []; let times: Record<string, number> = {};
    for (const [index, count] of COUNTS.entries()) {
      const { shape, points, radiusMetres, minPoints } = randomInput(SEED + index, Math.min(count, 2000));
      const columns = columnsOf(points);
      const ours = dbscan(columns, { radiusMetres, minPoints });
      const t = performance.now();
      const turf = turfLabels(columns, radiusMetres, minPoints);
      times[shape] = (times[shape] ?? 0) + performance.now() - t;
      const same = turf.labels.every((l, i) => l === ours.labels[i]);
      if (!same) bad.push(`${index} ${shape} ${count} r${radiusMetres} m${minPoints} ${turf.labels.filter((l, i) => l !== ours.labels[i]).length} slow ${count<400 ? slowLabels(columns, radiusMetres, minPoints).every((l, i) => l === ours.labels[i]) : '-'}`);
    }
    console.log(bad, times);
  }, 200_000);
});
