import { dayOfNumber } from '@/lib/domain/time';
import { addUnits, type BarUnit, firstDayOf } from './calendar-units';
import { hourAtClock, hoursOf, placeOfHour } from './hours';
import { type ShownRange, xOfDay } from './shown-range';

/** A date under the plot. */
export interface AxisTick {
  /** A whole number but for hours. */
  day: number;
  /** From the plot's left edge. */
  xPx: number;
  /** How finely the date is said: the first of a year is said as that year, the first of a month as that month. */
  said: 'hour' | 'day' | 'month' | 'year';
  /** Of an hour, what clocks show. */
  clock?: number;
}

/** Labels of a unit need about this much room. */
const LABEL_PX: Readonly<Record<'day' | 'month' | 'year', number>> = {
  day: 64,
  month: 56,
  year: 52,
};
const STEPS: readonly {
  unit: BarUnit;
  every: number;
  days: number;
  said: keyof typeof LABEL_PX;
}[] = [
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
  return [...ticks, ...hourTicks(shown, widthPx)].sort((a, b) => a.day - b.day);
}

/** Steps on a clock that a day's hours are said by, from the finest. */
const CLOCK_STEPS = [1, 3, 6, 12] as const;
const DAY_HOURS = 24;

/** Times of day between days, where there is room for some. */
function hourTicks(shown: ShownRange, widthPx: number): AxisTick[] {
  const pxPerHour = widthPx / (shown.end - shown.start) / DAY_HOURS;
  // The day's own label stands in the first step.
  const every = CLOCK_STEPS.find((step) => step * pxPerHour >= LABEL_PX.day);
  return every ? ticksEvery(every, shown, widthPx) : [];
}

function ticksEvery(every: number, shown: ShownRange, widthPx: number): AxisTick[] {
  const ticks: AxisTick[] = [];
  for (let first = Math.floor(shown.start); first < shown.end; first += 1) {
    for (let clock = every; clock < DAY_HOURS; clock += every) {
      const hour = hourAtClock(first, clock);
      if (hour === null) continue;
      const { start: day } = placeOfHour({ first, hour, hoursOfDay: hoursOf(first) });
      if (day < shown.start || day >= shown.end) continue;
      ticks.push({ day, xPx: xOfDay(shown, widthPx, day), said: 'hour', clock });
    }
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

function saidAs(day: number, finest: keyof typeof LABEL_PX): AxisTick['said'] {
  if (finest === 'day') return 'day';
  return firstDayOf(day, 'year') === day ? 'year' : finest;
}
