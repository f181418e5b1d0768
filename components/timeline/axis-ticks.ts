import { dayOfNumber } from '@/lib/domain/time';
import { addUnits, type BarUnit, firstDayOf } from './calendar-units';
import { type ShownRange, xOfDay } from './shown-range';

/** A date under the plot. */
export interface AxisTick {
  day: number;
  /** From the plot's left edge. */
  xPx: number;
  /** How finely the date is said: the first of a year is said as that year, the first of a month as that month. */
  said: 'day' | 'month' | 'year';
}

/** Labels of a unit need about this much room. */
const LABEL_PX: Readonly<Record<AxisTick['said'], number>> = { day: 64, month: 56, year: 52 };
const STEPS: readonly { unit: BarUnit; every: number; days: number; said: AxisTick['said'] }[] = [
  { unit: 'day', every: 1, days: 1, said: 'day' },
  { unit: 'week', every: 1, days: 7, said: 'day' },
  { unit: 'month', every: 1, days: 30, said: 'month' },
  { unit: 'month', every: 3, days: 91, said: 'month' },
  { unit: 'month', every: 6, days: 182, said: 'month' },
  ...[1, 2, 5, 10, 20, 50].map((every) => ({
    unit: 'year' as const,
    every,
    days: 365 * every,
    said: 'year' as const,
  })),
];

/** Dates that stand under a plot, as many as fit beside each other. */
export function axisTicks(shown: ShownRange, widthPx: number): AxisTick[] {
  const pxPerDay = widthPx / (shown.end - shown.start);
  const step = STEPS.find(({ days, said }) => days * pxPerDay >= LABEL_PX[said]) ?? STEPS.at(-1);
  if (!step || widthPx <= 0) return [];
  const ticks: AxisTick[] = [];
  let day = firstTick(Math.ceil(shown.start), step.unit, step.every);
  while (day < shown.end) {
    if (day >= shown.start) {
      ticks.push({ day, xPx: xOfDay(shown, widthPx, day), said: saidAs(day, step.said) });
    }
    day = addUnits(day, step.unit, step.every);
  }
  return ticks;
}

/** The last tick at or before a day: every so many units, counted from the start of their year, or of our era for years. */
function firstTick(day: number, unit: BarUnit, every: number): number {
  const first = firstDayOf(day, unit);
  const [year = 0, month = 1] = dayOfNumber(first).split('-').map(Number);
  if (unit === 'month') return addUnits(first, 'month', -((month - 1) % every));
  if (unit === 'year') return addUnits(first, 'year', -(year % every));
  return first;
}

function saidAs(day: number, finest: AxisTick['said']): AxisTick['said'] {
  if (finest === 'day') return 'day';
  return firstDayOf(day, 'year') === day ? 'year' : finest;
}
