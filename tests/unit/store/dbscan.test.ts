import { clustersDbscan, distance, featureCollection, point } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { type DbscanLabels, dbscan, NOISE } from '@/lib/store/dbscan';
import type { PointColumns } from '@/lib/store/spot-grid';
import { isNightly } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
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

const SHAPES: Record<
  string,
  (random: () => number, count: number, at: LngLat, size: number) => LngLat[]
> = {
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
  'two crowds that few pairs join': (random, count, [lng, lat], size) => {
    const gap = 0.95 + 0.07 * random();
    return Array.from({ length: count }, () => {
      const east = random() * 0.3;
      return [
        lng + ((random() < 0.5 ? -east : gap + east) * size) / Math.cos((lat * Math.PI) / 180),
        lat + random() * size * 0.6,
      ];
    });
  },
  'two blobs about the radius apart': (random, count, [lng, lat], size) =>
    Array.from({ length: count }, () => [
      lng +
        ((random() < 0.5 ? 0 : 1.05 * size) + random() * size * 0.1) /
          Math.cos((lat * Math.PI) / 180),
      lat + random() * size * 0.1,
    ]),
};
const CENTRES: LngLat[] = [
  [4.35, 50.85],
  [4.3, 51.27],
  [15.9, 38.4],
  [18.9, 69.6],
  [-60, -34],
  [40, 80],
];

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

/** Numbers of points, most of them small since Turf takes a second or more for 2 000, of which there is one; by day each third. */
const COUNTS = Array.from({ length: 200 }, (_, index) =>
  index < 170 ? 20 + index : index < 199 ? 200 + 15 * (index - 170) : 2_000,
).filter((_, index) => isNightly || index % 3 === 1);
const SEED = 41;

function expectLabels(ours: DbscanLabels, labels: readonly number[], input: string): void {
  expectEqual({ input, labels: Array.from(ours.labels) }, { input, labels });
}

/** A few dozen points around a place. */
function crowdAt([lng, lat]: LngLat, reachMetres: number): fc.Arbitrary<LngLat[]> {
  const size = reachMetres * METRE;
  const part = fc.double({ min: -1, max: 1, noNaN: true });
  const place = fc.tuple(part, part).map(([east, north]): LngLat => {
    const shifted = lng + (east * size) / Math.cos((lat * Math.PI) / 180);
    return [((shifted + 540) % 360) - 180, Math.max(-85, Math.min(85, lat + north * size))];
  });
  return fc.array(place, { minLength: 1, maxLength: 120 });
}

const anyCrowd = fc
  .record({
    centre: fc.tuple(
      fc.oneof(fc.constantFrom(0, 180, -180), fc.integer({ min: -179, max: 179 })),
      fc.oneof(fc.constantFrom(0, 85, -85), fc.integer({ min: -84, max: 84 })),
    ),
    radiusMetres: fc.constantFrom(10, 160, 2_000, 20_000, 100_000),
    minPoints: fc.integer({ min: 1, max: 8 }),
    radiiWide: fc.constantFrom(0.3, 1, 4),
  })
  .chain((input) =>
    crowdAt(input.centre, input.radiusMetres * input.radiiWide).map((points) => ({
      ...input,
      points,
    })),
  );

describe('DBSCAN', () => {
  it(`[HS1] [HS2] [HS3] labels ${COUNTS.length} inputs as Turf does: scattered, crowded, in line, on one place`, () => {
    for (const [index, count] of COUNTS.entries()) {
      const { shape, points, radiusMetres, minPoints } = randomInput(SEED + index, count);
      const columns = columnsOf(points);
      const ours = dbscan(columns, { radiusMetres, minPoints });
      const turf = turfLabels(columns, radiusMetres, minPoints);
      const input = `seed ${SEED + index}: ${count} x ${shape}, ${radiusMetres} m, ${minPoints}`;
      expectLabels(ours, turf.labels, input);
      expect(ours.clusters).toBe(Math.max(NOISE, ...turf.labels) + 1);
    }
  }, 60_000);

  it('[HS1] [HS5] follows its definition at every latitude, at the antimeridian and at the equator', () => {
    fc.assert(
      fc.property(anyCrowd, ({ points, radiusMetres, minPoints }) => {
        const columns = columnsOf(points);
        const labels = slowLabels(columns, radiusMetres, minPoints);
        expectLabels(dbscan(columns, { radiusMetres, minPoints }), labels, '');
      }),
      { numRuns: 200 },
    );
  });

  it('[HS2] gives a point the same label wherever it stands in the arrays', () => {
    fc.assert(
      fc.property(anyCrowd, fc.integer(), ({ points, radiusMetres, minPoints }, seed) => {
        const { x, y, order } = columnsOf(points);
        const random = seededRandom(seed);
        const shuffled = Array.from(order.keys()).sort(() => random() - 0.5);
        const take = (values: Uint32Array) => Uint32Array.from(shuffled, (at) => values[at] ?? 0);
        const { labels } = dbscan({ x, y, order }, { radiusMetres, minPoints });
        const moved = dbscan(
          { x: take(x), y: take(y), order: take(order) },
          { radiusMetres, minPoints },
        );
        expectEqual(
          Array.from(moved.labels),
          shuffled.map((at) => labels[at]),
        );
      }),
    );
  });

  it('[HS4] marks as core what has enough neighbours, where Turf marks most border points so too', () => {
    let differing = 0;
    for (let seed = SEED; seed < SEED + 60; seed += 1) {
      const { points, radiusMetres, minPoints } = randomInput(seed, 80);
      const columns = columnsOf(points);
      const { labels, isCore } = dbscan(columns, { radiusMetres, minPoints });
      const firstCore = new Map<number, number>();
      labels.forEach((label, index) => {
        if (isCore[index] && !firstCore.has(label)) firstCore.set(label, index);
      });
      const marks = Array.from(labels, (label, index) => {
        if (label === NOISE) return 'noise';
        return isCore[index] || index > (firstCore.get(label) ?? 0) ? 'core' : 'edge';
      });
      expect({ seed, marks }).toEqual({
        seed,
        marks: turfLabels(columns, radiusMetres, minPoints).marks,
      });
      differing += marks.filter((mark, index) => mark === 'core' && !isCore[index]).length;
    }
    expect(differing).toBeGreaterThan(0);
  });

  it('[HS5] finds neighbours across the antimeridian, which Turf loses', () => {
    const columns = columnsOf([
      [179.9995, 10],
      [-179.9995, 10],
    ]);
    expect(turfLabels(columns, 300, 2).labels).toEqual([NOISE, NOISE]);
    expectLabels(dbscan(columns, { radiusMetres: 300, minPoints: 2 }), [0, 0], '');
  });

  it('[HS5] joins crowds across the antimeridian where a pair of them is near enough', () => {
    const numbers = new Set<number>();
    for (let seed = SEED; seed < SEED + 20; seed += 1) {
      const crowds = SHAPES['two crowds that few pairs join'];
      const points = crowds?.(seededRandom(seed), 160, [179.999, 10], 300 * METRE) ?? [];
      const columns = columnsOf(points.map(([lng, lat]) => [lng > 180 ? lng - 360 : lng, lat]));
      const ours = dbscan(columns, { radiusMetres: 300, minPoints: 5 });
      expectLabels(ours, slowLabels(columns, 300, 5), `seed ${seed}`);
      numbers.add(ours.clusters);
    }
    expect([...numbers].sort()).toEqual([1, 2]);
  });

  it('[HS5] finds neighbours to the east and west at the equator, where Turf’s box is too narrow', () => {
    const columns = columnsOf([
      [4, 0.89],
      [4.89938, 0.89],
    ]);
    expect(turfLabels(columns, 100_000, 2).labels).toEqual([NOISE, NOISE]);
    expect(slowLabels(columns, 100_000, 2)).toEqual([0, 0]);
    expectLabels(dbscan(columns, { radiusMetres: 100_000, minPoints: 2 }), [0, 0], '');
  });

  it('[HS1] counts a neighbour at exactly the radius, and none a rounding farther', () => {
    let tried = 0;
    for (let step = 1; step < 400; step += 1) {
      const columns = columnsOf([
        [4.35, 50.85],
        [4.35 + (step % 3) / 5_000, 50.85 + step / 20_000],
      ]);
      const [one, other] = [0, 1].map((at) => [
        lngOfX(columns.x[at] ?? 0),
        latOfY(columns.y[at] ?? 0),
      ]);
      // The more northern point first, as HS1 has it.
      const apart = distance(other ?? [], one ?? []);
      const radiusMetres = apart * 1000;
      if (radiusMetres < 10 || radiusMetres / 1000 !== apart) continue;
      tried += 1;
      expectLabels(dbscan(columns, { radiusMetres, minPoints: 2 }), [0, 0], `${step}`);
      const less = { radiusMetres: radiusMetres * (1 - 2 * Number.EPSILON), minPoints: 2 };
      expectLabels(dbscan(columns, less), [NOISE, NOISE], `${step}`);
    }
    expect(tried).toBeGreaterThan(100);
  });

  it('[HS7] assigns guests to the first cluster in their reach, and they count for none', () => {
    fc.assert(
      fc.property(anyCrowd, fc.integer(), ({ points, radiusMetres, minPoints }, seed) => {
        const random = seededRandom(seed);
        const guests = Uint8Array.from(points, () => (random() < 0.4 ? 1 : 0));
        const members = points.filter((_, index) => !guests[index]);
        const columns = columnsOf(points);
        const { labels, isCore } = dbscan(columns, { radiusMetres, minPoints, guests });
        const alone = slowLabels(columnsOf(members), radiusMetres, minPoints);
        expect(Array.from(labels).filter((_, index) => !guests[index])).toEqual(alone);
        const place = (at: number) => [lngOfX(columns.x[at] ?? 0), latOfY(columns.y[at] ?? 0)];
        points.forEach((_, guest) => {
          if (!guests[guest]) return;
          const inReach = points.flatMap((__, at) =>
            isCore[at] && distance(place(guest), place(at)) <= radiusMetres / 1000
              ? [labels[at] ?? NOISE]
              : [],
          );
          expectEqual(labels[guest], inReach.length === 0 ? NOISE : Math.min(...inReach));
        });
      }),
    );
  });

  it('takes no points, and says which radius it cannot search', () => {
    expect(dbscan(columnsOf([]), { radiusMetres: 300, minPoints: 5 }).clusters).toBe(0);
    expect(() => dbscan(columnsOf([[4, 51]]), { radiusMetres: 5, minPoints: 5 })).toThrow(
      'a radius of 5 m cannot be searched (give 10 to 100000 m)',
    );
  });
});
