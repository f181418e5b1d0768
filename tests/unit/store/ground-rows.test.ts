import { distance } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latOfY, lngOfX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';
import { GroundRows, ROWS_IN_REACH, unitsBetween } from '@/lib/store/ground-rows';

const anyRadius = fc.constantFrom(10, 160, 300, 5_000, 100_000);
/** Where records can lie, the equator included. */
const anyY = fc.oneof(
  fc.integer({ min: mercatorY(85.05), max: mercatorY(-85.05) }),
  fc.integer({ min: -100_000, max: 100_000 }).map((units) => WORLD_SIZE / 2 + units),
);

function metresBetween(x: number, y: number, otherX: number, otherY: number): number {
  return distance([lngOfX(x), latOfY(y)], [lngOfX(otherX), latOfY(otherY)]) * 1000;
}

/** The southernmost y of a row, from one in it. */
function lastYOf(rows: GroundRows, y: number): number {
  let inside = y;
  for (let step = WORLD_SIZE / 64; step >= 1; step /= 2) {
    while (rows.rowOf(inside + step) === rows.rowOf(y)) inside += step;
  }
  return inside;
}

describe('rows of latitude', () => {
  it('[HS1] have cells whose opposite corners are neighbours, at every latitude', () => {
    fc.assert(
      fc.property(anyRadius, anyY, (radiusMetres, y) => {
        const rows = new GroundRows(radiusMetres);
        const south = lastYOf(rows, y);
        // From the first row that begins after it, so that the cell is whole.
        const bottom = lastYOf(rows, south + 1);
        const width = rows.columnWidth(rows.rowOf(bottom));
        const diagonal = metresBetween(0, south + 1, Math.floor(width), bottom);
        const other = metresBetween(Math.floor(width), south + 1, 0, bottom);
        expect(diagonal).toBeLessThan(radiusMetres);
        expect(other).toBeLessThan(radiusMetres);
      }),
    );
  });

  it('[HS1] bound the distances on the map that leave open what they are on the ground', () => {
    const share = fc.double({ min: -1.3, max: 1.3, noNaN: true });
    fc.assert(
      fc.property(anyRadius, anyY, share, share, (radiusMetres, y, east, south) => {
        const rows = new GroundRows(radiusMetres);
        const { surely, atMost } = rows.bounds(rows.rowOf(y));
        expect(atMost).toBeGreaterThan(surely);
        const reach = Math.sqrt(atMost);
        const otherY = Math.round(y + south * reach);
        const otherX = Math.round(east * reach + WORLD_SIZE) % WORLD_SIZE;
        const isNear = metresBetween(0, y, otherX, otherY) <= radiusMetres;
        const square = unitsBetween(0, otherX) ** 2 + (y - otherY) ** 2;
        if (square <= surely) expect(isNear).toBe(true);
        if (square > atMost) expect(isNear).toBe(false);
        if (isNear)
          expect(Math.abs(rows.rowOf(otherY) - rows.rowOf(y))).toBeLessThanOrEqual(ROWS_IN_REACH);
      }),
      { numRuns: 2_000 },
    );
  });
});
