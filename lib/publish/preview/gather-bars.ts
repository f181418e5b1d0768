import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { dayOfBound } from '@/lib/domain/time-bound';
import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import type { HistogramBin } from '@/lib/protocol/engine-requests';

export type BarUnit = 'day' | 'week' | 'month' | 'year';

export interface GatheredBars {
  unit: BarUnit;
  /** Every unit from the first to the last, also those without records. */
  bars: Record<Kind, number>[];
  /** First and last day that the bars are of; null where there is none. */
  first: string | null;
  last: string | null;
}

/** The longest span of days for each unit: a bar is then some pixels wide. */
const LONGEST_DAYS: readonly (readonly [BarUnit, number])[] = [
  ['day', 70],
  ['week', 560],
  ['month', 2_600],
];

/**
 * Bars of some days, in the finest unit of which there are not too many. Counts of a day outside the filter's days are left
 * out, so that the bars never hold more than the selection.
 */
export function gatherBars(
  bins: readonly HistogramBin[],
  period: { from: string | null; to: string | null },
): GatheredBars {
  const [from, to] = [period.from, period.to].map((bound) => bound && dayOfBound(bound)) as [
    string | null,
    string | null,
  ];
  const inside = bins.filter(({ day }) => (!from || day >= from) && (!to || day <= to));
  const first = from ?? inside[0]?.day ?? null;
  const last = latest(inside.at(-1)?.day ?? null, from === null ? null : to);
  if (first === null || last === null || inside.length === 0) {
    return { unit: 'day', bars: [], first, last };
  }
  const days = dayNumberOf(last) - dayNumberOf(first) + 1;
  const unit = LONGEST_DAYS.find(([, longest]) => days <= longest)?.[0] ?? 'year';
  const begin = unitOf(first, unit);
  const bars = Array.from({ length: unitOf(last, unit) - begin + 1 }, none);
  for (const bin of inside) {
    const bar = bars[unitOf(bin.day, unit) - begin];
    if (bar) for (const kind of KINDS) bar[kind] += bin[kind];
  }
  return { unit, bars, first, last };
}

function none(): Record<Kind, number> {
  return { shooting: 0, seizure: 0, incident: 0 };
}

function latest(a: string | null, b: string | null): string | null {
  if (a === null || b === null) return a ?? b;
  return a > b ? a : b;
}

/** Units are numbered one after another; weeks begin on Monday. */
function unitOf(day: string, unit: BarUnit): number {
  const number = dayNumberOf(day);
  if (unit === 'day') return number;
  // 1970-01-01 was a Thursday.
  if (unit === 'week') return Math.floor((number + 3) / 7);
  const [year = 0, month = 1] = dayOfNumber(number).split('-').map(Number);
  return unit === 'month' ? year * 12 + month : year;
}
