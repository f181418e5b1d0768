import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';

/** What a bar stands for, from the finest. A day is a number here: days since 1970-01-01, on the calendar of Brussels. */
export const BAR_UNITS = ['day', 'week', 'month', 'year'] as const;
export type BarUnit = (typeof BAR_UNITS)[number];
/** By what a window moves: where a bar is an hour, numbers count hours. */
export type MoveUnit = BarUnit | 'hour';

/** 1970-01-01 was a Thursday. */
const FROM_MONDAY = 3;

/** The first day of the unit that holds a day: itself, its Monday, or the first of its month or year. */
export function firstDayOf(day: number, unit: MoveUnit): number {
  switch (unit) {
    case 'hour':
    case 'day':
      return day;
    case 'week':
      return day - ((((day + FROM_MONDAY) % 7) + 7) % 7);
    case 'month':
      return dayNumberOf(`${dayOfNumber(day).slice(0, 7)}-01`);
    case 'year':
      return dayNumberOf(`${dayOfNumber(day).slice(0, 4)}-01-01`);
  }
}

/** The last day of the unit that holds a day. */
export function lastDayOf(day: number, unit: MoveUnit): number {
  return addUnits(day, unit, 1) - 1;
}

/** The first day of the unit that comes `count` after the one that holds a day, or before it where that is negative. */
export function addUnits(day: number, unit: MoveUnit, count: number): number {
  const first = firstDayOf(day, unit);
  if (unit === 'day' || unit === 'hour') return first + count;
  if (unit === 'week') return first + 7 * count;
  const [year = 0, month = 0] = dayOfNumber(first).split('-').map(Number);
  const months = unit === 'month' ? count : 12 * count;
  return Date.UTC(year, month - 1 + months, 1) / 86_400_000;
}
