import fc from 'fast-check';
import { expect, it } from 'vitest';
import { isCamera, isQuantityRange } from '@/lib/domain/filter';
import { cameraSchema, quantityRangeSchema } from '@/lib/domain/filter-schema';
import { QUANTITY_UNITS } from '@/lib/domain/vocabulary';

const NO_NUMBERS = [Number.NaN, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];

/** Runs a property and fails where it never saw one of both answers often. */
function holdsBothWays<Value>(values: fc.Arbitrary<Value>, look: (value: Value) => boolean): void {
  const seen = { taken: 0, refused: 0 };
  fc.assert(
    fc.property(values, (value) => {
      seen[look(value) ? 'taken' : 'refused'] += 1;
    }),
    { numRuns: 3_000 },
  );
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(300);
}

it('a page takes the cameras that the schema takes, and no other', () => {
  const degrees = fc.oneof(
    fc.double({ min: -100, max: 100, noNaN: true }),
    fc.constantFrom(-180, 180, 180.001, -85, 85, -85.001, -0, ...NO_NUMBERS),
  );
  const zoom = fc.oneof(
    fc.double({ min: -1, max: 21, noNaN: true }),
    fc.constantFrom(0, 20, 20.01, -0.01, ...NO_NUMBERS),
  );
  const camera = fc.record({ center: fc.tuple(degrees, degrees), zoom });
  holdsBothWays(camera, (value) => {
    const { success } = cameraSchema.safeParse(value);
    expect(isCamera(value)).toBe(success);
    return success;
  });
});

it('a page takes the quantities that the schema takes, and no other', () => {
  const bound = fc.oneof(
    fc.integer({ min: 0, max: 2 ** 32 - 1 }),
    fc.constantFrom(null, 0, -0, -1, 0.5, 2 ** 32 - 1, 2 ** 32, 2 ** 53, ...NO_NUMBERS),
  );
  const unit = fc.constantFrom(...QUANTITY_UNITS, 'g', undefined);
  holdsBothWays(fc.record({ unit, least: bound, most: bound }), (range) => {
    const { success } = quantityRangeSchema.safeParse(range);
    expect(isQuantityRange(range)).toBe(success);
    return success;
  });
});
