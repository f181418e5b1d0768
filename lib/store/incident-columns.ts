import { ROW_GONE, WIRE_COLUMNS, type WireColumn, type WireTuple } from '@/lib/protocol/columns';
import { addDigest, type Digest, subtractDigest, ZERO_DIGEST } from '@/lib/protocol/digest';
import { mortonOrder } from './morton';
import { RidIndex } from './rid-index';
import { hashRowAt, sumRowHashes } from './row-hashes';
import {
  allocateColumns,
  type ColumnArrays,
  createSegment,
  describeRows,
  type ReadableColumns,
  SEGMENT_ROWS,
  type Segment,
} from './segment';
import { TraitNumbers } from './traits';

/** What a put did to the record of that rid. */
export type PutResult = 'added' | 'replaced' | 'removed' | 'ignored';

const NAMES: readonly WireColumn[] = WIRE_COLUMNS.map((column) => column.name);
const RID = NAMES.indexOf('rid');
const FROM_SEQ = NAMES.indexOf('fromSeq');
const STATE = NAMES.indexOf('state');
const SMALLEST_TAIL_ROWS = 256;

/**
 * All published incidents as columns of integers, at most one row per rid: the one with the highest `fromSeq` that was
 * put. The digest is at all times the sum of the rows' hashes.
 *
 * Rows lie in segments. Those of a partition stay as the file has them, in Morton order; new records go to one unsorted
 * segment, the tail, which is sorted when it is full. A correction is written in place; a removed row is only marked,
 * and a segment more than half of whose rows are gone is emptied into the tail. Row numbers hold until the next put.
 */
export class IncidentColumns {
  #segments: Segment[] = [];
  #tail: Segment | null = null;
  #size = 0;
  #version = 0;
  #rows = new RidIndex();
  #traits = new TraitNumbers();
  #tombstones = new Map<number, number>();
  #digest: Digest = ZERO_DIGEST;

  /** By number; a number's segment may be empty. */
  get segments(): readonly Segment[] {
    return this.#segments;
  }

  get traits(): TraitNumbers {
    return this.#traits;
  }

  /** Records held. */
  get size(): number {
    return this.#size;
  }

  /** Sum of the rows' hashes, modulo 2^64. */
  get digest(): Digest {
    return this.#digest;
  }

  /** The row of a rid, or -1. */
  rowOf(rid: number): number {
    return this.#rows.get(rid);
  }

  /** One integer of a row. */
  valueAt(row: number, name: WireColumn): number {
    return this.#segments[segmentOf(row)]?.arrays[name][placeOf(row)] ?? 0;
  }

  /** A row as integers in the order of `WIRE_COLUMNS`. */
  tupleAt(row: number): WireTuple {
    return NAMES.map((name) => this.valueAt(row, name));
  }

  /** The numbers of the rows that are held, in no order of meaning. */
  *rows(): Generator<number, void> {
    for (const [index, { arrays, size }] of this.#segments.entries()) {
      for (let place = 0; place < size; place += 1) {
        if (arrays.state[place] !== ROW_GONE) yield index * SEGMENT_ROWS + place;
      }
    }
  }

  /** A copy of the rows that are held, one after another, that stays as it is. */
  compact(): ReadableColumns {
    const arrays = allocateColumns(this.#size);
    const taken = NAMES.map((name) => arrays[name]);
    let size = 0;
    for (const segment of this.#segments) {
      const sources = NAMES.map((name) => segment.arrays[name]);
      for (let place = 0; place < segment.size; place += 1) {
        if (segment.arrays.state[place] === ROW_GONE) continue;
        for (let column = 0; column < taken.length; column += 1) {
          (taken[column] as Uint32Array)[size] = (sources[column] as Uint32Array)[place] as number;
        }
        size += 1;
      }
    }
    return { arrays, size };
  }

  /**
   * Takes a version of a record unless a version with an equal or higher `fromSeq` is there (or was removed, until
   * {@link forgetTombstones}). A tombstone removes the record.
   * @throws RangeError if the rid is not a plausible serial number.
   */
  put(tuple: ArrayLike<number>): PutResult {
    const rid = tuple[RID] ?? 0;
    const fromSeq = tuple[FROM_SEQ] ?? 0;
    this.#rows.admit(rid);
    const row = this.rowOf(rid);
    if (!this.#isNews(rid, row, fromSeq)) return 'ignored';
    if (tuple[STATE] === ROW_GONE) return this.#bury(rid, row, fromSeq);
    const target = row < 0 ? this.#append(rid) : row;
    const segment = this.#segments[segmentOf(target)] as Segment;
    const place = placeOf(target);
    if (row >= 0) this.#digest = subtractDigest(this.#digest, hashRowAt(segment.arrays, place));
    for (let column = 0; column < NAMES.length; column += 1) {
      segment.arrays[NAMES[column] as WireColumn][place] = tuple[column] ?? 0;
    }
    this.#describe(segment, place, place + 1);
    this.#digest = addDigest(this.#digest, hashRowAt(segment.arrays, place));
    if (row >= 0) return 'replaced';
    this.#size += 1;
    return 'added';
  }

  /**
   * Puts every row of a partition without copying: the arrays are this store's from now on, and it writes to them.
   * @throws RangeError if a rid is not a plausible serial number.
   */
  putAll(rows: ReadableColumns): void {
    for (let from = 0; from < rows.size; from += SEGMENT_ROWS) {
      const to = Math.min(rows.size, from + SEGMENT_ROWS);
      this.#addSegment(sliceColumns(rows.arrays, from, to), to - from);
    }
    for (const segment of [...this.#segments]) this.#emptyIfMostlyGone(segment);
  }

  /** Stops remembering removed rids; right once no older version of them can arrive any more. */
  forgetTombstones(): void {
    this.#tombstones.clear();
  }

  #isNews(rid: number, row: number, fromSeq: number): boolean {
    if (row >= 0 && fromSeq <= this.valueAt(row, 'fromSeq')) return false;
    return fromSeq > (this.#tombstones.get(rid) ?? -1);
  }

  #bury(rid: number, row: number, fromSeq: number): PutResult {
    this.#tombstones.set(rid, fromSeq);
    if (row < 0) return 'ignored';
    this.#rows.remove(rid);
    this.#emptyIfMostlyGone(this.#markGone(row));
    return 'removed';
  }

  #markGone(row: number): Segment {
    const segment = this.#segments[segmentOf(row)] as Segment;
    const place = placeOf(row);
    this.#digest = subtractDigest(this.#digest, hashRowAt(segment.arrays, place));
    segment.arrays.state[place] = ROW_GONE;
    segment.gone += 1;
    this.#size -= 1;
    this.#describe(segment, place, place + 1);
    // What left public view stays nowhere, not even in a row that no answer counts.
    for (const name of NAMES) if (name !== 'state') segment.arrays[name][place] = 0;
    segment.traits[place] = 0;
    return segment;
  }

  #addSegment(arrays: ColumnArrays, size: number): void {
    const segment = createSegment(arrays, 0);
    segment.size = size;
    const first = this.#place(segment) * SEGMENT_ROWS;
    this.#size += size;
    this.#digest = addDigest(this.#digest, sumRowHashes(arrays, 0, size));
    const { rid: rids, fromSeq } = arrays;
    for (let place = 0; place < size; place += 1) {
      const rid = rids[place] as number;
      this.#rows.admit(rid);
      const held = this.#rows.get(rid);
      const isKnown = held >= 0 || this.#tombstones.has(rid);
      if (isKnown && !this.#isNews(rid, held, fromSeq[place] as number)) {
        this.#markGone(first + place);
        continue;
      }
      if (held >= 0) this.#markGone(held);
      if (isKnown) this.#tombstones.delete(rid);
      this.#rows.set(rid, first + place);
    }
    this.#describe(segment, 0, size);
  }

  /** Gives a segment the first free number. */
  #place(segment: Segment): number {
    const free = this.#segments.findIndex(({ arrays }) => arrays.rid.length === 0);
    const index = free < 0 ? this.#segments.length : free;
    this.#segments[index] = segment;
    return index;
  }

  #describe(segment: Segment, from: number, to: number): void {
    describeRows(segment, from, to);
    this.#traits.number(segment.arrays, from, to, segment.traits);
    this.#version += 1;
    segment.version = this.#version;
  }

  /** A row of its own for a rid; its columns are still to be written. */
  #append(rid: number): number {
    if (this.#tail === null || isFull(this.#tail)) this.#tail = this.#openTail();
    const row = this.#segments.indexOf(this.#tail) * SEGMENT_ROWS + this.#tail.size;
    this.#tail.size += 1;
    this.#rows.set(rid, row);
    this.#tombstones.delete(rid);
    return row;
  }

  /** Sorts the full tail, where there is one. What is left of it goes on as the tail if half of it is free then. */
  #openTail(): Segment {
    const full = this.#tail;
    if (full) {
      const isHalfFree = full.gone * 2 > full.size;
      const sorted = this.#sorted(full, isHalfFree ? full.size : full.size - full.gone);
      this.#replace(full, sorted);
      if (isHalfFree) return sorted;
    }
    // As large as what is held already, so that a small store stays small; nothing is ever copied to grow.
    const capacity = Math.min(SEGMENT_ROWS, Math.max(SMALLEST_TAIL_ROWS, this.#size));
    const tail = createSegment(allocateColumns(capacity), 0);
    this.#place(tail);
    return tail;
  }

  /** The rows of a segment that are not gone, in Morton order, with room for `capacity` rows. */
  #sorted({ arrays, size }: Segment, capacity: number): Segment {
    const held = Uint32Array.from({ length: size }, (_, place) => place).filter(
      (place) => arrays.state[place] !== ROW_GONE,
    );
    const order = mortonOrder(arrays.x, arrays.y, arrays.rid, held);
    const sorted = createSegment(allocateColumns(capacity), 0);
    sorted.size = order.length;
    for (const name of NAMES) {
      order.forEach((from, to) => {
        sorted.arrays[name][to] = arrays[name][from] as number;
      });
    }
    this.#describe(sorted, 0, sorted.size);
    return sorted;
  }

  #replace(segment: Segment, by: Segment): void {
    const index = this.#segments.indexOf(segment);
    this.#segments[index] = by;
    for (let place = 0; place < by.size; place += 1) {
      this.#rows.set(by.arrays.rid[place] as number, index * SEGMENT_ROWS + place);
    }
  }

  #emptyIfMostlyGone(segment: Segment): void {
    if (segment === this.#tail || segment.gone * 2 <= segment.size) return;
    const { arrays, size } = segment;
    this.#segments[this.#segments.indexOf(segment)] = createSegment(allocateColumns(0), 0);
    for (let place = 0; place < size; place += 1) {
      if (arrays.state[place] === ROW_GONE) continue;
      const row = this.#append(arrays.rid[place] as number);
      const target = this.#segments[segmentOf(row)] as Segment;
      for (const name of NAMES) target.arrays[name][placeOf(row)] = arrays[name][place] as number;
      this.#describe(target, placeOf(row), placeOf(row) + 1);
    }
  }
}

function isFull({ arrays, size }: Segment): boolean {
  return size === arrays.rid.length;
}

function segmentOf(row: number): number {
  return Math.floor(row / SEGMENT_ROWS);
}

function placeOf(row: number): number {
  return row & (SEGMENT_ROWS - 1);
}

function sliceColumns(arrays: ColumnArrays, from: number, to: number): ColumnArrays {
  const entries = NAMES.map((name) => [name, arrays[name].subarray(from, to)]);
  return Object.fromEntries(entries) as ColumnArrays;
}
