import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toggled, toggleSubtype } from '@/components/filters/choices';
import { rangeOfFields, textOfBound } from '@/components/filters/quantity-fields';
import { EVERYTHING } from '@/lib/domain/filter';
import { SUBTYPES, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { quantityRange } from '../../support/filters';

describe('a choice', () => {
  it('is made and taken back, and leaves the list in its own order', () => {
    expect(toggled(VERIFICATIONS, ['official'], 'unverified')).toEqual(['unverified', 'official']);
    expect(toggled(VERIFICATIONS, ['unverified', 'official'], 'official')).toEqual(['unverified']);
  });

  it('of any subtype is in one list of the filter, and twice is as if not at all', () => {
    for (const word of Object.values(SUBTYPES).flat()) {
      const once = toggleSubtype(EVERYTHING, word);
      expect([...once.subtypes, ...once.drugs]).toEqual([word]);
      expect(toggleSubtype(once, word)).toEqual(EVERYTHING);
    }
  });
});

describe('the fields of a quantity', () => {
  it('say any range, and read as the same one', () => {
    fc.assert(
      fc.property(quantityRange, (range) => {
        const { unit, least, most } = range;
        expect(rangeOfFields(unit, textOfBound(unit, least), textOfBound(unit, most))).toEqual(
          range,
        );
      }),
    );
  });

  it('take grams as decimals of a kilogram, and nothing that is no range', () => {
    expect(rangeOfFields('kg', '0.25', '')).toEqual({ unit: 'kg', least: 250, most: null });
    expect(rangeOfFields('kg', '5', '1')).toBeNull();
    expect(rangeOfFields('tablets', '-1', '')).toBeNull();
    expect(rangeOfFields('tablets', 'many', '')).toBeNull();
    expect(rangeOfFields('kg', '5000000', '')).toBeNull();
  });
});
