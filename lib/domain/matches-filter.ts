import type { Filter, QuantityRange } from './filter';
import type { CasualtyChoice } from './filter-words';
import type { PublicIncident } from './incident';
import type { AreaTuple } from './region';
import { hasAllWords } from './search-words';
import { liesInShape, type Shape } from './shape';
import { COARSE_GRAIN, grainOf, HOUR_GRAIN, MINUTE_MS, type TimeGrain } from './time';
import { canonicalBound, endOfBoundMs, isHourBound, startOfBoundMs } from './time-bound';

/** UTC minutes, half-open: `[fromMinute, endMinute)`. */
export interface Period {
  fromMinute: number;
  endMinute: number;
  /** The bounds that are hours, which may cut a night or a day in two; {@link NO_CUT} where a bound is a day, or there is none. */
  fromCut: number;
  endCut: number;
}

/** Before every minute, so that nothing lies across it. */
export const NO_CUT = -1;

/** What a record's time is to a period. Numbers, since the engine asks for every row it holds. */
export const OUTSIDE = 0;
export const INSIDE = 1;
/** So coarse that only a part of it lies in the period: not counted, and said. */
export const OVERLAPS = 2;
export type PeriodMatch = typeof OUTSIDE | typeof INSIDE | typeof OVERLAPS;

const LAST_MINUTE = 2 ** 32;

/** The instants of a filter's Brussels days and hours. */
export function periodOf({ from, to }: Pick<Filter, 'from' | 'to'>): Period {
  const fromMinute = from === null ? 0 : startOfBoundMs(from) / MINUTE_MS;
  const endMinute = to === null ? LAST_MINUTE : endOfBoundMs(to) / MINUTE_MS;
  const isCutAtFrom = from !== null && isHourBound(canonicalBound(from, 'from'));
  const isCutAtEnd = to !== null && isHourBound(canonicalBound(to, 'to'));
  return {
    fromMinute,
    endMinute,
    fromCut: isCutAtFrom ? fromMinute : NO_CUT,
    endCut: isCutAtEnd ? endMinute : NO_CUT,
  };
}

/** Whether a bound that is an hour lies inside of an interval: a part of it is before, and a part after. */
export function isCut(
  occurredFromMinute: number,
  occurredToMinute: number,
  { fromCut, endCut }: Pick<Period, 'fromCut' | 'endCut'>,
): boolean {
  return (
    (occurredFromMinute < fromCut && occurredToMinute > fromCut) ||
    (occurredFromMinute < endCut && occurredToMinute > endCut)
  );
}

/**
 * The one rule of time. A record that is known to the hour belongs to the instant at which it began. So does one that is known to
 * a day or a night, so that a night counts once, but where a bound that is an hour cuts it: nobody knows on which side it was, and it
 * overlaps. A coarser one is inside if its whole interval is, and overlaps if only a part of it is.
 */
export function matchPeriod(
  occurredFromMinute: number,
  occurredToMinute: number,
  grain: TimeGrain,
  period: Period,
): PeriodMatch {
  const { fromMinute, endMinute } = period;
  const beginsInside = occurredFromMinute >= fromMinute && occurredFromMinute < endMinute;
  if (grain !== COARSE_GRAIN) {
    if (grain !== HOUR_GRAIN && isCut(occurredFromMinute, occurredToMinute, period))
      return OVERLAPS;
    return beginsInside ? INSIDE : OUTSIDE;
  }
  if (beginsInside && occurredToMinute <= endMinute) return INSIDE;
  return occurredFromMinute < endMinute && occurredToMinute > fromMinute ? OVERLAPS : OUTSIDE;
}

/**
 * Whether a filter selects this record; the engine decides the same of the same record's row, as exactly as a row has its
 * point (2 cm). Of a text only the words as they are written are looked for here: what a search finds beyond them
 * comes with its answer.
 */
export function matchesFilter(
  record: PublicIncident,
  filter: Filter,
  areaMatches: (area: AreaTuple, code: string) => boolean,
): boolean {
  return (
    matchesWords(record, filter) &&
    matchesTime(record, filter) &&
    matchesAmounts(record, filter) &&
    (filter.regions.length === 0 || filter.regions.some((code) => areaMatches(record, code))) &&
    (filter.shape === null || hasPointIn(filter.shape, record)) &&
    (filter.text === null || hasAllWords(record, filter.text))
  );
}

function matchesWords(record: PublicIncident, filter: Filter): boolean {
  const scope = record.origin === 'simulated' ? 'simulated' : 'real';
  const what: readonly unknown[] = [...filter.subtypes, ...filter.drugs];
  return (
    scope === filter.scope &&
    isWanted(filter.kinds, record.kind) &&
    isWanted(what, record.subtype) &&
    isWanted(filter.verifications, record.verification) &&
    isWanted(filter.contexts, record.context)
  );
}

function isWanted<T>(list: readonly T[], entry: T): boolean {
  return list.length === 0 || list.includes(entry);
}

function matchesTime(record: PublicIncident, filter: Filter): boolean {
  const match = matchPeriod(
    minuteOf(record.occurredFrom),
    minuteOf(record.occurredTo),
    grainOf(record.timePrecision),
    periodOf(filter),
  );
  return match === INSIDE;
}

function matchesAmounts(record: PublicIncident, { casualties, quantity }: Filter): boolean {
  const known = casualtiesOf(record.killed?.best ?? null, record.injured?.best ?? null);
  return (
    (casualties.length === 0 || casualties.some((choice) => known.includes(choice))) &&
    (quantity === null || isInRange(record.quantity, quantity))
  );
}

/** Which choices a record is; null is what nobody stated. */
export function casualtiesOf(killed: number | null, injured: number | null): CasualtyChoice[] {
  const harmed = [
    ...((killed ?? 0) > 0 ? (['killed'] as const) : []),
    ...((injured ?? 0) > 0 ? (['injured'] as const) : []),
  ];
  if (harmed.length > 0) return harmed;
  return killed === 0 && injured === 0 ? ['nobody'] : ['not stated'];
}

const GRAMS_PER_KG = 1000;
const LARGEST_AMOUNT = 0xffff_ffff;

function isInRange(
  quantity: PublicIncident['quantity'],
  { unit, least, most }: QuantityRange,
): boolean {
  if (quantity?.unit !== unit) return false;
  const amount = Math.round(quantity.best * (unit === 'kg' ? GRAMS_PER_KG : 1));
  return amount >= (least ?? 0) && amount <= (most ?? LARGEST_AMOUNT);
}

function hasPointIn(shape: Shape, { point }: PublicIncident): boolean {
  return point !== null && liesInShape(shape, point[0], point[1]);
}

/** Whole minutes, as rows have them. */
function minuteOf(instant: string): number {
  return Math.floor(Date.parse(instant) / MINUTE_MS);
}
