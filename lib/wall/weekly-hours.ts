import { brusselsDay, brusselsToUtcMs, dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import type { Hours, Scene } from './playlist-schema';

const ALL_DAY: Hours = { from: '00:00', to: '00:00' };
/** 1 January 1970 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** From one instant up to another, UTC milliseconds. */
export interface Interval {
  startMs: number;
  endMs: number;
}

/** The day of the week of a Brussels day; 1 is Monday. */
export function weekdayOf(dayNumber: number): number {
  return ((dayNumber + FIRST_WEEKDAY - 1) % 7) + 1;
}

/** When hours that begin on a Brussels day are; a day of 23 or 25 hours changes their length. */
export function hoursOfDay(hours: Hours, dayNumber: number): Interval {
  const endDay = hours.to > hours.from ? dayNumber : dayNumber + 1;
  return { startMs: instantOf(dayNumber, hours.from), endMs: instantOf(endDay, hours.to) };
}

function instantOf(dayNumber: number, clock: string): number {
  const [year = 0, month = 0, day = 0] = dayOfNumber(dayNumber).split('-').map(Number);
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  return brusselsToUtcMs(year, month, day, hour, minute);
}

/** Whether an instant lies in hours that are the same every day. */
export function isWithinHours(hours: Hours, atMs: number): boolean {
  const today = dayNumberOf(brusselsDay(atMs));
  return [today - 1, today].some((day) => contains(hoursOfDay(hours, day), atMs));
}

/** Whether a scene names neither days nor hours. */
export function isAlwaysOpen({ weekdays, hours }: Pick<Scene, 'weekdays' | 'hours'>): boolean {
  return !weekdays && !hours;
}

/** When a scene is shown that has days or hours, for beginnings from one Brussels day to another, both included. */
export function openIntervals(
  { weekdays, hours = ALL_DAY }: Pick<Scene, 'weekdays' | 'hours'>,
  firstDay: number,
  lastDay: number,
): Interval[] {
  const intervals: Interval[] = [];
  for (let day = firstDay; day <= lastDay; day += 1) {
    if (!weekdays || weekdays.includes(weekdayOf(day))) intervals.push(hoursOfDay(hours, day));
  }
  return intervals;
}

/** Whether an instant lies in an interval; its end does not. */
export function contains({ startMs, endMs }: Interval, atMs: number): boolean {
  return atMs >= startMs && atMs < endMs;
}
