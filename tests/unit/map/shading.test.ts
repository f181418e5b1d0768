import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { MOST_CLASSES, shadingClass, shadingLimits, toneOfClass } from '@/lib/map/shading';
import { expectEqual } from '../../support/expect-equal';

const density = fc
  .record({
    digits: fc.integer({ min: 1, max: 9_999_999 }),
    power: fc.integer({ min: -9, max: 3 }),
  })
  .map(({ digits, power }) => digits * 10 ** power);
const densities = fc.array(density, { minLength: 1, maxLength: 60 });

describe('the classes of a shaded map', () => {
  it('cover every value, ascend, and say no more than two significant digits and a carry', () => {
    fc.assert(
      fc.property(densities, (values) => {
        const limits = shadingLimits(values);
        expectEqual(
          limits,
          [...new Set(limits)].sort((a, b) => a - b),
        );
        expectEqual(limits.length - 1 >= 1, true);
        expectEqual(limits.length - 1 <= MOST_CLASSES, true);
        for (const value of values) {
          const index = shadingClass(value, limits);
          expectEqual(value >= (limits[index] ?? Number.NaN), true);
          expectEqual(value < (limits[index + 1] ?? Number.NaN), true);
        }
        for (const limit of limits) expectEqual(Number(limit.toPrecision(3)), limit);
      }),
      { numRuns: 2_000 },
    );
  });

  it('hold a value each', () => {
    fc.assert(
      fc.property(densities, (values) => {
        const limits = shadingLimits(values);
        const used = new Set(values.map((value) => shadingClass(value, limits)));
        expect(used.size).toBe(limits.length - 1);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are five of as many areas each where values differ, and fewer where they do not', () => {
    const ten = Array.from({ length: 10 }, (_, index) => 10 + 7 * index);
    expect(shadingLimits(ten)).toEqual([10, 24, 38, 52, 66, 74]);
    expect(shadingLimits([0.123, 0.123, 0.123])).toEqual([0.12, 0.13]);
    expect(shadingLimits([0.3, 3])).toEqual([0.3, 3, 3.1]);
    expect(shadingLimits([])).toEqual([]);
  });

  it('take tones that lie far apart, a greater class never a lesser tone', () => {
    expect([0, 1, 2, 3, 4].map((index) => toneOfClass(index, 5))).toEqual([1, 2, 3, 4, 5]);
    expect([0, 1].map((index) => toneOfClass(index, 2))).toEqual([1, 5]);
    expect(toneOfClass(0, 1)).toBe(3);
    for (const classes of [3, 4]) {
      const tones = Array.from({ length: classes }, (_, index) => toneOfClass(index, classes));
      expect(tones).toEqual([...new Set(tones)].sort());
    }
  });
});
