import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import type { HistogramBin, HistogramUnit, KindCounts } from '@/lib/protocol/engine-requests';
import { BAR_UNITS, type BarUnit, firstDayOf, lastDayOf } from './calendar-units';
import { type HourBar, placeOfHour } from './hours';
import { type DayRange, type ShownRange, wholeOf, xOfDay } from './shown-range';

/** Counts of one unit, by kind; the days are all of the unit's. */
export interface Bar extends DayRange, KindCounts {
  total: number;
}

/** Narrower bars of days and weeks are noise; months stay to be told apart for decades. */
const LEAST_BAR_PX: Readonly<Record<BarUnit, number>> = { day: 6, week: 6, month: 3, year: 0 };
const USUAL_DAYS: Readonly<Record<BarUnit, number>> = { day: 1, week: 7, month: 30, year: 365 };

/** The finest unit whose bars are wide enough to be told apart. */
export function barUnitFor({ start, end }: ShownRange, widthPx: number): BarUnit {
  const pxPerDay = widthPx / (end - start);
  return BAR_UNITS.find((unit) => USUAL_DAYS[unit] * pxPerDay >= LEAST_BAR_PX[unit]) ?? 'year';
}

/** What the engine is asked for: it counts no years, which are sums of months. */
export function engineUnitOf(unit: BarUnit): HistogramUnit {
  return unit === 'year' ? 'month' : unit;
}

/** The engine's bins as bars of a unit, which they must lie in; in order of time, without empty ones. */
export function barsOf(bins: readonly HistogramBin[], unit: BarUnit): Bar[] {
  const bars: Bar[] = [];
  for (const { day, shooting, seizure, incident } of bins) {
    const first = firstDayOf(dayNumberOf(day), unit);
    let bar = bars.at(-1);
    if (bar?.first !== first) {
      const last = lastDayOf(first, unit);
      bar = { first, last, shooting: 0, seizure: 0, incident: 0, total: 0 };
      bars.push(bar);
    }
    bar.shooting += shooting;
    bar.seizure += seizure;
    bar.incident += incident;
    bar.total += shooting + seizure + incident;
  }
  return bars;
}

/** The engine's bins of days as bars of a unit, each day so many days later than it was. */
export function shiftedBars(bins: readonly HistogramBin[], unit: BarUnit, days: number): Bar[] {
  const shifted = bins.map((bin) => ({ ...bin, day: dayOfNumber(dayNumberOf(bin.day) + days) }));
  return barsOf(shifted, unit);
}

/** How much history a timeline is given where nothing is counted. */
const EMPTY_DAYS = 365;

/** From the month of the first record to today, or to the last record's bar where that begins later. */
export function extentOf(bars: readonly Bar[], today: number): DayRange {
  const [first, last] = [bars[0], bars.at(-1)];
  if (!first || !last) return { first: firstDayOf(today - EMPTY_DAYS, 'month'), last: today };
  return {
    first: firstDayOf(Math.min(first.first, today), 'month'),
    last: last.first > today ? last.last : today,
  };
}

/** Where a bar lies: all of its days, or an hour's part of its day. */
export function placeOfBar(bar: Bar | HourBar): ShownRange {
  return 'hour' in bar ? placeOfHour(bar) : wholeOf(bar);
}

/** The bars of which the plot shows anything. */
export function barsIn<Drawn extends Bar>(bars: readonly Drawn[], shown: ShownRange): Drawn[] {
  return bars.filter((bar) => {
    const { start, end } = placeOfBar(bar);
    return end > shown.start && start < shown.end;
  });
}

/** The bar that holds a day, or null where nothing was counted. */
export function barAt(bars: readonly Bar[], day: number): Bar | null {
  return bars.find(({ first, last }) => day >= first && day <= last) ?? null;
}

/** A round number at or below the tallest bar, for the one line of the scale; 0 where there is no bar. */
export function scaleMark(most: number): number {
  if (most < 1) return 0;
  const decade = 10 ** Math.floor(Math.log10(most));
  const factor = [5, 2, 1].find((candidate) => candidate * decade <= most) ?? 1;
  return factor * decade;
}

/** Outlines of whole bars, open at the bottom, as SVG path data. */
export function ghostPath(
  bars: readonly Bar[],
  shown: ShownRange,
  { widthPx, heightPx }: PlotSize,
  most: number,
): string {
  const scale = pxPerRecord(heightPx, most);
  return bars
    .map((bar) => {
      const { start, end } = wholeOf(bar);
      const left = Math.round(xOfDay(shown, widthPx, start));
      const right = Math.max(left + 1, Math.round(xOfDay(shown, widthPx, end)) - GAP_PX);
      const height = Math.max(1, Math.round(bar.total * scale));
      return `M${left} ${heightPx}v${-height}H${right}v${height}`;
    })
    .join('');
}

interface PlotSize {
  widthPx: number;
  heightPx: number;
}

const GAP_PX = 1;
/** A part this high can spare a pixel that parts it from the next. */
const PARTED_FROM_PX = 4;

/** How high a record is drawn where `most` of them fill the plot; every kind may need a pixel more than its share. */
export function pxPerRecord(heightPx: number, most: number): number {
  return (heightPx - KINDS.length) / Math.max(1, most);
}

/**
 * Outlines of all bars as SVG path data, one path a kind: stacked from the bottom in the order of `KINDS`, the bar of
 * `most` records as high as the plot. What is counted at all is seen: it has a pixel at least.
 */
export function barPaths(
  bars: readonly Bar[],
  shown: ShownRange,
  { widthPx, heightPx }: PlotSize,
  most: number,
): Record<Kind, string> {
  const paths: Record<Kind, string> = { shooting: '', seizure: '', incident: '' };
  const scale = pxPerRecord(heightPx, most);
  for (const bar of bars) {
    const { start, end } = placeOfBar(bar);
    const left = Math.round(xOfDay(shown, widthPx, start));
    const width = Math.max(1, Math.round(xOfDay(shown, widthPx, end)) - left - GAP_PX);
    let base = heightPx;
    for (const kind of KINDS) {
      if (bar[kind] === 0) continue;
      const height = Math.max(1, Math.round(bar[kind] * scale));
      const drawn = height >= PARTED_FROM_PX ? height - GAP_PX : height;
      paths[kind] += `M${left} ${base - drawn}h${width}v${drawn}h${-width}Z`;
      base -= height;
    }
  }
  return paths;
}
