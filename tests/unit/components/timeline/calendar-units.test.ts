import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  addUnits,
  type BarUnit,
  firstDayOf,
  lastDayOf,
} from '@/components/timeline/calendar-units';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { anyDay, anyUnit } from './arbitraries';

const unitOf = (day: string, unit: BarUnit) => [
  dayOfNumber(firstDayOf(dayNumberOf(day), unit)),
  dayOfNumber(lastDayOf(dayNumberOf(day), unit)),
];

describe('a unit of the calendar', () => {
  it('is a day, a week from Monday, a month or a year', () => {
    expect(unitOf('2024-02-29', 'day')).toEqual(['2024-02-29', '2024-02-29']);
    expect(unitOf('2024-02-29', 'week')).toEqual(['2024-02-26', '2024-03-03']);
    expect(unitOf('2024-02-29', 'month')).toEqual(['2024-02-01', '2024-02-29']);
    expect(unitOf('2024-02-29', 'year')).toEqual(['2024-01-01', '2024-12-31']);
    expect(unitOf('1969-12-30', 'week')).toEqual(['1969-12-29', '1970-01-04']);
  });

  it('holds its day and begins where the one before ends', () => {
    fc.assert(
      fc.property(anyDay, anyUnit, (day, unit) => {
        const first = firstDayOf(day, unit);
        const last = lastDayOf(day, unit);
        expect(first).toBeLessThanOrEqual(day);
        expect(last).toBeGreaterThanOrEqual(day);
        expect(firstDayOf(last, unit)).toBe(first);
        expect(lastDayOf(first - 1, unit)).toBe(first - 1);
      }),
    );
  });

  it('counts forwards and back', () => {
    fc.assert(
      fc.property(anyDay, anyUnit, fc.integer({ min: -60, max: 60 }), (day, unit, count) => {
        const there = addUnits(day, unit, count);
        expect(addUnits(there, unit, -count)).toBe(firstDayOf(day, unit));
      }),
    );
  });
});
