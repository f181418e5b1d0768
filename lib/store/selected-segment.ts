import type { CompiledFilter } from './compile-filter';
import type { CodesAndDays } from './mark-rows';
import { BLOCK_ROWS, type Segment } from './segment';

/** What an answer was computed for. */
export interface MadeFor {
  version: number;
  key: string;
  from: number;
  end: number;
}

/** Arrays to write an answer into. */
export interface Room {
  /** A byte per row. */
  marks: Uint8Array;
  /** `SUM_FIELDS` numbers a block, or none where nobody wants sums. */
  sums: Float64Array;
}

/** A filter, asked of the segment with that number. */
export interface SegmentQuestion extends Room {
  segment: Segment;
  index: number;
  filter: CompiledFilter;
  question: CodesAndDays;
  madeFor: MadeFor;
}

/** Writes the marks of one block into `marks`. */
export type MarkBlock = (block: number, marks: Uint8Array) => void;

/**
 * The answer of one segment to a filter. Its sums are there at once; the marks of its rows, where `markBlock` is given, only
 * once somebody reads them, block by block, since most blocks are counted as a whole.
 */
export class SelectedSegment {
  readonly madeFor: MadeFor;
  /** The sums of the `SELECTED` rows of each block. */
  readonly sums: Float64Array;
  retracted = 0;
  tooCoarse = 0;
  /** Rows that only the want of a point keeps out of the filter's shape. */
  unplaced = 0;
  #marks: Uint8Array;
  #markBlock: MarkBlock | null;
  #due: Uint8Array;

  constructor(
    madeFor: MadeFor,
    marks: Uint8Array,
    sums: Float64Array,
    markBlock: MarkBlock | null,
  ) {
    this.madeFor = madeFor;
    this.sums = sums;
    this.#marks = marks;
    this.#markBlock = markBlock;
    const blocks = markBlock ? Math.ceil(marks.length / BLOCK_ROWS) : 0;
    this.#due = new Uint8Array(blocks).fill(1);
  }

  /** A mark per row; those of that block's rows are true. */
  marksIn(block: number): Uint8Array {
    if (this.#due[block] === 1) {
      this.#markBlock?.(block, this.#marks);
      this.#due[block] = 0;
    }
    return this.#marks;
  }

  /** A mark per row. */
  get marks(): Uint8Array {
    for (let block = this.#due.indexOf(1); block >= 0; block = this.#due.indexOf(1, block + 1)) {
      this.marksIn(block);
    }
    return this.#marks;
  }

  /** The array that holds its marks, for the next answer to be written into. */
  get buffer(): Uint8Array {
    return this.#marks;
  }
}
