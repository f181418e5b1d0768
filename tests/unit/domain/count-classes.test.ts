import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countClasses, toneOf } from '@/lib/domain/count-classes';

describe('classes of counts', () => {
  it('are round numbers at even ratios', () => {
    expect(countClasses(1)).toEqual([1]);
    expect(countClasses(12)).toEqual([1, 2, 5, 10]);
    expect(countClasses(60)).toEqual([1, 5, 20]);
    expect(countClasses(3_000)).toEqual([1, 10, 100, 1_000]);
    expect(countClasses(0)).toEqual([]);
  });

  it('are at most five, begin with one, rise, and none is empty by its bounds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 4_000_000 }), (largest) => {
        const classes = countClasses(largest);
        expect(classes.length).toBeLessThanOrEqual(5);
        expect(classes[0]).toBe(1);
        expect(classes.every((lowest, index) => lowest > (classes[index - 1] ?? 0))).toBe(true);
        expect(classes.at(-1)).toBeLessThanOrEqual(largest);
      }),
    );
  });

  it('give a higher count no fainter tone, and the largest the strongest', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 100_000 }),
        fc.integer({ min: 1, max: 100_000 }),
        (a, b) => {
          const [low, high] = [Math.min(a, b), Math.max(a, b)];
          const classes = countClasses(high);
          expect(toneOf(low, classes)).toBeLessThanOrEqual(toneOf(high, classes));
          expect(toneOf(high, classes)).toBe(1);
        },
      ),
    );
  });
});
