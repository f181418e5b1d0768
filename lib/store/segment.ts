import { countsByDay, grainOf } from '@/lib/domain/time';
import { TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { ROW_PUBLISHED, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { createKindSums, type KindSums } from './kind-sums';

interface ArrayByName {
  Uint8Array: Uint8Array;
  Uint16Array: Uint16Array;
  Uint32Array: Uint32Array;
}

/** One typed array per wire column, each as narrow as the column allows. */
export type ColumnArrays = {
  [Column in (typeof WIRE_COLUMNS)[number] as Column['name']]: ArrayByName[Column['array']];
};

/** Rows that lie one after another: the first `size` entries of each array count. */
export interface ReadableColumns {
  readonly arrays: Readonly<ColumnArrays>;
  readonly size: number;
}

/** A row's number is its segment's index times this, plus its place there; a place fits in 14 bits. */
export const SEGMENT_ROWS = 16_384;
/** Rows that share a bounding box and, in a selection, their sums. */
export const BLOCK_ROWS = 128;
export const BOX_SIDES = 4;
/** By the code of a time precision: 1 where a record belongs to a day. */
export const IS_BY_DAY = Uint8Array.from(TIME_PRECISIONS, (word) => (countsByDay(word) ? 1 : 0));
/** By the code of a time precision: its grain. */
export const GRAINS = Uint8Array.from(TIME_PRECISIONS, grainOf);
const CONSTRUCTORS = { Uint8Array, Uint16Array, Uint32Array };

/** Empty arrays for `capacity` rows. */
export function allocateColumns(capacity: number): ColumnArrays {
  const entries = WIRE_COLUMNS.map(({ name, array }) => [name, new CONSTRUCTORS[array](capacity)]);
  return Object.fromEntries(entries) as ColumnArrays;
}

/**
 * At most {@link SEGMENT_ROWS} rows. Rows that are gone stay where they are, with the state `ROW_GONE`, until the segment is
 * rewritten. What is derived of the rows only ever widens in between, so it may say too much and never too little.
 */
export interface Segment extends ReadableColumns {
  readonly arrays: ColumnArrays;
  size: number;
  /** Rows among `size` that are gone. */
  gone: number;
  /** Raised by every change of a row; unique over all segments of a store, so that a reused place is not mistaken. */
  version: number;
  /** Least and greatest `occurredFrom`, and greatest `occurredTo`. */
  firstMinute: number;
  lastBegin: number;
  lastMinute: number;
  /** Per block least x, least y, greatest x, greatest y. A block with rows without a point reaches to `NO_POINT`. */
  readonly boxes: Uint32Array;
  /** Per row the number of its {@link Traits}. */
  readonly traits: Uint16Array;
  /** A bit per row that its traits alone do not decide: it is or was retracted, or of a time coarser than a day. */
  readonly rare: Uint32Array;
  readonly kindSums: KindSums;
}

/** A segment around arrays whose rows are described by {@link describeRows} next. */
export function createSegment(arrays: ColumnArrays, version: number): Segment {
  const capacity = arrays.rid.length;
  return {
    arrays,
    size: 0,
    gone: 0,
    version,
    firstMinute: Number.POSITIVE_INFINITY,
    lastBegin: 0,
    lastMinute: 0,
    boxes: emptyBoxes(capacity),
    traits: new Uint16Array(capacity),
    rare: new Uint32Array(Math.ceil(capacity / 32)),
    kindSums: createKindSums(Math.ceil(capacity / BLOCK_ROWS)),
  };
}

function emptyBoxes(rows: number): Uint32Array {
  const boxes = new Uint32Array(Math.ceil(rows / BLOCK_ROWS) * BOX_SIDES);
  for (let side = 0; side < boxes.length; side += BOX_SIDES)
    boxes.fill(0xffff_ffff, side, side + 2);
  return boxes;
}

/** Whether a row's codes and the minute at which it began decide about it: it is published, and of a day or finer. */
function isPlain({ arrays }: ReadableColumns, place: number): boolean {
  return (
    arrays.state[place] === ROW_PUBLISHED && IS_BY_DAY[arrays.timePrecision[place] as number] === 1
  );
}

/** Widens what the segment says of its rows by rows `from … to - 1`. */
export function describeRows(segment: Segment, from: number, to: number): void {
  const { rare, kindSums } = segment;
  const { occurredFrom, occurredTo } = segment.arrays;
  let { firstMinute, lastBegin, lastMinute } = segment;
  for (let place = from; place < to; place += 1) {
    const begins = occurredFrom[place] as number;
    const ends = occurredTo[place] as number;
    if (begins < firstMinute) firstMinute = begins;
    if (begins > lastBegin) lastBegin = begins;
    if (ends > lastMinute) lastMinute = ends;
    if (!isPlain(segment, place)) {
      rare[place >> 5] = (rare[place >> 5] as number) | (1 << (place & 31));
    }
  }
  segment.firstMinute = firstMinute;
  segment.lastBegin = lastBegin;
  segment.lastMinute = Math.max(lastBegin, lastMinute);
  for (let block = (from / BLOCK_ROWS) | 0; block * BLOCK_ROWS < to; block += 1) {
    const begin = Math.max(from, block * BLOCK_ROWS);
    widenBox(segment, block, begin, Math.min(to, (block + 1) * BLOCK_ROWS));
    kindSums.due[block] = 1;
  }
}

function widenBox({ arrays, boxes }: Segment, block: number, from: number, to: number): void {
  const { x: xs, y: ys } = arrays;
  const box = block * BOX_SIDES;
  let minX = boxes[box] as number;
  let minY = boxes[box + 1] as number;
  let maxX = boxes[box + 2] as number;
  let maxY = boxes[box + 3] as number;
  for (let place = from; place < to; place += 1) {
    const x = xs[place] as number;
    const y = ys[place] as number;
    if (x < minX) minX = x;
    if (x > maxX) maxX = x;
    if (y < minY) minY = y;
    if (y > maxY) maxY = y;
  }
  boxes[box] = minX;
  boxes[box + 1] = minY;
  boxes[box + 2] = maxX;
  boxes[box + 3] = maxY;
}

/** Calls back for every place from `from` to `to - 1` whose bit is set, in order; both are multiples of 32, or `to` the end. */
export function eachBit(
  bits: Uint32Array,
  visit: (place: number) => void,
  from = 0,
  to: number = bits.length * 32,
): void {
  for (let word = from >> 5; word * 32 < to; word += 1) {
    let left = bits[word] as number;
    while (left !== 0) {
      const bit = 31 - Math.clz32(left & -left);
      left &= left - 1;
      visit(word * 32 + bit);
    }
  }
}
