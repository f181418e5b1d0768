import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { opacityOf } from '@/components/charts/recency';
import { rangeTicks, yearTicks } from '@/components/charts/ticks';

describe('the years under a chart', () => {
  it('are all of them where there is room', () => {
    expect(yearTicks([2022, 2023, 2024], 300)).toEqual([2022, 2023, 2024]);
  });

  it('are every other one on a phone, the latest always', () => {
    const years = Array.from({ length: 12 }, (_, at) => 2015 + at);
    expect(yearTicks(years, 300)).toEqual([2016, 2018, 2020, 2022, 2024, 2026]);
  });

  it('never stand in each other’s way', () => {
    const spans = fc.record({
      first: fc.integer({ min: 1970, max: 2100 }),
      count: fc.integer({ min: 1, max: 200 }),
      widthPx: fc.integer({ min: 120, max: 4_000 }),
    });
    fc.assert(
      fc.property(spans, ({ first, count, widthPx }) => {
        const years = Array.from({ length: count }, (_, at) => first + at);
        const ticks = yearTicks(years, widthPx);
        expect(ticks.at(-1)).toBe(years.at(-1));
        expect(ticks.length).toBeLessThanOrEqual(Math.ceil(widthPx / 40));
      }),
    );
  });
});

it('a scale ends at a round number that holds the highest, with its half', () => {
  expect(rangeTicks(96)).toEqual([0, 60, 120]);
  expect(rangeTicks(40)).toEqual([0, 20, 40]);
  expect(rangeTicks(0)).toEqual([0, 20, 40]);
});

it('the oldest year is paler than the latest, and still seen', () => {
  expect(opacityOf(1)).toBe(1);
  expect(opacityOf(0)).toBeGreaterThan(0.3);
});
