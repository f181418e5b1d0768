import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pointSchema } from '@/lib/domain/incident';
import {
  type LngLat,
  publicPoint,
  publicPrecision,
  snapToGrid,
  UNCERTAINTY_METRES,
} from '@/lib/domain/place';
import { PLACE_PRECISIONS, SENSITIVITIES } from '@/lib/domain/vocabulary';
import { lngLat } from '../../support/arbitraries';

const EARTH_RADIUS_METRES = 6_371_008.8;
const RUNS = { numRuns: 2_000 };
const gridMetres = fc.constantFrom(100, 1_000);
const precision = fc.constantFrom(...PLACE_PRECISIONS);
const sensitivities = fc.uniqueArray(fc.constantFrom(...SENSITIVITIES));

/** Great-circle distance by the haversine formula, in metres. */
function metresBetween([lngA, latA]: LngLat, [lngB, latB]: LngLat): number {
  const radians = (degrees: number) => (degrees * Math.PI) / 180;
  const half = (a: number, b: number) => Math.sin(radians(b - a) / 2) ** 2;
  const chord =
    half(latA, latB) + Math.cos(radians(latA)) * Math.cos(radians(latB)) * half(lngA, lngB);
  return 2 * EARTH_RADIUS_METRES * Math.asin(Math.sqrt(chord));
}

describe('snapping to the grid', () => {
  it('leaves a snapped point where it is', () => {
    fc.assert(
      fc.property(lngLat, gridMetres, (point, metres) => {
        const snapped = snapToGrid(point, metres);
        expect(snapToGrid(snapped, metres)).toEqual(snapped);
      }),
      RUNS,
    );
  });

  it('gives the same point every time, so that repeated events do not average out', () => {
    fc.assert(
      fc.property(lngLat, gridMetres, (point, metres) => {
        expect(snapToGrid(point, metres)).toEqual(snapToGrid([point[0], point[1]], metres));
      }),
      RUNS,
    );
  });

  it('moves a point by at most half the diagonal of a cell', () => {
    fc.assert(
      fc.property(lngLat, gridMetres, (point, metres) => {
        const halfDiagonal = metres / Math.SQRT2;
        // Six decimals are 0.08 m; a column is a little wider on the equator's side of its row.
        expect(metresBetween(point, snapToGrid(point, metres))).toBeLessThan(
          halfDiagonal * 1.002 + 0.1,
        );
      }),
      RUNS,
    );
  });

  it('stays within the coordinates that a public record may have', () => {
    fc.assert(
      fc.property(lngLat, gridMetres, (point, metres) => {
        expect(pointSchema.safeParse(snapToGrid(point, metres)).success).toBe(true);
      }),
      RUNS,
    );
  });

  it('puts neighbours in one cell on one point', () => {
    const [lng, lat] = snapToGrid([4.3517, 50.8466], 100);
    expect(snapToGrid([lng + 0.0003, lat - 0.0003], 100)).toEqual([lng, lat]);
  });
});

describe('the public point', () => {
  it('lies within the stated uncertainty of the exact one', () => {
    fc.assert(
      fc.property(lngLat, precision, sensitivities, (point, stored, sensitive) => {
        const shown = publicPoint(point, stored, sensitive);
        const uncertainty = UNCERTAINTY_METRES[publicPrecision(stored, sensitive)];
        expect(shown === null).toBe(uncertainty === null);
        if (shown && uncertainty !== null) {
          expect(metresBetween(point, shown)).toBeLessThanOrEqual(uncertainty);
        }
      }),
      RUNS,
    );
  });

  it.each(['municipality', 'province', 'country', 'sea'] as const)(
    'does not exist where the place is known to the %s',
    (coarse) => {
      expect(publicPoint([4.35, 50.85], coarse, [])).toBeNull();
    },
  );

  it('does not exist where there is no point', () => {
    expect(publicPoint(null, 'exact', [])).toBeNull();
  });
});

describe('the sensitivity floor', () => {
  it.each([
    ['minor', 'municipality'],
    ['sexual violence', 'municipality'],
    ['private home', 'locality'],
    ['ongoing operation', 'municipality'],
  ] as const)('shows a record with "%s" no finer than its %s', (sensitivity, floor) => {
    expect(publicPrecision('exact', [sensitivity])).toBe(floor);
    expect(publicPrecision('vicinity', [sensitivity])).toBe(floor);
  });

  it('never makes a place finer, and the coarsest of several floors holds', () => {
    const coarseness = (word: (typeof PLACE_PRECISIONS)[number]) => PLACE_PRECISIONS.indexOf(word);
    fc.assert(
      fc.property(precision, sensitivities, (stored, sensitive) => {
        const shown = coarseness(publicPrecision(stored, sensitive));
        const floors = sensitive.map((one) => coarseness(publicPrecision('exact', [one])));
        expect(shown).toBe(Math.max(coarseness(stored), ...floors));
      }),
    );
  });

  it('masks to the same point whatever the order of the sensitivities', () => {
    fc.assert(
      fc.property(lngLat, precision, sensitivities, (point, stored, sensitive) => {
        expect(publicPoint(point, stored, sensitive)).toEqual(
          publicPoint(point, stored, [...sensitive].reverse()),
        );
      }),
    );
  });
});
