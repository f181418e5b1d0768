import { KINDS, type Kind } from '@/lib/domain/vocabulary';
import type {
  HistogramBin,
  HistogramResponse,
  HistogramUnit,
  SelectionAnswer,
} from '@/lib/protocol/engine-requests';
import { brusselsDayNumber } from './brussels-hours';
import { DayCounts } from './day-counts';
import type { IncidentColumns } from './incident-columns';
import { KIND_OF_CLASS } from './kind-codes';
import { SELECTED } from './row-marks';
import { eachBit, IS_BY_DAY, type Segment } from './segment';
import type { Selection } from './select-rows';
import type { SelectedSegment } from './selected-segment';
import { SpanCounts } from './span-counts';

export type Bars = Omit<HistogramResponse, keyof SelectionAnswer>;
type ByKind = [number, number, number];

const DAY_MS = 86_400_000;

/** What one segment adds to the bars, whatever their unit. */
interface HistogramPart {
  madeFor: SelectedSegment['madeFor'] | null;
  days: DayCounts;
  /** Records whose time is coarser than a day, by the days that they lie in. */
  spans: SpanCounts;
}

/**
 * Bars of the records that a selection without days and kinds holds, kept per segment and as their sum: a new record costs
 * the counting of its own segment; moving a filter's days, choosing among kinds and asking for another unit cost
 * nothing, since every day is there already, by kind.
 */
export class Histogram {
  #parts: HistogramPart[] = [];
  #sum: HistogramPart = emptyPart();

  /**
   * Bars of a unit. `selection` must have been made for a filter whose `kinds` is empty; the bars are of `kinds` then, or of all
   * where that is empty. They hold every day where it was made for no days.
   */
  update(
    columns: IncidentColumns,
    selection: Selection,
    unit: HistogramUnit,
    kinds: readonly Kind[] = [],
  ): Bars {
    if (this.#parts.length > columns.segments.length) this.#clear();
    columns.segments.forEach((segment, index) => {
      const selected = selection.parts[index];
      if (selected) this.#count(segment, index, selected);
    });
    return listBars(this.#sum, unit, kinds);
  }

  #clear(): void {
    this.#parts = [];
    this.#sum = emptyPart();
  }

  #count(segment: Segment, index: number, selected: SelectedSegment): void {
    const known = this.#parts[index];
    if (known?.madeFor === selected.madeFor) return;
    const part = countSegment(segment, selected);
    if (known) addPart(this.#sum, known, -1);
    addPart(this.#sum, part, 1);
    this.#parts[index] = part;
  }
}

function emptyPart(): HistogramPart {
  return { madeFor: null, days: new DayCounts(), spans: new SpanCounts() };
}

function addPart(sum: HistogramPart, { days, spans }: HistogramPart, sign: 1 | -1): void {
  sum.days.addAll(days, sign);
  sum.spans.addAll(spans, sign);
}

function countSegment(segment: Segment, { marks, madeFor }: SelectedSegment): HistogramPart {
  const part = { ...emptyPart(), madeFor };
  const { occurredFrom, occurredTo, incidentClass, timePrecision } = segment.arrays;
  for (let place = 0; place < segment.size; place += 1) {
    if (marks[place] !== SELECTED || IS_BY_DAY[timePrecision[place] as number] === 0) continue;
    const kind = KIND_OF_CLASS[incidentClass[place] as number] as number;
    part.days.add(brusselsDayNumber(occurredFrom[place] as number), kind, 1);
  }
  eachBit(segment.rare, (place) => {
    if (marks[place] !== SELECTED || IS_BY_DAY[timePrecision[place] as number] === 1) return;
    const kind = KIND_OF_CLASS[incidentClass[place] as number] as number;
    const from = occurredFrom[place] as number;
    const last = Math.max(from, (occurredTo[place] as number) - 1);
    part.spans.add(brusselsDayNumber(from), brusselsDayNumber(last), kind, 1);
  });
  return part;
}

/** The first day of the bin that holds a day: itself, its Monday, or the first of its month or year. */
function firstDayOf(day: number, unit: HistogramUnit): number {
  if (unit === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (unit === 'week') return day - ((day + 3) % 7);
  const known = FIRST_DAYS[unit].get(day);
  if (known !== undefined) return known;
  const date = new Date(day * DAY_MS);
  const month = unit === 'month' ? date.getUTCMonth() : 0;
  const first = Date.UTC(date.getUTCFullYear(), month, 1) / DAY_MS;
  FIRST_DAYS[unit].set(day, first);
  return first;
}

/** By days, of which a million records share a few thousand. */
const FIRST_DAYS = { month: new Map<number, number>(), year: new Map<number, number>() };

function listBars(
  { days, spans }: HistogramPart,
  unit: HistogramUnit,
  kinds: readonly Kind[],
): Bars {
  const isWanted = KINDS.map((kind) => kinds.length === 0 || kinds.includes(kind));
  const wanted = (counts: Readonly<ByKind>) => {
    const [shooting = 0, seizure = 0, incident = 0] = counts.map((count, kind) =>
      isWanted[kind] ? count : 0,
    );
    return { shooting, seizure, incident };
  };
  const { sums, coarser } = sumByUnit(days, spans, unit);
  const bins: HistogramBin[] = [];
  sums.each((day, counts) => {
    const { shooting, seizure, incident } = wanted(counts);
    if (shooting + seizure + incident > 0) {
      bins.push({ day: calendarDay(day), shooting, seizure, incident });
    }
  });
  return { unit, bins, coarser: wanted(coarser) };
}

/** Counts by the first day of each bin; a record coarser than a day is in one if it lies there as a whole, else in none. */
function sumByUnit(
  days: DayCounts,
  spans: SpanCounts,
  unit: HistogramUnit,
): { sums: DayCounts; coarser: ByKind } {
  const coarser: ByKind = [0, 0, 0];
  if (unit === 'day') {
    spans.each((_first, _last, kind, count) => {
      coarser[kind] += count;
    });
    return { sums: days, coarser };
  }
  const sums = new DayCounts();
  days.each((day, counts) => {
    const first = firstDayOf(day, unit);
    for (const kind of [0, 1, 2] as const) sums.add(first, kind, counts[kind]);
  });
  spans.each((from, last, kind, count) => {
    const first = firstDayOf(from, unit);
    if (firstDayOf(last, unit) === first) sums.add(first, kind, count);
    else coarser[kind] += count;
  });
  return { sums, coarser };
}

/** Bars of the unit `year` as years, the latest first. */
export function yearsOf(bins: readonly HistogramBin[]): { year: number; count: number }[] {
  return bins
    .map(({ day, shooting, seizure, incident }) => ({
      year: Number(day.slice(0, 4)),
      count: shooting + seizure + incident,
    }))
    .reverse();
}

const calendarDays = new Map<number, string>();

/** `YYYY-MM-DD` of a day number. */
function calendarDay(day: number): string {
  const known = calendarDays.get(day);
  if (known !== undefined) return known;
  const text = new Date(day * DAY_MS).toISOString().slice(0, 10);
  calendarDays.set(day, text);
  return text;
}
