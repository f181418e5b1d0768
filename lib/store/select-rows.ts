import { SUM_FIELDS } from './cell-sums';
import { type CompiledFilter, END_OF_TIME } from './compile-filter';
import type { IncidentColumns } from './incident-columns';
import { UNSELECTED } from './row-marks';
import { BLOCK_ROWS, SEGMENT_ROWS, type Segment } from './segment';
import { isByKind, selectByKind } from './select-by-kind';
import { selectByRow } from './select-by-row';
import type { MadeFor, Room, SelectedSegment } from './selected-segment';

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
    const place = row & (SEGMENT_ROWS - 1);
    const part = this.parts[Math.floor(row / SEGMENT_ROWS)];
    return part?.marksIn((place / BLOCK_ROWS) | 0)[place] ?? UNSELECTED;
  }

  update(columns: IncidentColumns, filter: CompiledFilter): this {
    if (columns !== this.#columns) this.#begin(columns);
    const table = this.#traitTable(columns, filter);
    this.parts.length = Math.min(this.parts.length, columns.segments.length);
    columns.segments.forEach((segment, index) => {
      const { version } = segment;
      const madeFor = { version, key: filter.key, ...daysThatMatter(segment, filter) };
      const known = this.parts[index];
      if (known && isSame(known.madeFor, madeFor)) return;
      const question = { table, period: filter, ...madeFor };
      const room = this.#roomFor(segment, known);
      this.parts[index] = isByKind(segment, filter)
        ? selectByKind({ segment, index, filter, question, madeFor, ...room })
        : selectByRow({ segment, index, filter, question, madeFor, ...room });
      this.revision += 1;
    });
    return this;
  }

  /** Another store numbers its traits in another order, so nothing of the last one serves. */
  #begin(columns: IncidentColumns): void {
    this.#columns = columns;
    this.parts = [];
    this.#traits = { key: '', table: new Uint8Array() };
    this.revision += 1;
  }

  /** Arrays for a segment's answer: those of the last one, where they are as long as it needs. */
  #roomFor({ traits }: Segment, known: SelectedSegment | undefined): Room {
    const sumsLength = this.#hasSums ? Math.ceil(traits.length / BLOCK_ROWS) * SUM_FIELDS : 0;
    const isLong = known?.buffer.length === traits.length && known.sums.length === sumsLength;
    if (known && isLong) return { marks: known.buffer, sums: known.sums };
    return { marks: new Uint8Array(traits.length), sums: new Float64Array(sumsLength) };
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

function isSame(one: MadeFor, other: MadeFor): boolean {
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
