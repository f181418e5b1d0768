import { booleanPointInPolygon, distance, polygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isShape,
  liesInShape,
  type MaybeShape,
  metresBetween,
  roundShape,
} from '@/lib/domain/shape';
import { shapeSchema } from '@/lib/domain/shape-schema';
import { lngLat } from '../../support/arbitraries';
import { pointIn, shapeIn, WORLD } from '../../support/filters';

type Ring = [number, number][];

function liesInRing(ring: Ring, lng: number, lat: number): boolean {
  return liesInShape({ type: 'polygon', ring }, lng, lat);
}

function turfSays(ring: Ring, point: [number, number]): boolean {
  return booleanPointInPolygon(point, polygon([[...ring, ring[0] as [number, number]]]));
}

describe('a drawn polygon', () => {
  it('holds the points that Turf says it holds, wherever they lie', () => {
    const ring = fc.array(pointIn(WORLD), { minLength: 3, maxLength: 20 });
    let inside = 0;
    fc.assert(
      fc.property(ring, pointIn(WORLD), (vertices, point) => {
        const isInside = turfSays(vertices, point);
        expect(liesInRing(vertices, ...point)).toBe(isInside);
        inside += Number(isInside);
      }),
      { numRuns: 2_000 },
    );
    expect(inside).toBeGreaterThan(50);
  });

  it('holds its border as Turf does, where vertices, sides and points meet', () => {
    // Few values, so that points are vertices, lie on sides and on lines through them; tenths are no exact numbers.
    const step = fc.constantFrom(0, 0.1, 0.2, 0.3, 0.6, 0.7, 1, 2, -0.1);
    const point = fc.tuple(step, step);
    let onBorder = 0;
    fc.assert(
      fc.property(fc.array(point, { minLength: 3, maxLength: 8 }), point, (ring, at) => {
        expect(liesInRing(ring, ...at)).toBe(turfSays(ring, at));
        onBorder += Number(ring.some(([lng, lat]) => lng === at[0] && lat === at[1]));
      }),
      { numRuns: 5_000 },
    );
    expect(onBorder).toBeGreaterThan(100);
  });

  it('is as exact as Turf beside a side, where rounding would decide', () => {
    const vertex = pointIn(WORLD);
    const part = fc.integer({ min: 1, max: 999 });
    let beside = 0;
    fc.assert(
      fc.property(fc.tuple(vertex, vertex, vertex), part, ([a, b, c], parts) => {
        const along = (axis: 0 | 1) => a[axis] + (parts / 1000) * (b[axis] - a[axis]);
        const at: [number, number] = [along(0), along(1)];
        const isInside = turfSays([a, b, c], at);
        expect(liesInRing([a, b, c], ...at)).toBe(isInside);
        beside += Number(!isInside);
      }),
      { numRuns: 3_000 },
    );
    expect(beside).toBeGreaterThan(100);
  });
});

describe('a circle', () => {
  it('has Turf’s distances to the last bit', () => {
    fc.assert(
      fc.property(lngLat, lngLat, (from, to) => {
        expect(metresBetween(from, ...to)).toBe(distance(from, to, { units: 'meters' }));
      }),
      { numRuns: 2_000 },
    );
  });

  it('holds what lies as far as its radius, across the date line too', () => {
    const center: [number, number] = [179.99, 10];
    const radiusMetres = Math.ceil(metresBetween(center, -179.99, 10));
    expect(liesInShape({ type: 'circle', center, radiusMetres }, -179.99, 10)).toBe(true);
    const less = { type: 'circle' as const, center, radiusMetres: radiusMetres - 1 };
    expect(liesInShape(less, -179.99, 10)).toBe(false);
  });
});

it('a rounded shape is one that an address can say, and rounding it again changes nothing', () => {
  fc.assert(
    fc.property(shapeIn(WORLD), (shape) => {
      expect(shapeSchema.parse(shape)).toEqual(shape);
      expect(roundShape(shape)).toEqual(shape);
    }),
  );
});

it('a page takes the shapes that the schema takes, and no other', () => {
  const degrees = fc.oneof(
    fc.double({ min: -200, max: 200 }),
    fc.constantFrom(-180, 180, -85, 85, 85.001, -0, Number.NaN, Number.POSITIVE_INFINITY),
  );
  const point = fc.oneof(
    fc.tuple(degrees, degrees),
    fc.constantFrom([4, 51], [-180, 85]),
    fc.array(degrees, { maxLength: 3 }),
  );
  const drawn: fc.Arbitrary<MaybeShape> = fc.oneof(
    shapeIn(WORLD),
    fc.record({
      type: fc.constant('polygon' as const),
      ring: fc.oneof(
        fc.array(pointIn(WORLD), { minLength: 98, maxLength: 103, size: 'max' }),
        fc.array(point, { maxLength: 5 }),
      ),
    }),
    fc.record({
      type: fc.constant('circle' as const),
      center: point,
      radiusMetres: fc.oneof(fc.constantFrom(0, 1, 1_000_000, 1_000_001, 1.5), degrees),
    }),
  );
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(drawn, (shape) => {
      const { success } = shapeSchema.safeParse(shape);
      expect(isShape(shape)).toBe(success);
      seen[success ? 'taken' : 'refused'] += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(300);
});
