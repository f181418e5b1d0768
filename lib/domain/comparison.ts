import { type BoundEnd, boundOfHourNumber, hourNumberOf } from './time-bound';

/** Brussels days or hours, both of which count; null is an open end. */
interface Days {
  from: string | null;
  to: string | null;
}

/** Days or hours with both ends. */
export interface ClosedDays {
  from: string;
  to: string;
}

/** With what a period is compared: nothing, as long right before it, the same a year earlier, or days of the reader's own. */
export type Comparison = null | 'before' | 'year' | ClosedDays;

/** Both sides of a comparison. */
export interface ComparedDays {
  own: ClosedDays;
  other: ClosedDays;
}

/**
 * The days or hours of a filter, up to today where their end is open, and those that they are compared with; null where the
 * filter has no beginning, or begins after its end. Hours are counted on the calendar.
 */
export function comparedDays(
  { from, to }: Days,
  comparison: Comparison,
  today: string,
): ComparedDays | null {
  if (comparison === null || from === null) return null;
  const own = { from, to: to ?? today };
  const first = hourNumberOf(own.from, 'from');
  const hours = hourNumberOf(own.to, 'to') - first + 1;
  if (hours < 1) return null;
  if (comparison === 'before') {
    const other = boundOfHourNumber(first - hours, 'from');
    return { own, other: { from: other, to: boundOfHourNumber(first - 1, 'to') } };
  }
  if (comparison === 'year')
    return { own, other: { from: yearEarlier(own.from, 'from'), to: yearEarlier(own.to, 'to') } };
  return { own, other: comparison };
}

/** The same day or hour of the year before; 29 February becomes the 28th. */
function yearEarlier(bound: string, end: BoundEnd): string {
  const year = String(Number(bound.slice(0, 4)) - 1);
  const earlier = year + bound.slice(4).replace(/^-02-29/, '-02-28');
  return boundOfHourNumber(hourNumberOf(earlier, end), end);
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
