import { INSIDE, matchPeriod, OUTSIDE } from '@/lib/domain/matches-filter';
import { ROW_GONE, ROW_PUBLISHED } from '@/lib/protocol/columns';
import { SUM_FIELDS } from './cell-sums';
import { type CompiledFilter, END_OF_TIME } from './compile-filter';
import type { IncidentColumns } from './incident-columns';
import { BLOCK_ROWS, eachBit, IS_BY_DAY, SEGMENT_ROWS, type Segment } from './segment';
import { sumBlocks } from './sum-blocks';

export const UNSELECTED = 0;
export const SELECTED = 1;
/** Passes the filter, but the record was retracted: shown as such and never counted. */
export const SELECTED_RETRACTED = 2;
/** Its time is so coarse that it lies only partly in the filter's days: not counted, and said. */
export const TOO_COARSE = 3;

const NO_SUMS = new Float64Array();

/** The answer of one segment to a filter. */
export interface SelectedSegment {
  /** A mark per row. */
  marks: Uint8Array;
  /** The sums of the `SELECTED` rows of each block, `SUM_FIELDS` numbers a block. */
  sums: Float64Array;
  retracted: number;
  tooCoarse: number;
  /** What the answer was computed for. */
  madeFor: { version: number; key: string; from: number; end: number };
}

/**
 * Which rows a filter selects: an answer per segment of a store, in the order of the segments. {@link update} computes
 * only the answers that the filter's or the segment's change can have changed: a day more at the end of a filter concerns
 * the segments whose time reaches there, and a new record its own segment.
 */
export class Selection {
  parts: SelectedSegment[] = [];
  /** Raised whenever an answer changed. */
  revision = 0;
  #hasSums: boolean;
  #columns: IncidentColumns | null = null;
  #traits: { key: string; table: Uint8Array } = { key: '', table: new Uint8Array() };

  constructor({ sums }: { sums: boolean } = { sums: true }) {
    this.#hasSums = sums;
  }

  /** The mark of a row. */
  markOf(row: number): number {
    return this.parts[Math.floor(row / SEGMENT_ROWS)]?.marks[row & (SEGMENT_ROWS - 1)] ?? 0;
  }

  update(columns: IncidentColumns, filter: CompiledFilter): this {
    if (columns !== this.#columns) this.parts = [];
    this.#columns = columns;
    const table = this.#traitTable(columns, filter);
    this.parts.length = Math.min(this.parts.length, columns.segments.length);
    columns.segments.forEach((segment, index) => {
      const { version } = segment;
      const madeFor = { version, key: filter.key, ...daysThatMatter(segment, filter) };
      const part = this.parts[index];
      if (part && isSame(part.madeFor, madeFor)) return;
      const next = selectSegment(segment, filter, table, madeFor, part?.marks);
      const sums = part?.sums.length === sumsLength(segment) ? part.sums : null;
      next.sums = this.#hasSums ? (sums ?? new Float64Array(sumsLength(segment))) : NO_SUMS;
      if (this.#hasSums) sumBlocks(segment, index * SEGMENT_ROWS, next.marks, next.sums);
      this.parts[index] = next;
      this.revision += 1;
    });
    return this;
  }

  /** A byte per number of traits. */
  #traitTable(columns: IncidentColumns, filter: CompiledFilter): Uint8Array {
    const { list } = columns.traits;
    if (this.#traits.key !== filter.key || this.#traits.table.length !== list.length) {
      const table = Uint8Array.from(list, (traits) => (filter.passes(traits) ? 1 : 0));
      this.#traits = { key: filter.key, table };
    }
    return this.#traits.table;
  }
}

function isSame(one: SelectedSegment['madeFor'], other: SelectedSegment['madeFor']): boolean {
  return (
    one.version === other.version &&
    one.key === other.key &&
    one.from === other.from &&
    one.end === other.end
  );
}

/** The filter's minutes, where a bound that no row of the segment can meet reads the same however far away it is. */
function daysThatMatter(
  { firstMinute, lastMinute }: Segment,
  { fromMinute, endMinute }: CompiledFilter,
): { from: number; end: number } {
  const isNone = fromMinute > lastMinute || endMinute <= firstMinute;
  if (isNone) return { from: 0, end: 0 };
  return {
    from: fromMinute <= firstMinute ? 0 : fromMinute,
    end: endMinute > lastMinute ? END_OF_TIME : endMinute,
  };
}

function sumsLength({ traits }: Segment): number {
  return Math.ceil(traits.length / BLOCK_ROWS) * SUM_FIELDS;
}

/** `marks` are overwritten where they are long enough. */
function selectSegment(
  segment: Segment,
  filter: CompiledFilter,
  table: Uint8Array,
  madeFor: SelectedSegment['madeFor'],
  marks: Uint8Array | undefined,
): SelectedSegment {
  const { length } = segment.traits;
  const part: SelectedSegment = {
    marks: marks?.length === length ? marks : new Uint8Array(length),
    sums: NO_SUMS,
    retracted: 0,
    tooCoarse: 0,
    madeFor,
  };
  markByTables(segment, table, madeFor, part.marks);
  eachBit(segment.rare, (place) => {
    part.marks[place] = table[segment.traits[place] as number]
      ? rareMark(segment, place, filter)
      : 0;
  });
  if (filter.areas) keepAreas(segment, filter.areas, part.marks);
  eachBit(segment.rare, (place) => {
    if (part.marks[place] === SELECTED_RETRACTED) part.retracted += 1;
    else if (part.marks[place] === TOO_COARSE) part.tooCoarse += 1;
  });
  return part;
}

/**
 * Marks the rows that need no second look: one table and one comparison, without a branch that the processor could
 * guess wrong. `(minute - from) >>> 0` is enormous where the minute is before `from`.
 */
function markByTables(
  { arrays, traits, size }: Segment,
  table: Uint8Array,
  { from, end }: { from: number; end: number },
  marks: Uint8Array,
): void {
  const { occurredFrom } = arrays;
  const span = end - from;
  if (span === 0) marks.fill(UNSELECTED);
  else if (from === 0 && end === END_OF_TIME) {
    for (let place = 0; place < size; place += 1) {
      marks[place] = table[traits[place] as number] as number;
    }
  } else {
    for (let place = 0; place < size; place += 1) {
      const isInside = Number(((occurredFrom[place] as number) - from) >>> 0 < span);
      marks[place] = (table[traits[place] as number] as number) & isInside;
    }
  }
}

/** The mark of a row whose codes pass; `matchPeriod` has the rule of time. */
function rareMark(segment: Segment, place: number, filter: CompiledFilter): number {
  const state = segment.arrays.state[place] as number;
  if (state === ROW_GONE) return UNSELECTED;
  const mark = timeMark(segment, place, filter);
  if (state === ROW_PUBLISHED) return mark;
  return mark === SELECTED ? SELECTED_RETRACTED : UNSELECTED;
}

function timeMark({ arrays }: Segment, place: number, filter: CompiledFilter): number {
  const match = matchPeriod(
    arrays.occurredFrom[place] as number,
    arrays.occurredTo[place] as number,
    IS_BY_DAY[arrays.timePrecision[place] as number] === 1,
    filter,
  );
  if (match === OUTSIDE) return UNSELECTED;
  return match === INSIDE ? SELECTED : TOO_COARSE;
}

function keepAreas({ arrays, size }: Segment, areas: Uint8Array, marks: Uint8Array): void {
  const { area } = arrays;
  for (let place = 0; place < size; place += 1) {
    marks[place] = (marks[place] as number) & -(areas[area[place] as number] as number);
  }
}
