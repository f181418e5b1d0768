import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks } from '@/components/timeline/axis-ticks';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { anyWidthPx, extentWithShown } from './arbitraries';

const between = (from: string, to: string, widthPx = 800) =>
  axisTicks({ start: dayNumberOf(from), end: dayNumberOf(to) }, widthPx).map(
    ({ day, said }) => `${dayOfNumber(day)} ${said}`,
  );

describe('the dates under the plot', () => {
  it('are days, months or years, as there is room', () => {
    expect(between('2026-01-05', '2026-01-19')[1]).toBe('2026-01-12 day');
    expect(between('2025-10-15', '2026-08-01')).toEqual([
      '2025-11-01 month',
      '2025-12-01 month',
      '2026-01-01 year',
      '2026-02-01 month',
      '2026-03-01 month',
      '2026-04-01 month',
      '2026-05-01 month',
      '2026-06-01 month',
      '2026-07-01 month',
    ]);
    expect(between('2023-05-01', '2026-11-24', 900).slice(0, 3)).toEqual([
      '2023-07-01 month',
      '2023-10-01 month',
      '2024-01-01 year',
    ]);
    expect(between('1971-05-01', '2026-11-24')).toEqual(
      [1975, 1980, 1985, 1990, 1995, 2000, 2005, 2010, 2015, 2020, 2025].map(
        (year) => `${year}-01-01 year`,
      ),
    );
  });

  it('stand inside the plot, in order, and far enough apart for their words', () => {
    fc.assert(
      fc.property(extentWithShown, anyWidthPx, ({ shown }, widthPx) => {
        const ticks = axisTicks(shown, widthPx);
        ticks.forEach(({ xPx }, index) => {
          expect(xPx).toBeGreaterThanOrEqual(0);
          expect(xPx).toBeLessThanOrEqual(widthPx);
          if (index > 0) expect(xPx - (ticks[index - 1]?.xPx ?? 0)).toBeGreaterThan(40);
        });
      }),
    );
  });
});
