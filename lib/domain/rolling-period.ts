import type { ClosedDays } from './comparison';
import type { Filter } from './filter';
import { brusselsDay, dayNumberOf, dayOfNumber, startOfBrusselsDayMs } from './time';
import { boundAt, HOUR_MS, startOfHourMs } from './time-bound';

/**
 * Periods that move on with the hour or the day: the running hour with the 24 before it, the last 7 or 30 days with today, and this
 * year up to today. `2d`, today and yesterday, is that of links from before there were hours.
 */
export const ROLLING_PERIODS = ['24h', '2d', '7d', '30d', 'year'] as const;
export type RollingPeriod = (typeof ROLLING_PERIODS)[number];

type RollingDays = Exclude<RollingPeriod, '24h'>;
const DAYS: Record<Exclude<RollingDays, 'year'>, number> = { '2d': 2, '7d': 7, '30d': 30 };
const HOURS = 24;

/** The Brussels days that a period which rolls by days stands for on a Brussels day; the last of them is that day. */
export function daysOnDay(period: RollingDays, today: string): ClosedDays {
  if (period === 'year') return { from: `${today.slice(0, 4)}-01-01`, to: today };
  // Counted on the calendar: a day of 23 or 25 hours is one day.
  return { from: dayOfNumber(dayNumberOf(today) - DAYS[period] + 1), to: today };
}

/**
 * The bounds of a rolling period at an instant, UTC milliseconds. The last 24 hours lie in `24h` wholly, however far the running
 * hour has come, and on days that change their clocks too.
 */
export function boundsAt(period: RollingPeriod, nowMs: number): ClosedDays {
  if (period !== '24h') return daysOnDay(period, brusselsDay(nowMs));
  return { from: boundAt(nowMs - HOURS * HOUR_MS, 'from'), to: boundAt(nowMs, 'to') };
}

/** When a rolling period took the bounds that it has at an instant: with the running hour, or with the day. */
export function rolledSinceMs(period: RollingPeriod, nowMs: number): number {
  return period === '24h' ? startOfHourMs(nowMs) : startOfBrusselsDayMs(brusselsDay(nowMs));
}

/**
 * The filter with the bounds that its rolling period has at an instant, UTC milliseconds; the same object where they are
 * those that it has, or where it has none.
 */
export function rolled(filter: Filter, nowMs: number): Filter {
  if (filter.last === null) return filter;
  const { from, to } = boundsAt(filter.last, nowMs);
  return filter.from === from && filter.to === to ? filter : { ...filter, from, to };
}

/** The filter with the bounds that it has now, which stay: no rolling period any more. */
export function held(filter: Filter): Filter {
  return filter.last === null ? filter : { ...filter, last: null };
}
