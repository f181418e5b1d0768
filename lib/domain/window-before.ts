import type { Filter } from './filter';

const DAY_MS = 86_400_000;

/**
 * The same filter for as many days right before its own: of 8 to 14 May, 1 to 7 May. Null where the filter does not have both a
 * first and a last day.
 */
export function windowBefore(filter: Filter): { filter: Filter; days: number } | null {
  if (filter.from === null || filter.to === null) return null;
  const from = dayNumber(filter.from);
  const days = dayNumber(filter.to) - from + 1;
  if (days < 1) return null;
  return { filter: { ...filter, from: dayOf(from - days), to: dayOf(from - 1) }, days };
}

/** Days are counted on the calendar, whatever hours the changes of the clock give them. */
function dayNumber(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

function dayOf(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}
