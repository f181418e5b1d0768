import type { Filter } from './filter';
import { dayNumberOf, dayOfNumber } from './time';

/**
 * The same filter for as many days right before its own: of 8 to 14 May, 1 to 7 May. Null where the filter does not have both a
 * first and a last day.
 */
export function windowBefore(filter: Filter): { filter: Filter; days: number } | null {
  if (filter.from === null || filter.to === null) return null;
  const from = dayNumberOf(filter.from);
  const days = dayNumberOf(filter.to) - from + 1;
  if (days < 1) return null;
  return { filter: { ...filter, from: dayOfNumber(from - days), to: dayOfNumber(from - 1) }, days };
}
