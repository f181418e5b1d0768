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
import type { IncidentColumns } from './incident-columns';
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
export function rowsByBrusselsYear(columns: IncidentColumns): Map<number, Uint32Array> {
  const rowsOf = new Map<number, number[]>();
  let year = Number.NaN;
  let begins = 0;
  let ends = 0;
  for (const row of columns.rows()) {
    const minute = columns.valueAt(row, 'occurredFrom');
    if (!(minute >= begins && minute < ends)) {
      year = brusselsYear(minute * MINUTE_MS);
      begins = endOfBrusselsDayMs(`${year - 1}-12-31`) / MINUTE_MS;
      ends = endOfBrusselsDayMs(`${year}-12-31`) / MINUTE_MS;
    }
    const rows = rowsOf.get(year);
    if (rows) rows.push(row);
    else rowsOf.set(year, [row]);
  }
  const newestFirst = [...rowsOf].sort(([a], [b]) => b - a);
  return new Map(newestFirst.map(([key, rows]) => [key, Uint32Array.from(rows)]));
}

/**
 * Rows as an Arrow IPC stream: the wire columns with their exact integer types, in Morton order of the points, the
 * label in the schema's metadata. Equal rows and label give equal bytes, whatever the order of the store.
 * @throws RangeError if there is no row.
 */
export function encodePartition(
  columns: IncidentColumns,
  rows: Uint32Array,
  label: PartitionLabel,
): Uint8Array<ArrayBuffer> {
  if (rows.length === 0)
    throw new RangeError(`the partition of ${label.year} has no rows: leave it out`);
  const sorted = sortedColumns(columns, rows);
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

/** Rows of a store in Morton order. */
function sortedColumns(columns: IncidentColumns, rows: Uint32Array): ColumnArrays {
  const gathered = allocateColumns(rows.length);
  const sorted = allocateColumns(rows.length);
  for (const { name } of WIRE_COLUMNS) {
    rows.forEach((row, index) => {
      gathered[name][index] = columns.valueAt(row, name);
    });
  }
  const places = Uint32Array.from({ length: rows.length }, (_, place) => place);
  const order = mortonOrder(gathered.x, gathered.y, gathered.rid, places);
  for (const { name } of WIRE_COLUMNS) {
    order.forEach((from, to) => {
      sorted[name][to] = gathered[name][from] as number;
    });
  }
  return sorted;
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
