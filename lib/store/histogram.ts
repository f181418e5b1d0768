import { KINDS } from '@/lib/domain/vocabulary';
import type {
  HistogramBin,
  HistogramResponse,
  HistogramUnit,
} from '@/lib/protocol/engine-requests';
import { brusselsDayNumber } from './brussels-hours';
import type { IncidentColumns } from './incident-columns';
import { KIND_OF_CLASS } from './kind-codes';
import { eachBit, IS_BY_DAY, type Segment } from './segment';
import { SELECTED, type SelectedSegment, type Selection } from './select-rows';

const KIND_COUNT = KINDS.length;
const PAGE_BITS = 9;
const PAGE_DAYS = 2 ** PAGE_BITS;
const DAY_MS = 86_400_000;

/** Counts by Brussels day and kind, in pages of 512 days: `pages[day >> 9][(day & 511) * 3 + kind]`. */
type DayPages = (Uint32Array | undefined)[];

/**
 * Counts by day of the records that a selection without days holds, kept per segment, so that a new record costs the
 * counting of its own segment, and moving a filter's days costs nothing: every bar is there already.
 */
export class Histogram {
  #parts: { madeFor: SelectedSegment['madeFor']; days: DayPages }[] = [];
  #bins: { unit: HistogramUnit; answer: Omit<HistogramResponse, 'seq'> } | null = null;

  /** Bars of a unit. `selection` must have been made for a filter whose `from` and `to` are null. */
  update(
    columns: IncidentColumns,
    selection: Selection,
    unit: HistogramUnit,
  ): Omit<HistogramResponse, 'seq'> {
    let isSame = this.#bins?.unit === unit && this.#parts.length === columns.segments.length;
    this.#parts.length = Math.min(this.#parts.length, columns.segments.length);
    columns.segments.forEach((segment, index) => {
      const part = selection.parts[index];
      if (!part || this.#parts[index]?.madeFor === part.madeFor) return;
      this.#parts[index] = { madeFor: part.madeFor, days: countDays(segment, part.marks) };
      isSame = false;
    });
    if (!this.#bins || !isSame) {
      this.#bins = { unit, answer: binsOf(columns, selection, this.#parts, unit) };
    }
    return this.#bins.answer;
  }
}

function countDays({ arrays, size }: Segment, marks: Uint8Array): DayPages {
  const { occurredFrom, incidentClass, timePrecision } = arrays;
  const pages: DayPages = [];
  for (let place = 0; place < size; place += 1) {
    if (marks[place] !== SELECTED || IS_BY_DAY[timePrecision[place] as number] === 0) continue;
    const kind = KIND_OF_CLASS[incidentClass[place] as number] as number;
    addDays(pages, brusselsDayNumber(occurredFrom[place] as number), kind, 1);
  }
  return pages;
}

function addDays(pages: DayPages, day: number, kind: number, count: number): void {
  let page = pages[day >> PAGE_BITS];
  if (!page) {
    page = new Uint32Array(PAGE_DAYS * KIND_COUNT);
    pages[day >> PAGE_BITS] = page;
  }
  const entry = (day & (PAGE_DAYS - 1)) * KIND_COUNT + kind;
  page[entry] = (page[entry] as number) + count;
}

function binsOf(
  columns: IncidentColumns,
  selection: Selection,
  parts: readonly { days: DayPages }[],
  unit: HistogramUnit,
): Omit<HistogramResponse, 'seq'> {
  const firstDays: DayPages = [];
  for (const { days } of parts) {
    for (const [number, page] of days.entries()) addPage(firstDays, page, number, unit);
  }
  const coarser = [0, 0, 0];
  columns.segments.forEach((segment, index) => {
    const marks = selection.parts[index]?.marks;
    if (!marks) return;
    eachBit(segment.rare, (place) => {
      if (marks[place] !== SELECTED) return;
      const kind = KIND_OF_CLASS[segment.arrays.incidentClass[place] as number] as number;
      const first = binOfCoarse(segment, place, unit);
      if (first === null) coarser[kind] = (coarser[kind] as number) + 1;
      else if (first >= 0) addDays(firstDays, first, kind, 1);
    });
  });
  return { unit, bins: listBins(firstDays), coarser: toKinds(coarser, 0) };
}

/**
 * The bin of a record whose time is coarser than a day: null where it does not lie in one bin as a whole, -1 where the
 * record is not coarse and is counted by its day.
 */
function binOfCoarse({ arrays }: Segment, place: number, unit: HistogramUnit): number | null {
  if (IS_BY_DAY[arrays.timePrecision[place] as number] === 1) return -1;
  if (unit === 'day') return null;
  const from = arrays.occurredFrom[place] as number;
  const last = Math.max(from, (arrays.occurredTo[place] as number) - 1);
  const first = firstDayOf(brusselsDayNumber(from), unit);
  return firstDayOf(brusselsDayNumber(last), unit) === first ? first : null;
}

function addPage(
  target: DayPages,
  page: Uint32Array | undefined,
  number: number,
  unit: HistogramUnit,
): void {
  page?.forEach((count, entry) => {
    if (count === 0) return;
    const day = number * PAGE_DAYS + Math.floor(entry / KIND_COUNT);
    addDays(target, firstDayOf(day, unit), entry % KIND_COUNT, count);
  });
}

/** The first day of the bin that holds a day: itself, its Monday, or the first of its month. */
function firstDayOf(day: number, unit: HistogramUnit): number {
  if (unit === 'day') return day;
  // 1970-01-01 was a Thursday.
  if (unit === 'week') return day - ((day + 3) % 7);
  return day - new Date(day * DAY_MS).getUTCDate() + 1;
}

function listBins(pages: DayPages): HistogramBin[] {
  const bins: HistogramBin[] = [];
  pages.forEach((page, number) => {
    for (let index = 0; page && index < PAGE_DAYS; index += 1) {
      const counts = toKinds(page, index * KIND_COUNT);
      if (counts.shooting + counts.seizure + counts.incident === 0) continue;
      const day = new Date((number * PAGE_DAYS + index) * DAY_MS).toISOString().slice(0, 10);
      bins.push({ day, ...counts });
    }
  });
  return bins;
}

function toKinds(
  counts: ArrayLike<number>,
  first: number,
): { shooting: number; seizure: number; incident: number } {
  const [shooting = 0, seizure = 0, incident = 0] = KINDS.map((_, kind) => counts[first + kind]);
  return { shooting, seizure, incident };
}
