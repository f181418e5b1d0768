import { booleanPointInPolygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { liesInShape, metresBetween, type Shape, shapeOfBounds } from '@/lib/domain/shape';
import { shapeFeatures } from '@/lib/map/shape-features';
import { expectEqual } from '../../support/expect-equal';

const circles = fc.record({
  type: fc.constant('circle' as const),
  center: fc.tuple(
    fc.double({ min: -170, max: 170, noNaN: true }),
    fc.double({ min: -70, max: 70, noNaN: true }),
  ),
  radiusMetres: fc.integer({ min: 1, max: 1_000_000 }),
});

function ringOf(shape: Shape): number[][] {
  return shapeFeatures(shape).features[0]?.geometry.coordinates[0] ?? [];
}

describe('the area of a filter on the map', () => {
  it('is nothing where the filter has none', () => {
    expect(shapeFeatures(null).features).toEqual([]);
  });

  it('is a circle whose every corner lies at its radius, as the filter measures it', () => {
    fc.assert(
      fc.property(circles, (circle) => {
        for (const [lng = 0, lat = 0] of ringOf(circle)) {
          const metres = metresBetween(circle.center, lng, lat);
          expectEqual(Math.abs(metres - circle.radiusMetres) < 0.01, true);
        }
      }),
    );
  });

  it('is a closed ring, and a polygon is drawn with the corners that it has', () => {
    const shape: Shape = {
      type: 'polygon',
      ring: [
        [4, 50],
        [5, 50],
        [5, 51],
      ],
    };
    expect(ringOf(shape)).toEqual([...shape.ring, [4, 50]]);
    const circle = ringOf({ type: 'circle', center: [4.35, 50.85], radiusMetres: 2_000 });
    expect(circle.at(-1)).toEqual(circle[0]);
  });
});

describe('the area that a map shows', () => {
  it('has in it what lies between its sides, and is cut where no point may lie', () => {
    // Sides lie on thousandths of a degree and points between them, so that none lies on a side.
    const side = (most: number) =>
      fc.integer({ min: -most * 1000, max: most * 1000 }).map((thousandths) => thousandths / 1000);
    const between = (most: number) => side(most - 1).map((degrees) => degrees + 0.0005);
    fc.assert(
      fc.property(
        fc.tuple(side(300), side(300)),
        fc.tuple(side(90), side(90)),
        fc.tuple(between(180), between(85)),
        (lngs, lats, [lng, lat]) => {
          const [west, east] = lngs.toSorted((a, b) => a - b) as [number, number];
          const [south, north] = lats.toSorted((a, b) => a - b) as [number, number];
          fc.pre(west < 179 && east > -179 && east - west > 1 && north - south > 1);
          fc.pre(south < 84 && north > -84);
          const shape = shapeOfBounds([west, south, east, north]);
          const isBetween = lng > west && lng < east && lat > south && lat < north;
          expectEqual(liesInShape(shape, lng, lat), isBetween);
          const [feature] = shapeFeatures(shape).features;
          if (feature) expectEqual(booleanPointInPolygon([lng, lat], feature), isBetween);
        },
      ),
    );
  });
});
