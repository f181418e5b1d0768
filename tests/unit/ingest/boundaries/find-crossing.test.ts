import fc from 'fast-check';
import type { Position } from 'geojson';
import { describe, expect, it } from 'vitest';
import { findCrossing } from '@/lib/ingest/boundaries/find-crossing';

/** Every pair of segments, one after the other. */
function crosses(ring: readonly Position[]): boolean {
  const side = ([ax = 0, ay = 0]: Position, [bx = 0, by = 0]: Position, [x = 0, y = 0]: Position) =>
    (bx - ax) * (y - ay) - (x - ax) * (by - ay);
  const segments = ring.slice(1).map((to, index) => [ring[index] ?? to, to] as const);
  return segments.some(([a, b]) =>
    segments.some(
      ([c, d]) => side(c, d, a) * side(c, d, b) < 0 && side(a, b, c) * side(a, b, d) < 0,
    ),
  );
}

describe('a ring', () => {
  it('is found to cross itself exactly where two of its segments do', () => {
    const corner = fc.tuple(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 40 }));
    const random = fc.array(corner, { minLength: 3, maxLength: 80 });
    /** Corners around a middle, which cross nowhere. */
    const star = fc
      .array(fc.integer({ min: 5, max: 40 }), { minLength: 3, maxLength: 80 })
      .map((reach) =>
        reach.map((far, index): [number, number] => {
          const angle = (2 * Math.PI * index) / reach.length;
          return [far * Math.cos(angle), far * Math.sin(angle)];
        }),
      );
    fc.assert(
      fc.property(fc.oneof(random, star), (corners) => {
        const ring: Position[] = [...corners, ...corners.slice(0, 1)];
        expect(findCrossing(ring) !== null).toBe(crosses(ring));
      }),
      { numRuns: 1_000 },
    );
  });
});
