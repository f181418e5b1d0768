import type { Filter } from './filter';
import type { PublicIncident } from './incident';
import type { AreaTuple } from './region';
import { countsByDay, endOfBrusselsDayMs, MINUTE_MS, startOfBrusselsDayMs } from './time';

/** UTC minutes, half-open: `[fromMinute, endMinute)`. */
export interface Period {
  fromMinute: number;
  endMinute: number;
}

/** What a record's time is to a period. Numbers, since the engine asks for every row it holds. */
export const OUTSIDE = 0;
export const INSIDE = 1;
/** So coarse that only a part of it lies in the period: not counted, and said. */
export const OVERLAPS = 2;
export type PeriodMatch = typeof OUTSIDE | typeof INSIDE | typeof OVERLAPS;

const LAST_MINUTE = 2 ** 32;

/** The instants of a filter's Brussels days. */
export function periodOf({ from, to }: Pick<Filter, 'from' | 'to'>): Period {
  return {
    fromMinute: from === null ? 0 : startOfBrusselsDayMs(from) / MINUTE_MS,
    endMinute: to === null ? LAST_MINUTE : endOfBrusselsDayMs(to) / MINUTE_MS,
  };
}

/**
 * The one rule of time: a record whose precision is a day or finer belongs to the instant at which it began, so that a
 * night counts once. A coarser one is inside if its whole interval is, and overlaps if only a part of it is.
 */
export function matchPeriod(
  occurredFromMinute: number,
  occurredToMinute: number,
  isByDay: boolean,
  { fromMinute, endMinute }: Period,
): PeriodMatch {
  const beginsInside = occurredFromMinute >= fromMinute && occurredFromMinute < endMinute;
  if (isByDay) return beginsInside ? INSIDE : OUTSIDE;
  if (beginsInside && occurredToMinute <= endMinute) return INSIDE;
  return occurredFromMinute < endMinute && occurredToMinute > fromMinute ? OVERLAPS : OUTSIDE;
}

/** Whether a filter selects this record; the engine decides the same of the same record's row. */
export function matchesFilter(
  record: PublicIncident,
  filter: Filter,
  areaMatches: (area: AreaTuple, code: string) => boolean,
): boolean {
  const scope = record.origin === 'simulated' ? 'simulated' : 'real';
  if (scope !== filter.scope) return false;
  if (filter.kinds.length > 0 && !filter.kinds.includes(record.kind)) return false;
  if (filter.verifications.length > 0 && !filter.verifications.includes(record.verification))
    return false;
  const time = matchPeriod(
    minuteOf(record.occurredFrom),
    minuteOf(record.occurredTo),
    countsByDay(record.timePrecision),
    periodOf(filter),
  );
  if (time !== INSIDE) return false;
  return filter.regions.length === 0 || filter.regions.some((code) => areaMatches(record, code));
}

/** Whole minutes, as rows have them. */
function minuteOf(instant: string): number {
  return Math.floor(Date.parse(instant) / MINUTE_MS);
}
