import type { Filter } from './filter';
import { hourNumberOf, periodOfHourNumbers } from './time-bound';

/**
 * The same filter for as long right before its own period: of 8 to 14 May, 1 to 7 May; of 13:00 to 16:00, 10:00 to 13:00. Hours are
 * counted on the calendar. Null where the filter does not have both a beginning and an end.
 */
export function windowBefore(filter: Filter): { filter: Filter; hours: number } | null {
  if (filter.from === null || filter.to === null) return null;
  const first = hourNumberOf(filter.from, 'from');
  const hours = hourNumberOf(filter.to, 'to') - first + 1;
  if (hours < 1) return null;
  const before = periodOfHourNumbers(first - hours, first - 1, 'before');
  return { filter: { ...filter, ...before }, hours };
}
