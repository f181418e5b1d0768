import {
  brusselsOffsetMinutes,
  brusselsToUtcMs,
  dayNumberOf,
  dayOfNumber,
  endOfBrusselsDayMs,
  isCalendarDay,
  MINUTE_MS,
  startOfBrusselsDayMs,
} from './time';

/**
 * A bound of a period is a Brussels day, `2026-03-01`, or a Brussels hour, `2026-03-01T13`. Both ends are included: a period up to
 * `T13` ends at 14:00. An hour that the clocks show twice is both passes of it, and one that they skip is no bound. What a
 * day says as well is written as that day: a period never begins with `T00` and never ends with `T23`.
 */
export type BoundEnd = 'from' | 'to';

export const HOUR_MS = 60 * MINUTE_MS;
const DAY_HOURS = 24;
const DAY_LENGTH = 10;
const HOUR = /^T([01]\d|2[0-3])$/;
/** The hour that says no more than its day. */
const EDGE_HOUR: Readonly<Record<BoundEnd, string>> = { from: 'T00', to: 'T23' };

/** Whether a bound is an hour and not a day. */
export function isHourBound(bound: string): boolean {
  return bound.length > DAY_LENGTH;
}

/** The day of a bound. */
export function dayOfBound(bound: string): string {
  return bound.slice(0, DAY_LENGTH);
}

/** What the clocks show where the bound's hour begins, 0 to 23; of a day the hour with which it begins or ends. */
export function clockOfBound(bound: string, end: BoundEnd): number {
  return Number(hourNamed(bound, end).slice(DAY_LENGTH + 1));
}

/** A bound as its hour, which compares as text: `2026-03-01` is `2026-03-01T00` as a beginning. */
export function hourNamed(bound: string, end: BoundEnd): string {
  return isHourBound(bound) ? bound : bound + EDGE_HOUR[end];
}

/** Whether a period that begins and ends with these bounds holds any hour. */
export function isInOrder(from: string, to: string): boolean {
  return hourNamed(from, 'from') <= hourNamed(to, 'to');
}

/** The way in which a bound is written. */
export function canonicalBound(bound: string, end: BoundEnd): string {
  return bound.endsWith(EDGE_HOUR[end]) ? dayOfBound(bound) : bound;
}

/** Whether a text is a bound: a calendar day, or an hour that the clocks of Brussels show. */
export function isBound(text: string): boolean {
  const day = dayOfBound(text);
  if (!isCalendarDay(day)) return false;
  return !isHourBound(text) || (HOUR.test(text.slice(DAY_LENGTH)) && isShown(text));
}

/** Whether a text is a bound, and written as this end writes it. */
export function isCanonicalBound(text: string, end: BoundEnd): boolean {
  return isBound(text) && canonicalBound(text, end) === text;
}

/** The Brussels hour of an instant, as `YYYY-MM-DDTHH`. */
export function brusselsHour(instantMs: number): string {
  return new Date(instantMs + brusselsOffsetMinutes(instantMs) * MINUTE_MS)
    .toISOString()
    .slice(0, DAY_LENGTH + 3);
}

/** The first instant of a bound. */
export function startOfBoundMs(bound: string): number {
  if (!isHourBound(bound)) return startOfBrusselsDayMs(bound);
  const instantMs = someInstantMs(bound);
  return brusselsHour(instantMs - HOUR_MS) === bound ? instantMs - HOUR_MS : instantMs;
}

/** The first instant after a bound. */
export function endOfBoundMs(bound: string): number {
  if (!isHourBound(bound)) return endOfBrusselsDayMs(bound);
  const endMs = someInstantMs(bound) + HOUR_MS;
  return brusselsHour(endMs) === bound ? endMs + HOUR_MS : endMs;
}

/** The period's beginning or end that an instant lies in, as that end writes it. */
export function boundAt(instantMs: number, end: BoundEnd): string {
  return canonicalBound(brusselsHour(instantMs), end);
}

/** The first instant of the Brussels hour that runs at an instant: offsets from UTC are whole hours. */
export function startOfHourMs(instantMs: number): number {
  return Math.floor(instantMs / HOUR_MS) * HOUR_MS;
}

/**
 * Hours on the calendar from 1970-01-01T00 to a bound: each day has 24 of them, whatever hours the changes of the clock give it, so
 * that a period moved by days keeps its times of day.
 */
export function hourNumberOf(bound: string, end: BoundEnd): number {
  return dayNumberOf(dayOfBound(bound)) * DAY_HOURS + clockOfBound(bound, end);
}

/**
 * The bound at so many hours on the calendar. An hour that the clocks skip belongs to no period: one begins after it, and
 * ends before it.
 */
export function boundOfHourNumber(number: number, end: BoundEnd): string {
  const day = Math.floor(number / DAY_HOURS);
  const hour = `${dayOfNumber(day)}T${String(number - day * DAY_HOURS).padStart(2, '0')}`;
  if (hour.endsWith(EDGE_HOUR[end])) return dayOfBound(hour);
  return isShown(hour) ? hour : boundOfHourNumber(number + (end === 'from' ? 1 : -1), end);
}

/**
 * The period of so many hours on the calendar, from the first to the last. One that clocks skip leaves a period that is nothing else with
 * none: it is then the hour that they show after it, or before it.
 */
export function periodOfHourNumbers(
  first: number,
  last: number,
  shown: 'after' | 'before' = 'after',
): { from: string; to: string } {
  const from = boundOfHourNumber(first, 'from');
  const to = boundOfHourNumber(last, 'to');
  if (isInOrder(from, to)) return { from, to };
  const hour = shown === 'after' ? hourNamed(from, 'from') : hourNamed(to, 'to');
  return { from: canonicalBound(hour, 'from'), to: canonicalBound(hour, 'to') };
}

function isShown(hour: string): boolean {
  return brusselsHour(someInstantMs(hour)) === hour;
}

/** An instant in an hour, its beginning in one of its passes; in the hour after it where clocks skip it. */
function someInstantMs(hour: string): number {
  const [year = 0, month = 1, day = 1] = dayOfBound(hour).split('-').map(Number);
  return brusselsToUtcMs(year, month, day, Number(hour.slice(DAY_LENGTH + 1)));
}
