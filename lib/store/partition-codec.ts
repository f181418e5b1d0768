import {
  columnFromArray,
  Table,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
} from '@uwdata/flechette';
import { brusselsYear, endOfBrusselsDayMs, MINUTE_MS } from '@/lib/domain/time';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { mortonOrder } from './morton';
import { allocateColumns, type ColumnArrays, type ReadableColumns } from './segment';

/** What a partition says of itself: which state it belongs to. */
export interface PartitionLabel {
  epoch: string;
  seq: number;
  /** Brussels year of `occurredFrom`. */
  year: number;
}

/** A decoded partition; its arrays are views into the bytes where alignment allows. */
export interface Partition extends ReadableColumns {
  label: PartitionLabel;
}

/** The rows of each Brussels year of `occurredFrom`, newest year first. */
export function rowsByBrusselsYear(columns: ReadableColumns): Map<number, Uint32Array> {
  const { occurredFrom } = columns.arrays;
  const years: YearRows[] = [];
  let current: YearRows | undefined;
  for (let row = 0; row < columns.size; row += 1) {
    const minute = occurredFrom[row] ?? 0;
    if (!current || !isWithin(current, minute)) {
      // Rows come in any order: a calendar is asked once a year, not once a row.
      current = years.find((year) => isWithin(year, minute)) ?? beginYear(years, minute);
    }
    current.rows.push(row);
  }
  const newestFirst = years.sort((a, b) => b.year - a.year);
  return new Map(newestFirst.map(({ year, rows }) => [year, Uint32Array.from(rows)]));
}

/** A Brussels year as a span of minutes, and the rows in it. */
interface YearRows {
  year: number;
  begins: number;
  ends: number;
  rows: number[];
}

function isWithin({ begins, ends }: YearRows, minute: number): boolean {
  return minute >= begins && minute < ends;
}

function beginYear(years: YearRows[], minute: number): YearRows {
  const year = brusselsYear(minute * MINUTE_MS);
  const begins = endOfBrusselsDayMs(`${year - 1}-12-31`) / MINUTE_MS;
  const ends = endOfBrusselsDayMs(`${year}-12-31`) / MINUTE_MS;
  const begun = { year, begins, ends, rows: [] };
  years.push(begun);
  return begun;
}

/**
 * Rows as an Arrow IPC stream: the wire columns with their exact integer types, in Morton order of the points, the
 * label in the schema's metadata. Equal rows and label give equal bytes, whatever the order of the store.
 * @throws RangeError if there is no row.
 */
export function encodePartition(
  columns: ReadableColumns,
  rows: Uint32Array,
  label: PartitionLabel,
): Uint8Array<ArrayBuffer> {
  if (rows.length === 0)
    throw new RangeError(`the partition of ${label.year} has no rows: leave it out`);
  const { x, y, rid } = columns.arrays;
  const order = mortonOrder(x, y, rid, rows);
  const sorted = allocateColumns(order.length);
  for (const { name } of WIRE_COLUMNS) {
    const source = columns.arrays[name];
    const target = sorted[name];
    for (let index = 0; index < order.length; index += 1) {
      target[index] = source[order[index] ?? 0] ?? 0;
    }
  }
  const plain = tableFromColumns(
    WIRE_COLUMNS.map(({ name }) => [name, columnFromArray(sorted[name])]),
  );
  const metadata = new Map([
    ['protocol', String(PROTOCOL_VERSION)],
    ['epoch', label.epoch],
    ['seq', String(label.seq)],
    ['year', String(label.year)],
  ]);
  const bytes = tableToIPC(new Table({ ...plain.schema, metadata }, plain.children), {
    format: 'stream',
  });
  if (!bytes) throw new Error(`the partition of ${label.year} gave no bytes`);
  return new Uint8Array(bytes);
}

/**
 * Reads what {@link encodePartition} wrote.
 * @throws Error that says which column or label is missing, superfluous or of another type or protocol.
 */
export function decodePartition(bytes: Uint8Array): Partition {
  const table = readTable(bytes);
  const label = readLabel(table.schema.metadata ?? new Map());
  const known = new Set<string>(WIRE_COLUMNS.map(({ name }) => name));
  const extra = table.names.map(String).filter((name) => !known.has(name));
  if (extra.length > 0) {
    throw new Error(
      `partition ${label.year}: column "${extra.join('", "')}" is not of protocol ${PROTOCOL_VERSION}`,
    );
  }
  const entries = WIRE_COLUMNS.map(({ name, array }) => {
    const values: unknown = table.getChild(name)?.toArray();
    if (values === undefined)
      throw new Error(`partition ${label.year}: column "${name}" is missing`);
    const found = (values as object).constructor.name;
    if (found !== array) {
      throw new Error(`partition ${label.year}: column "${name}" is ${found}, expected ${array}`);
    }
    return [name, values];
  });
  return { label, arrays: Object.fromEntries(entries) as ColumnArrays, size: table.numRows };
}

function readTable(bytes: Uint8Array): Table {
  try {
    return tableFromIPC(bytes);
  } catch (cause) {
    throw new Error(`${bytes.length} bytes are not an Arrow partition: load it again`, { cause });
  }
}

function readLabel(metadata: ReadonlyMap<string, string>): PartitionLabel {
  const protocol = metadata.get('protocol');
  if (protocol !== String(PROTOCOL_VERSION)) {
    throw new Error(
      `partition of protocol ${protocol ?? 'unknown'}, expected ${PROTOCOL_VERSION}: reload the page`,
    );
  }
  const epoch = metadata.get('epoch');
  const seq = Number(metadata.get('seq') ?? Number.NaN);
  const year = Number(metadata.get('year') ?? Number.NaN);
  if (epoch === undefined || !Number.isInteger(seq) || !Number.isInteger(year)) {
    throw new Error('partition without epoch, seq or year in its metadata: load it again');
  }
  return { epoch, seq, year };
}
