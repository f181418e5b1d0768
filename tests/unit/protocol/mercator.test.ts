import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { latOfY, lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

const METRES_PER_DEGREE = 111_319.49;
/** Half of the world's circumference divided by half of the world's width in wire units: one step at the equator. */
const PRECISION_METRES = 0.02;
const longitude = fc.double({ min: -180, max: 179.9999999, noNaN: true });
const latitude = fc.double({ min: -85.05, max: 85.05, noNaN: true });

describe('[CD3] wire coordinates', () => {
  it('come back within 2 cm', () => {
    fc.assert(
      fc.property(longitude, latitude, (lng, lat) => {
        const east = Math.abs(lngOfX(mercatorX(lng)) - lng) * Math.cos((lat * Math.PI) / 180);
        const north = Math.abs(latOfY(mercatorY(lat)) - lat);
        expect(east * METRES_PER_DEGREE).toBeLessThan(PRECISION_METRES);
        expect(north * METRES_PER_DEGREE).toBeLessThan(PRECISION_METRES);
      }),
      { numRuns: 5_000 },
    );
  });

  it('are unsigned integers of 31 bits wherever the point lies', () => {
    const wide = fc.double({ min: -400, max: 400, noNaN: true });
    fc.assert(
      fc.property(wide, wide, (lng, lat) => {
        for (const value of [mercatorX(lng), mercatorY(lat)]) {
          expect(Number.isInteger(value)).toBe(true);
          expect(value).toBeGreaterThanOrEqual(0);
          expect(value).toBeLessThan(WORLD_SIZE);
        }
      }),
    );
  });

  it('grow to the east and to the south', () => {
    fc.assert(
      fc.property(longitude, latitude, (lng, lat) => {
        expect(mercatorX(lng)).toBeLessThanOrEqual(mercatorX(lng + 0.001));
        expect(mercatorY(lat)).toBeGreaterThanOrEqual(mercatorY(lat + 0.001));
      }),
    );
  });

  it('put longitude and latitude 0 in the middle of the world', () => {
    expect([mercatorX(0), mercatorY(0)]).toEqual([WORLD_SIZE / 2, WORLD_SIZE / 2]);
  });
});
