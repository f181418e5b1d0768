import { ROW_GONE, WIRE_COLUMNS, type WireColumn, type WireTuple } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  hashWords,
  subtractDigest,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';

interface ArrayByName {
  Uint8Array: Uint8Array;
  Uint16Array: Uint16Array;
  Uint32Array: Uint32Array;
}

/** One typed array per wire column, each as narrow as the column allows. */
export type ColumnArrays = {
  [Column in (typeof WIRE_COLUMNS)[number] as Column['name']]: ArrayByName[Column['array']];
};

/** Rows to read: the first `size` entries of each array count. */
export interface ReadableColumns {
  readonly arrays: Readonly<ColumnArrays>;
  readonly size: number;
}

/** What a put did to the record of that rid. */
export type PutResult = 'added' | 'replaced' | 'removed' | 'ignored';

const CONSTRUCTORS = { Uint8Array, Uint16Array, Uint32Array };
const NAMES: readonly WireColumn[] = WIRE_COLUMNS.map((column) => column.name);
const RID = NAMES.indexOf('rid');
const FROM_SEQ = NAMES.indexOf('fromSeq');
const STATE = NAMES.indexOf('state');
const SMALLEST_CAPACITY = 1024;
const GROWTH = 1.5;
/** rids are dense serial numbers; one beyond this is a damaged message and not a record. */
const LARGEST_RID = 2 ** 27;

/** Empty arrays for `capacity` rows. */
export function allocateColumns(capacity: number): ColumnArrays {
  const entries = WIRE_COLUMNS.map(({ name, array }) => [name, new CONSTRUCTORS[array](capacity)]);
  return Object.fromEntries(entries) as ColumnArrays;
}

/**
 * All published incidents as columns of integers, at most one row per rid: the one with the highest `fromSeq` that was
 * put. Rows `0 … size - 1` are dense and in no order. The digest is at all times the sum of the rows' hashes.
 */
export class IncidentColumns implements ReadableColumns {
  arrays: ColumnArrays = allocateColumns(SMALLEST_CAPACITY);
  size = 0;
  #capacity = SMALLEST_CAPACITY;
  /** Row + 1 of each rid, 0 for none. */
  #rowOfRid = new Int32Array(SMALLEST_CAPACITY);
  #tombstones = new Map<number, number>();
  #digest: Digest = ZERO_DIGEST;
  #words = new Uint32Array(NAMES.length);

  /** Sum of the rows' hashes, modulo 2^64. */
  get digest(): Digest {
    return this.#digest;
  }

  /** The row of a rid, or -1. */
  rowOf(rid: number): number {
    return (this.#rowOfRid[rid] ?? 0) - 1;
  }

  /** A row as integers in the order of `WIRE_COLUMNS`. */
  tupleAt(row: number): WireTuple {
    return NAMES.map((name) => this.arrays[name][row] ?? 0);
  }

  /**
   * Takes a version of a record unless a version with an equal or higher `fromSeq` is there (or was removed, until
   * {@link forgetTombstones}). A tombstone removes the record.
   * @throws RangeError if the rid is not a plausible serial number.
   */
  put(tuple: ArrayLike<number>): PutResult {
    const rid = tuple[RID] ?? 0;
    const fromSeq = tuple[FROM_SEQ] ?? 0;
    this.#admit(rid);
    const row = this.rowOf(rid);
    if (!this.#isNews(rid, row, fromSeq)) return 'ignored';
    if (tuple[STATE] === ROW_GONE) return this.#bury(rid, row, fromSeq);
    const target = row < 0 ? this.#append(rid) : row;
    if (row >= 0) this.#subtract(row);
    for (let column = 0; column < NAMES.length; column += 1) {
      this.arrays[NAMES[column] as WireColumn][target] = tuple[column] ?? 0;
    }
    this.#add(target);
    return row < 0 ? 'added' : 'replaced';
  }

  /** Puts every row of a partition. */
  putAll(rows: ReadableColumns): void {
    this.#reserve(this.size + rows.size);
    const sources = NAMES.map((name) => rows.arrays[name]);
    const tuple = new Uint32Array(NAMES.length);
    for (let row = 0; row < rows.size; row += 1) {
      for (let column = 0; column < sources.length; column += 1) {
        tuple[column] = sources[column]?.[row] ?? 0;
      }
      this.put(tuple);
    }
  }

  /** Stops remembering removed rids; right once no older version of them can arrive any more. */
  forgetTombstones(): void {
    this.#tombstones.clear();
  }

  #isNews(rid: number, row: number, fromSeq: number): boolean {
    if (row >= 0 && fromSeq <= (this.arrays.fromSeq[row] ?? 0)) return false;
    return fromSeq > (this.#tombstones.get(rid) ?? -1);
  }

  #bury(rid: number, row: number, fromSeq: number): PutResult {
    this.#tombstones.set(rid, fromSeq);
    if (row < 0) return 'ignored';
    this.#subtract(row);
    this.#rowOfRid[rid] = 0;
    const last = this.size - 1;
    if (row !== last) this.#move(last, row);
    // What left public view stays nowhere, not even in unused room.
    for (const name of NAMES) this.arrays[name][last] = 0;
    this.size = last;
    return 'removed';
  }

  #move(from: number, to: number): void {
    for (const name of NAMES) this.arrays[name][to] = this.arrays[name][from] ?? 0;
    this.#rowOfRid[this.arrays.rid[to] ?? 0] = to + 1;
  }

  #append(rid: number): number {
    this.#reserve(this.size + 1);
    const row = this.size;
    this.size += 1;
    this.#rowOfRid[rid] = row + 1;
    this.#tombstones.delete(rid);
    return row;
  }

  #admit(rid: number): void {
    if (rid < 1 || rid > LARGEST_RID) {
      throw new RangeError(`rid ${rid} is not a record number (1 to ${LARGEST_RID})`);
    }
    if (rid < this.#rowOfRid.length) return;
    const grown = new Int32Array(Math.ceil(rid * GROWTH) + 1);
    grown.set(this.#rowOfRid);
    this.#rowOfRid = grown;
  }

  #reserve(rows: number): void {
    if (rows <= this.#capacity) return;
    this.#capacity = Math.ceil(Math.max(rows, this.#capacity * GROWTH));
    const grown = allocateColumns(this.#capacity);
    for (const name of NAMES) grown[name].set(this.arrays[name]);
    this.arrays = grown;
  }

  #add(row: number): void {
    this.#digest = addDigest(this.#digest, this.#hash(row));
  }

  #subtract(row: number): void {
    this.#digest = subtractDigest(this.#digest, this.#hash(row));
  }

  #hash(row: number): Digest {
    for (let column = 0; column < NAMES.length; column += 1) {
      this.#words[column] = this.arrays[NAMES[column] as WireColumn][row] ?? 0;
    }
    return hashWords(this.#words);
  }
}
