import {
  dayNumberOf,
  dayOfNumber,
  endOfBrusselsDayMs,
  startOfBrusselsDayMs,
} from '@/lib/domain/time';
import { type HourBin, MOST_HOUR_DAYS } from '@/lib/protocol/engine-requests';
import type { Bar } from './bars';
import type { ShownRange } from './shown-range';

/** One hour's counts; `first` and `last` are its day. */
export interface HourBar extends Bar {
  /** From the day's beginning. */
  hour: number;
  /** How many the day has: 23 or 25 where clocks change. */
  hoursOfDay: number;
}

const HOUR_MS = 3_600_000;
/** Narrower bars are noise. */
const LEAST_HOUR_PX = 6;
const DAY_HOURS = 24;

/** Whether hours are wide enough to be told apart, and counted of all days in sight: of one more than fit, where two are cut. */
export function showsHours({ start, end }: ShownRange, widthPx: number): boolean {
  const days = end - start;
  return days <= MOST_HOUR_DAYS - 1 && widthPx / days >= LEAST_HOUR_PX * DAY_HOURS;
}

/** The calendar days of which a range shows anything. */
export function daysShown({ start, end }: ShownRange): { from: string; to: string } {
  const first = Math.floor(start);
  return { from: dayOfNumber(first), to: dayOfNumber(Math.max(first, Math.ceil(end) - 1)) };
}

/** The engine's bins as bars. */
export function hourBarsOf(bins: readonly HourBin[]): HourBar[] {
  return bins.map(({ day, hour, shooting, seizure, incident }) => {
    const number = dayNumberOf(day);
    return {
      first: number,
      last: number,
      hour,
      hoursOfDay: hoursOf(number),
      shooting,
      seizure,
      incident,
      total: shooting + seizure + incident,
    };
  });
}

/** Hours of a Brussels day. */
export function hoursOf(day: number): number {
  const name = dayOfNumber(day);
  return (endOfBrusselsDayMs(name) - startOfBrusselsDayMs(name)) / HOUR_MS;
}

/** Where an hour lies on the axis of days: a day is as wide with 23 hours as with 25. */
export function placeOfHour({
  first,
  hour,
  hoursOfDay,
}: Pick<HourBar, 'first' | 'hour' | 'hoursOfDay'>): ShownRange {
  return { start: first + hour / hoursOfDay, end: first + (hour + 1) / hoursOfDay };
}

/** When an hour of a day begins. */
export function instantOfHour(day: number, hour: number): number {
  return startOfBrusselsDayMs(dayOfNumber(day)) + hour * HOUR_MS;
}

/** Clocks change at this hour: in spring they skip it, in autumn they show it twice. */
const CHANGED_CLOCK = 2;

/** The hours from a day's beginning to a time on its clocks: to the first where they show it twice, null where they skip it. */
export function hourAtClock(day: number, clock: number): number | null {
  const change = hoursOf(day) - DAY_HOURS;
  if (change < 0 && clock === CHANGED_CLOCK) return null;
  return clock > CHANGED_CLOCK ? clock + change : clock;
}

/** The hour at a position of the axis, or null where nothing was counted. */
export function hourBarAt(bars: readonly HourBar[], position: number): HourBar | null {
  return (
    bars.find((bar) => {
      const { start, end } = placeOfHour(bar);
      return position >= start && position < end;
    }) ?? null
  );
}
