import {
  brusselsHour,
  hourNumberOf,
  isHourBound,
  periodOfHourNumbers,
} from '@/lib/domain/time-bound';
import type { Period } from '@/lib/url/presets';
import { clampDay, daysOfWindow, isSameRange, windowOfDays } from './day-window';
import { hourAtClock, hoursOf, instantOfHour } from './hours';
import { type DayRange, type ShownRange, wholeOf } from './shown-range';

/**
 * What a hand or a key moves by: whole days, or whole hours where the plot shows hours. Both number what they count one after
 * another, so that one arithmetic serves: days since 1970-01-01, or hours on the calendar since then, of which each day has 24.
 */
export interface TimeScale {
  unit: 'day' | 'hour';
  /** All that there is, in the scale's numbers. */
  extent: DayRange;
  /** The window that a period leaves of the extent; an open end is the extent's. */
  windowOf: (period: Period) => DayRange;
  /** The period of a window; an end at the extent's own is open. */
  periodOf: (window: DayRange) => Period;
  /** Where a window lies on the plot's axis of days. */
  placeOf: (window: DayRange) => ShownRange;
  /** The number at a position of the axis, or the nearest of the extent. */
  numberAt: (position: number) => number;
  /** The window with its ends moved on, or back, from hours that clocks skip. */
  land: (window: DayRange, isForward: boolean) => DayRange;
}

/** Whole days. */
export function dayScale(extent: DayRange): TimeScale {
  return {
    unit: 'day',
    extent,
    windowOf: (period) => windowOfDays(period, extent),
    periodOf: (window) => daysOfWindow(window, extent),
    placeOf: wholeOf,
    numberAt: (position) => clampDay(Math.floor(position), extent),
    land: (window) => window,
  };
}

const DAY_HOURS = 24;

/** Whole hours, as clocks name them: the one that they show twice is one. `days` is the extent in days. */
export function hourScale(days: DayRange): TimeScale {
  const extent = { first: days.first * DAY_HOURS, last: (days.last + 1) * DAY_HOURS - 1 };
  return {
    unit: 'hour',
    extent,
    windowOf: ({ from, to }) => {
      const first = from === null ? extent.first : clampDay(hourNumberOf(from, 'from'), extent);
      const last = to === null ? extent.last : clampDay(hourNumberOf(to, 'to'), extent);
      return { first, last: Math.max(first, last) };
    },
    periodOf: ({ first, last }) => {
      const { from, to } = periodOfHourNumbers(first, last);
      return { from: first <= extent.first ? null : from, to: last >= extent.last ? null : to };
    },
    placeOf: ({ first, last }) => ({ start: positionOfHour(first), end: positionOfHour(last + 1) }),
    numberAt: (position) => {
      const day = Math.floor(position);
      const hour = Math.floor((position - day) * hoursOf(day));
      return clampDay(hourNumberAt(day, hour), extent);
    },
    land: ({ first, last }, isForward) => ({
      first: landOn(first, isForward),
      last: landOn(last, isForward),
    }),
  };
}

/** The number, on the scale of hours, of an hour counted from its day's beginning. */
export function hourNumberAt(day: number, hour: number): number {
  return hourNumberOf(brusselsHour(instantOfHour(day, hour)), 'from');
}

/** Where an hour begins on the axis of days; one that clocks skip, where the next does. */
function positionOfHour(number: number): number {
  const day = Math.floor(number / DAY_HOURS);
  const clock = number - day * DAY_HOURS;
  const hour = hourAtClock(day, clock) ?? hourAtClock(day, clock + 1) ?? 0;
  return day + hour / hoursOf(day);
}

function landOn(number: number, isForward: boolean): number {
  const day = Math.floor(number / DAY_HOURS);
  const isSkipped = hourAtClock(day, number - day * DAY_HOURS) === null;
  return isSkipped ? number + (isForward ? 1 : -1) : number;
}

/**
 * The period of a window under a hand. One that lies where the period of before put it has that and no other: an open end, or one
 * beyond the extent, would tell of a change where the reader made none. An hour whose end of the window was not moved stays, and
 * hours that were moved by whole days keep their time of day.
 */
export function periodOfHand(window: DayRange, scale: TimeScale, before: Period): Period {
  const own = scale.windowOf(before);
  if (isSameRange(window, own)) return before;
  const { from, to } = before;
  const days = window.first - own.first;
  if (scale.unit === 'day' && from !== null && to !== null && days === window.last - own.last) {
    if (isHourBound(from) || isHourBound(to)) return movedByDays({ from, to }, days);
  }
  const drawn = scale.periodOf(window);
  return {
    from: window.first === own.first && from !== null && isHourBound(from) ? from : drawn.from,
    to: window.last === own.last && to !== null && isHourBound(to) ? to : drawn.to,
  };
}

function movedByDays({ from, to }: { from: string; to: string }, days: number): Period {
  const hours = days * DAY_HOURS;
  return periodOfHourNumbers(hourNumberOf(from, 'from') + hours, hourNumberOf(to, 'to') + hours);
}
