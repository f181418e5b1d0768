import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  barAt,
  barPaths,
  barsIn,
  barsOf,
  barUnitFor,
  engineUnitOf,
  extentOf,
  scaleMark,
  shiftedBars,
} from '@/components/timeline/bars';
import { BAR_UNITS } from '@/components/timeline/calendar-units';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { anyWidthPx } from './arbitraries';

const WIDTH_PX = 1_000;
const TODAY = dayNumberOf('2026-11-24');
const showing = (days: number) => ({ start: 0, end: days });
const bin = (day: string, shooting: number, seizure = 0, incident = 0) => ({
  day,
  shooting,
  seizure,
  incident,
});

describe('the unit of the bars', () => {
  it('is the finest whose bars can be told apart', () => {
    expect(
      [14, 166, 167, 1_166, 1_167, 10_000, 10_001, 30_000].map((days) =>
        barUnitFor(showing(days), WIDTH_PX),
      ),
    ).toEqual(['day', 'day', 'week', 'week', 'month', 'month', 'year', 'year']);
  });

  it('never gets finer as more is shown', () => {
    const days = fc.integer({ min: 14, max: 40_000 });
    fc.assert(
      fc.property(days, days, anyWidthPx, (a, b, widthPx) => {
        const finer = barUnitFor(showing(Math.min(a, b)), widthPx);
        const coarser = barUnitFor(showing(Math.max(a, b)), widthPx);
        expect(BAR_UNITS.indexOf(finer)).toBeLessThanOrEqual(BAR_UNITS.indexOf(coarser));
      }),
    );
  });
});

describe('bars', () => {
  const months = [bin('2023-11-01', 1, 2), bin('2023-12-01', 3), bin('2025-02-01', 0, 0, 4)];

  it('are the engine’s own, or its months summed to years', () => {
    expect(engineUnitOf('year')).toBe('month');
    expect(barsOf(months, 'month').map(({ total }) => total)).toEqual([3, 3, 4]);
    expect(barsOf(months, 'year')).toEqual([
      {
        first: dayNumberOf('2023-01-01'),
        last: dayNumberOf('2023-12-31'),
        shooting: 4,
        seizure: 2,
        incident: 0,
        total: 6,
      },
      {
        first: dayNumberOf('2025-01-01'),
        last: dayNumberOf('2025-12-31'),
        shooting: 0,
        seizure: 0,
        incident: 4,
        total: 4,
      },
    ]);
  });

  it('are found by a day of theirs, and where there is none nothing is', () => {
    const bars = barsOf(months, 'month');
    expect(barAt(bars, dayNumberOf('2023-11-30'))?.shooting).toBe(1);
    expect(barAt(bars, dayNumberOf('2024-06-01'))).toBeNull();
    const shown = { start: dayNumberOf('2023-12-15'), end: dayNumberOf('2025-02-01') };
    expect(barsIn(bars, shown)).toEqual([bars[1]]);
  });

  it('span whole months up to today, or up to the last of them', () => {
    const first = dayNumberOf('2023-11-01');
    expect(extentOf(barsOf(months, 'month'), TODAY)).toEqual({ first, last: TODAY });
    const later = [...months, bin('2027-01-04', 1)];
    expect(extentOf(barsOf(later, 'week'), TODAY).last).toBe(dayNumberOf('2027-01-10'));
    expect(extentOf([], TODAY)).toEqual({ first: dayNumberOf('2025-11-01'), last: TODAY });
  });
});

/** Left, top, width and height of every box of a path. */
function boxesOf(path: string): number[][] {
  return [...path.matchAll(/M(-?\d+) (-?\d+)h(\d+)v(\d+)h-\d+Z/g)].map((match) =>
    match.slice(1).map(Number),
  );
}

describe('the drawing of bars', () => {
  const shown = { start: dayNumberOf('2026-01-01'), end: dayNumberOf('2026-01-11') };
  const size = { widthPx: 100, heightPx: 53 };

  it('stacks the kinds in their order, and parts them by a pixel', () => {
    const paths = barPaths(barsOf([bin('2026-01-03', 10, 20, 20)], 'day'), shown, size, 50);
    expect(boxesOf(paths.shooting)).toEqual([[20, 44, 9, 9]]);
    expect(boxesOf(paths.seizure)).toEqual([[20, 24, 9, 19]]);
    expect(boxesOf(paths.incident)).toEqual([[20, 4, 9, 19]]);
  });

  it('gives one record beside thousands a pixel, and stays in the plot', () => {
    const most = 5_000;
    const count = fc.integer({ min: 0, max: Math.floor(most / 3) });
    fc.assert(
      fc.property(count, count, count, (shooting, seizure, incident) => {
        const bars = barsOf([bin('2026-01-03', shooting, seizure, incident)], 'day');
        const paths = barPaths(bars, shown, size, most);
        for (const [path, records] of [
          [paths.shooting, shooting],
          [paths.seizure, seizure],
          [paths.incident, incident],
        ] as const) {
          const boxes = boxesOf(path);
          expect(boxes).toHaveLength(records > 0 ? 1 : 0);
          for (const [, top = -1, , height = 0] of boxes) {
            expect(height).toBeGreaterThanOrEqual(1);
            expect(top).toBeGreaterThanOrEqual(0);
          }
        }
      }),
    );
  });

  it('has one round mark on its scale', () => {
    expect([0, 1, 4, 5, 9, 10, 49, 120, 999].map(scaleMark)).toEqual([
      0, 1, 2, 5, 5, 10, 20, 100, 500,
    ]);
  });
});

describe('bars of another time', () => {
  it('are each day’s counts so many days later, summed by unit', () => {
    const withSeizure = (day: string, shooting: number) => bin(day, shooting, 1);
    const bins = [
      withSeizure('2025-01-30', 2),
      withSeizure('2025-01-31', 3),
      withSeizure('2025-02-01', 4),
    ];
    const totals = (unit: 'day' | 'month', days: number) =>
      shiftedBars(bins, unit, days).map(({ first, total }) => [dayOfNumber(first), total]);
    expect(totals('month', 0)).toEqual([
      ['2025-01-01', 7],
      ['2025-02-01', 5],
    ]);
    expect(totals('month', 1)).toEqual([
      ['2025-01-01', 3],
      ['2025-02-01', 9],
    ]);
    expect(totals('day', 365)).toEqual([
      ['2026-01-30', 3],
      ['2026-01-31', 4],
      ['2026-02-01', 5],
    ]);
  });
});
