import { flattenEach, pointToLineDistance, polygonToLine } from '@turf/turf';
import fc from 'fast-check';
import type { Feature, LineString, Polygon, Position } from 'geojson';
import { expect, it } from 'vitest';
import { borderOf, isNearBorder } from '@/lib/regions/near-border';

/** Every segment measured. */
function metresToBorder(outline: Polygon, point: [number, number]): number {
  let nearest = Number.POSITIVE_INFINITY;
  flattenEach(polygonToLine(outline), (line) => {
    const metres = pointToLineDistance(point, line as Feature<LineString>, { units: 'meters' });
    nearest = Math.min(nearest, metres);
  });
  return nearest;
}

const position = (reach: number) =>
  fc.tuple(
    fc.double({ min: -reach, max: reach, noNaN: true }),
    fc.double({ min: Math.max(-85, 60 - reach), max: Math.min(85, 60 + reach), noNaN: true }),
  );
const ring = (reach: number) =>
  fc
    .array(position(reach), { minLength: 3, maxLength: 12 })
    .map((corners): Position[] => [...corners, corners[0] as Position]);
/** From a quarter of a degree to a third of the globe across, where a segment leaves the box of its ends. */
const placed = fc
  .constantFrom(0.25, 2, 20, 60)
  .chain((reach) =>
    fc.tuple(
      fc.array(ring(reach), { minLength: 1, maxLength: 3 }),
      position(reach * 1.5),
      fc.constantFrom(0.25, 0.9, 0.999, 1, 1.001, 1.1, 4),
    ),
  );

it('a point is near a border exactly where a segment of it, measured one after the other, is', () => {
  fc.assert(
    fc.property(placed, ([coordinates, point, share]) => {
      const outline: Polygon = { type: 'Polygon', coordinates };
      const measured = metresToBorder(outline, point);
      const metres = measured * share;
      expect(isNearBorder(borderOf(outline), point, metres)).toBe(measured <= metres);
    }),
    { numRuns: 1000 },
  );
});
