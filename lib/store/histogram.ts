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

type Bars = Omit<HistogramResponse, keyof SelectionAnswer>;
type ByKind = [number, number, number];

const DAY_MS = 86_400_000;

/** What one segment adds to the bars. */
interface HistogramPart {
  madeFor: SelectedSegment['madeFor'] | null;
  days: DayCounts;
  /** Records in no single bin, in the order of `KINDS`. */
  coarser: ByKind;
}

/**
 * Bars of the records that a selection without days and kinds holds, kept per segment and as their sum: a new record costs
 * the counting of its own segment, and moving a filter's days or choosing among kinds costs nothing, since every bar is
 * there already, by kind.
 */
export class Histogram {
  #unit: HistogramUnit | null = null;
  #parts: HistogramPart[] = [];
  #sum: HistogramPart = emptyPart();

  /**
   * Bars of a unit. `selection` must have been made for a filter whose `from` and `to` are null and whose `kinds` is
   * empty; the bars are of `kinds` then, or of all where that is empty.
   */
  update(
    columns: IncidentColumns,
    selection: Selection,
    unit: HistogramUnit,
    kinds: readonly Kind[] = [],
  ): Bars {
    if (unit !== this.#unit || this.#parts.length > columns.segments.length) this.#clear(unit);
    columns.segments.forEach((segment, index) => {
      const selected = selection.parts[index];
      if (selected) this.#count(segment, index, selected, unit);
    });
    return listBars(this.#sum, unit, kinds);
  }

  #clear(unit: HistogramUnit): void {
    this.#unit = unit;
    this.#parts = [];
    this.#sum = emptyPart();
  }

  #count(segment: Segment, index: number, selected: SelectedSegment, unit: HistogramUnit): void {
    const known = this.#parts[index];
    if (known?.madeFor === selected.madeFor) return;
    const part = countSegment(segment, selected, unit);
    if (known) addPart(this.#sum, known, -1);
    addPart(this.#sum, part, 1);
    this.#parts[index] = part;
  }
}

function emptyPart(): HistogramPart {
  return { madeFor: null, days: new DayCounts(), coarser: [0, 0, 0] };
}

function addPart(sum: HistogramPart, { days, coarser }: HistogramPart, sign: 1 | -1): void {
  sum.days.addAll(days, sign);
  for (const kind of [0, 1, 2] as const) sum.coarser[kind] += sign * coarser[kind];
}

function countSegment(
  segment: Segment,
  { marks, madeFor }: SelectedSegment,
  unit: HistogramUnit,
): HistogramPart {
  const part = { ...emptyPart(), madeFor };
  const { occurredFrom, incidentClass, timePrecision } = segment.arrays;
  for (let place = 0; place < segment.size; place += 1) {
    if (marks[place] !== SELECTED || IS_BY_DAY[timePrecision[place] as number] === 0) continue;
    const kind = KIND_OF_CLASS[incidentClass[place] as number] as number;
    part.days.add(firstDayOf(brusselsDayNumber(occurredFrom[place] as number), unit), kind, 1);
  }
  eachBit(segment.rare, (place) => {
    if (marks[place] !== SELECTED || IS_BY_DAY[timePrecision[place] as number] === 1) return;
    const kind = KIND_OF_CLASS[incidentClass[place] as number] as 0 | 1 | 2;
    const first = binOfCoarse(segment, place, unit);
    if (first === null) part.coarser[kind] += 1;
    else part.days.add(first, kind, 1);
  });
  return part;
}

/** The bin of a record whose time is coarser than a day: null where it does not lie in one bin as a whole. */
function binOfCoarse({ arrays }: Segment, place: number, unit: HistogramUnit): number | null {
  if (unit === 'day') return null;
  const from = arrays.occurredFrom[place] as number;
  const last = Math.max(from, (arrays.occurredTo[place] as number) - 1);
  const first = firstDayOf(brusselsDayNumber(from), unit);
  return firstDayOf(brusselsDayNumber(last), unit) === first ? first : null;
}

/** The first day of the bin that holds a day: itself, its Monday, or the first of its month. */
function firstDayOf(day: number, unit: HistogramUnit): number {
  if (unit === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (unit === 'week') return day - ((day + 3) % 7);
  return firstOfMonth(day);
}

const firstsOfMonths = new Map<number, number>();

/** By days of which a million records share a few thousand. */
function firstOfMonth(day: number): number {
  const known = firstsOfMonths.get(day);
  if (known !== undefined) return known;
  const first = day - new Date(day * DAY_MS).getUTCDate() + 1;
  firstsOfMonths.set(day, first);
  return first;
}

function listBars(
  { days, coarser }: HistogramPart,
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
  const bins: HistogramBin[] = [];
  days.each((day, counts) => {
    const { shooting, seizure, incident } = wanted(counts);
    if (shooting + seizure + incident > 0) {
      bins.push({ day: calendarDay(day), shooting, seizure, incident });
    }
  });
  return { unit, bins, coarser: wanted(coarser) };
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
