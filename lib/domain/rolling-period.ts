import type { ClosedDays } from './comparison';
import type { Filter } from './filter';
import { brusselsDay, dayNumberOf, dayOfNumber } from './time';

/**
 * Periods that move on with the day: today and yesterday, the last 7 or 30 days with today, and this year up to today. A filter
 * knows whole Brussels days, so there is none of 24 hours: `2d` holds them, but for the first hour after a day of 23.
 */
export const ROLLING_PERIODS = ['2d', '7d', '30d', 'year'] as const;
export type RollingPeriod = (typeof ROLLING_PERIODS)[number];

const DAYS: Record<Exclude<RollingPeriod, 'year'>, number> = { '2d': 2, '7d': 7, '30d': 30 };

/** The Brussels days that a rolling period stands for on a Brussels day; the last of them is that day. */
export function daysOnDay(period: RollingPeriod, today: string): ClosedDays {
  if (period === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  // Counted on the calendar: a day of 23 or 25 hours is one day.
  return { from: dayOfNumber(dayNumberOf(today) - DAYS[period] + 1), to: today };
}

/**
 * The filter with the days that its rolling period stands for at an instant, UTC milliseconds; the same object where they are
 * those that it has, or where it has none.
 */
export function rolled(filter: Filter, nowMs: number): Filter {
  if (filter.last === null) return filter;
  const { from, to } = daysOnDay(filter.last, brusselsDay(nowMs));
  return filter.from === from && filter.to === to ? filter : { ...filter, from, to };
}

/** The filter with the days that it has now, which stay: no rolling period any more. */
export function held(filter: Filter): Filter {
  return filter.last === null ? filter : { ...filter, last: null };
}
