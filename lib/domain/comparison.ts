import { dayNumberOf, dayOfNumber } from './time';

/** Brussels days, both of which count; null is an open end. */
interface Days {
  from: string | null;
  to: string | null;
}

/** Days with both ends. */
export interface ClosedDays {
  from: string;
  to: string;
}

/** With what a period is compared: nothing, as many days right before it, the same days a year earlier, or days of the reader's own. */
export type Comparison = null | 'before' | 'year' | ClosedDays;

/** Both sides of a comparison. */
export interface ComparedDays {
  own: ClosedDays;
  other: ClosedDays;
}

/**
 * The days of a filter, up to today where their end is open, and those that they are compared with; null where the filter
 * has no first day, or begins after its end.
 */
export function comparedDays(
  { from, to }: Days,
  comparison: Comparison,
  today: string,
): ComparedDays | null {
  if (comparison === null || from === null) return null;
  const own = { from, to: to ?? today };
  const length = dayNumberOf(own.to) - dayNumberOf(own.from) + 1;
  if (length < 1) return null;
  if (comparison === 'before') {
    const first = dayNumberOf(from) - length;
    return { own, other: { from: dayOfNumber(first), to: dayOfNumber(first + length - 1) } };
  }
  if (comparison === 'year')
    return { own, other: { from: yearEarlier(own.from), to: yearEarlier(own.to) } };
  return { own, other: comparison };
}

/** The same day of the year before; 29 February becomes the 28th. */
function yearEarlier(day: string): string {
  const year = String(Number(day.slice(0, 4)) - 1);
  const rest = day.slice(4);
  return year + (rest === '-02-29' ? '-02-28' : rest);
}

/** Counts below this say little about a change in per cent. */
export const SMALL_NUMBER = 10;

/** A count beside the one that it is compared with. */
export interface Change {
  own: number;
  other: number;
}

/** The change in per cent, rounded; null where either count is a small number. */
export function percentOf({ own, other }: Change): number | null {
  if (own < SMALL_NUMBER || other < SMALL_NUMBER) return null;
  return Math.round(((own - other) / other) * 100);
}
