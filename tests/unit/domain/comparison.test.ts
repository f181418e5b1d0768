import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { comparedDays, percentOf } from '@/lib/domain/comparison';
import { dayNumberOf, dayOfNumber, isCalendarDay } from '@/lib/domain/time';
import { isCanonicalBound, isInOrder } from '@/lib/domain/time-bound';
import { dayBetween, periodOn } from '../../support/bounds';

const TODAY = '2026-11-26';
const dayNumber = fc.integer({ min: dayNumberOf('1980-01-01'), max: dayNumberOf('2090-01-01') });

describe('the days that a period is compared with', () => {
  it('are none without a first day, without a comparison, or where the period ends before it begins', () => {
    expect(comparedDays({ from: null, to: '2026-01-31' }, 'before', TODAY)).toBeNull();
    expect(comparedDays({ from: '2026-01-01', to: null }, null, TODAY)).toBeNull();
    expect(comparedDays({ from: '2026-12-01', to: null }, 'before', TODAY)).toBeNull();
  });

  it('are as many right before it', () => {
    fc.assert(
      fc.property(dayNumber, fc.integer({ min: 1, max: 800 }), (first, length) => {
        const days = { from: dayOfNumber(first), to: dayOfNumber(first + length - 1) };
        const compared = comparedDays(days, 'before', TODAY);
        expect(compared?.own).toEqual(days);
        const { from = '', to = '' } = compared?.other ?? {};
        expect(dayNumberOf(to)).toBe(first - 1);
        expect(dayNumberOf(to) - dayNumberOf(from) + 1).toBe(length);
      }),
    );
  });

  it('are the same calendar days a year earlier, and the 28th for 29 February', () => {
    const then = (from: string, to: string) => comparedDays({ from, to }, 'year', TODAY)?.other;
    expect(then('2026-03-01', '2026-03-31')).toEqual({ from: '2025-03-01', to: '2025-03-31' });
    expect(then('2024-02-29', '2024-03-02')).toEqual({ from: '2023-02-28', to: '2023-03-02' });
    fc.assert(
      fc.property(dayNumber, fc.integer({ min: 0, max: 800 }), (first, more) => {
        const moved = then(dayOfNumber(first), dayOfNumber(first + more));
        for (const day of Object.values(moved ?? {})) expect(isCalendarDay(day)).toBe(true);
      }),
    );
  });

  it('go on until today where the period is open, and are the reader’s own where there are some', () => {
    const own = { from: '2020-01-01', to: '2020-12-31' };
    expect(comparedDays({ from: '2026-11-20', to: null }, own, TODAY)).toEqual({
      own: { from: '2026-11-20', to: TODAY },
      other: own,
    });
  });
});

describe('the hours that a period is compared with', () => {
  const NOW = '2026-11-26T13';
  const isPeriod = (period: { from: string; to: string } | undefined) =>
    period !== undefined &&
    isInOrder(period.from, period.to) &&
    isCanonicalBound(period.from, 'from') &&
    isCanonicalBound(period.to, 'to');

  it('are as many as there have been where their end is open: hours to come stand beside none', () => {
    const open = { from: '2026-11-26T13', to: null };
    expect(comparedDays(open, 'before', NOW)).toEqual({
      own: { from: '2026-11-26T13', to: NOW },
      other: { from: '2026-11-26T12', to: '2026-11-26T12' },
    });
    expect(comparedDays({ from: '2026-11-25T14', to: null }, 'year', NOW)).toEqual({
      own: { from: '2026-11-25T14', to: NOW },
      other: { from: '2025-11-25T14', to: '2025-11-26T13' },
    });
    expect(comparedDays({ from: '2026-11-26T14', to: null }, 'before', NOW)).toBeNull();
    expect(comparedDays({ from: '2026-11-26', to: null }, 'before', NOW)?.own.to).toBe(TODAY);
  });

  it('are no period that ends before it begins, where clocks skip an hour or the year before has no 29 February', () => {
    const then = (from: string, to: string, how: 'before' | 'year') =>
      comparedDays({ from, to }, how, NOW)?.other;
    const alone = (hour: string) => ({ from: hour, to: hour });
    expect(then('2026-03-29T03', '2026-03-29T03', 'before')).toEqual(alone('2026-03-29T01'));
    expect(then('2027-03-29T02', '2027-03-29T02', 'year')).toEqual(alone('2026-03-29T03'));
    expect(then('2024-02-28T15', '2024-02-29T10', 'year')).toEqual({
      from: '2023-02-28T15',
      to: '2023-02-28',
    });
    fc.assert(
      fc.property(
        periodOn(dayBetween('2023-01-01', '2027-12-31')).filter(({ from, to }) => !!from && !!to),
        fc.constantFrom('before' as const, 'year' as const),
        (period, how) => {
          const compared = comparedDays(period, how, NOW);
          expect([compared, isPeriod(compared?.other)]).toEqual([compared, true]);
        },
      ),
      { numRuns: 1_000 },
    );
  });
});

describe('a change in per cent', () => {
  it('is said of ten and more, and of no small number', () => {
    expect(percentOf({ own: 30, other: 20 })).toBe(50);
    expect(percentOf({ own: 10, other: 40 })).toBe(-75);
    expect(percentOf({ own: 9, other: 40 })).toBeNull();
    expect(percentOf({ own: 40, other: 9 })).toBeNull();
    expect(percentOf({ own: 40, other: 0 })).toBeNull();
  });
});
