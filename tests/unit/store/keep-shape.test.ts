import { booleanPointInPolygon, distance, polygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import type { Shape } from '@/lib/domain/shape';
import { NO_POINT, toTuple } from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { decodePartition, encodePartition } from '@/lib/store/partition-codec';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import {
  boundsOfShape,
  type DegreesBox,
  placeOfBox,
  wireBounds,
  withSides,
} from '@/lib/store/shape-bounds';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { LOW_COUNTRIES, shapeIn, WORLD } from '../../support/filters';
import { areaMatches, randomRow, seededRandom } from './support/random-rows';

const nearby = shapeIn(LOW_COUNTRIES, { mostVertices: 12, longestRadius: 60_000 });

function turfHas(shape: Shape, lng: number, lat: number): boolean {
  if (shape.type === 'circle') {
    return distance(shape.center, [lng, lat], { units: 'meters' }) <= shape.radiusMetres;
  }
  const [first] = shape.ring;
  return booleanPointInPolygon([lng, lat], polygon([[...shape.ring, first as [number, number]]]));
}

/** Sorted rows of a partition, most with a point: their blocks have narrow boxes. */
function partitionOf(count: number, seed: number): IncidentColumns {
  const random = seededRandom(seed);
  const loose = new IncidentColumns();
  for (let rid = 1; rid <= count; rid += 1) {
    loose.put(toTuple({ ...randomRow(rid, 1, random), state: 0, origin: 0, timePrecision: 0 }));
  }
  const plain = loose.compact();
  const all = Uint32Array.from({ length: plain.size }, (_, row) => row);
  const columns = new IncidentColumns();
  columns.putAll(decodePartition(encodePartition(plain, all, { epoch: 'e', seq: 1, year: 2024 })));
  return columns;
}

describe('a selection by a drawn shape', () => {
  it('is what Turf selects, row by row, and counts the records that have no point to lie in it', () => {
    const columns = partitionOf(4_000, 11);
    const rows = [...columns.rows()];
    const selection = new Selection();
    fc.assert(
      fc.property(nearby, (shape) => {
        const filter: Filter = { ...EVERYTHING, shape };
        selection.update(columns, compileFilter(filter, new Map(), areaMatches));
        const marked = rows.filter((row) => selection.markOf(row) === SELECTED);
        const expected = rows.filter((row) => {
          const [x, y] = [columns.valueAt(row, 'x'), columns.valueAt(row, 'y')];
          return x !== NO_POINT && turfHas(shape, lngOfX(x), latOfY(y));
        });
        expect(marked).toEqual(expected);
        const unplaced = selection.parts.reduce((sum, part) => sum + part.unplaced, 0);
        expect(unplaced).toBe(rows.filter((row) => columns.valueAt(row, 'x') === NO_POINT).length);
      }),
      { numRuns: 60 },
    );
  });
});

describe('a box of rows', () => {
  const corner = fc.integer({ min: 0, max: 1000 }).map((parts) => parts / 1000);
  function boxAround(shape: Shape, [a, b, c, d]: readonly number[], scale: number): DegreesBox {
    const { west, south, east, north } = boundsOfShape(shape);
    const lng = west + (a ?? 0) * (east - west);
    const lat = Math.max(-85, south) + (b ?? 0) * (Math.min(85, north) - Math.max(-85, south));
    const width = (c ?? 0) * scale * (east - west);
    const height = (d ?? 0) * scale * (north - south);
    return {
      west: lng,
      south: lat,
      east: Math.min(180, lng + width),
      north: Math.min(85, lat + height),
    };
  }

  it.each([
    ['in a town', nearby],
    ['anywhere in the world', shapeIn(WORLD, { mostVertices: 12 })],
  ])('lies inside or outside a shape %s only if every point of it does, by Turf', (_, shapes) => {
    const seen = { inside: 0, outside: 0, across: 0 };
    fc.assert(
      fc.property(
        shapes,
        fc.tuple(corner, corner, corner, corner),
        fc.constantFrom(0.001, 0.05, 0.3),
        fc.array(fc.tuple(corner, corner), { minLength: 6, maxLength: 6 }),
        (shape, corners, scale, inner) => {
          const box = boxAround(shape, corners, scale);
          const place = placeOfBox(withSides(shape), box);
          seen[place] += 1;
          if (place === 'across') return;
          const points = [[0, 0], [0, 1], [1, 0], [1, 1], ...inner];
          for (const [u = 0, v = 0] of points) {
            const lng = box.west + u * (box.east - box.west);
            const lat = box.south + v * (box.north - box.south);
            expectEqual(turfHas(shape, lng, lat), place === 'inside');
          }
        },
      ),
      { numRuns: often(1_500, 5_000) },
    );
    expect(seen.inside).toBeGreaterThan(20);
    expect(seen.outside).toBeGreaterThan(20);
  });

  it('is as large as its shape: no point of a shape lies outside its bounds', () => {
    const unit = fc.integer({ min: -1000, max: 1000 }).map((parts) => parts / 1000);
    let inside = 0;
    fc.assert(
      fc.property(shapeIn(WORLD, { mostVertices: 6 }), unit, unit, (shape, u, v) => {
        const { west, south, east, north } = boundsOfShape(shape);
        const lng = Math.max(-180, Math.min(180, (west + east) / 2 + u * (east - west)));
        const lat = Math.max(-85, Math.min(85, (south + north) / 2 + v * (north - south)));
        if (!turfHas(shape, lng, lat)) return;
        inside += 1;
        expectEqual(lng >= west && lng <= east && lat >= south && lat <= north, true);
        const bounds = wireBounds({ west, south, east, north });
        const at = wireBounds({ west: lng, south: lat, east: lng, north: lat });
        expectEqual(at.minX >= bounds.minX && at.maxX <= bounds.maxX, true);
        expectEqual(at.minY >= bounds.minY && at.maxY <= bounds.maxY, true);
      }),
      { numRuns: often(3_000, 10_000) },
    );
    expect(inside).toBeGreaterThan(100);
  });
});
