import { dayOfBound, hourNumberOf, isHourBound, periodOfHourNumbers } from './time-bound';

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
 * The days or hours of a filter, and those that they are compared with; null where the filter has no beginning, or begins after its
 * end. `running` is the last hour that has records, as an end: days whose end is open go on until its day, and what begins with
 * an hour until that hour, since hours to come would stand beside hours that were. Hours are counted on the calendar.
 */
export function comparedDays(
  { from, to }: Days,
  comparison: Comparison,
  running: string,
): ComparedDays | null {
  if (comparison === null || from === null) return null;
  const own = { from, to: to ?? (isHourBound(from) ? running : dayOfBound(running)) };
  const first = hourNumberOf(own.from, 'from');
  const hours = hourNumberOf(own.to, 'to') - first + 1;
  if (hours < 1) return null;
  if (comparison === 'before')
    return { own, other: periodOfHourNumbers(first - hours, first - 1, 'before') };
  if (comparison === 'year') return { own, other: yearEarlier(own) };
  return { own, other: comparison };
}

/** The same days or hours of the year before; 29 February becomes the 28th. */
function yearEarlier({ from, to }: ClosedDays): ClosedDays {
  const first = hourNumberOf(boundYearEarlier(from), 'from');
  const end = boundYearEarlier(to);
  const last = hourNumberOf(end, 'to');
  // From late on the 28th into the 29th: what the year before has of it ends with its 28th.
  return periodOfHourNumbers(first, last < first ? hourNumberOf(dayOfBound(end), 'to') : last);
}

function boundYearEarlier(bound: string): string {
  const year = String(Number(bound.slice(0, 4)) - 1);
  return year + bound.slice(4).replace(/^-02-29/, '-02-28');
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
