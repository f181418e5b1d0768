import {
  type Column,
  columnFromArray,
  type DataType,
  dictionary,
  float64,
  int16,
  int32,
  Table,
  TimeUnit,
  tableFromColumns,
  tableToIPC,
  timestamp,
  utf8,
} from '@uwdata/flechette';
import { textOfPastName } from '@/lib/domain/past-name';
import { END_OF_STREAM, ipcMessages, RECORD_BATCH } from './arrow-messages';
import { FLAT_COLUMNS, type FlatColumn, type FlatType } from './flat-columns';
import type { SelectedBatches, SelectedRecord, SelectionLabel } from './selection-label';

type Cell = string | number | null;

/** As long as the longest list of words. */
const WORD_ROWS = Math.max(
  ...FLAT_COLUMNS.map(({ type }) => (type.is === 'word' ? type.words.length : 0)),
);

/**
 * A selection as an Arrow IPC stream: the columns of the CSV, words as dictionaries, instants as milliseconds in UTC, null
 * where nobody said, the label in the schema's metadata.
 *
 * The library writes whole tables only. So each batch is written as a table whose first record batch has every word of each
 * list in the list's order, by which all tables have the same schema and dictionaries; of the first table these are sent, and
 * of every table the last record batch.
 */
export async function* writeArrow(
  batches: SelectedBatches,
  label: SelectionLabel,
): AsyncGenerator<Uint8Array> {
  for (const { type, bytes } of ipcMessages(tableOf([], label))) {
    if (type !== RECORD_BATCH) yield bytes;
  }
  for await (const batch of batches) {
    if (batch.length === 0) continue;
    const last = [...ipcMessages(tableOf(batch, label))].at(-1);
    if (last?.type !== RECORD_BATCH) throw new Error('a table was written without its records');
    yield last.bytes;
  }
  yield END_OF_STREAM;
}

function tableOf(batch: readonly SelectedRecord[], label: SelectionLabel): Uint8Array {
  const maxBatchRows = Math.max(WORD_ROWS, batch.length);
  const columns = FLAT_COLUMNS.map((column): [string, Column<unknown>] => {
    const cells = [
      ...wordCells(column.type, maxBatchRows),
      ...batch.map((selected) => toCell(column, column.read(selected, label))),
    ];
    return [column.name, columnFromArray(cells, arrowType(column.type), { maxBatchRows })];
  });
  const plain = tableFromColumns(columns);
  const table = new Table({ ...plain.schema, metadata: metadataOf(label) }, plain.children);
  const bytes = tableToIPC(table, { format: 'stream' });
  if (!bytes) throw new Error('the records gave no bytes');
  return bytes;
}

function wordCells(type: FlatType, rows: number): Cell[] {
  const words = type.is === 'word' ? type.words : [];
  return Array.from({ length: rows }, (_, row) => words[row] ?? null);
}

function toCell({ name, type }: FlatColumn, value: Cell): Cell {
  if (type.is === 'instant') return typeof value === 'string' ? Date.parse(value) : null;
  const isKnown = type.is !== 'word' || value === null || type.words.includes(String(value));
  if (!isKnown) throw new Error(`column ${name}: ${value} is none of its words`);
  return value;
}

function arrowType({ is }: FlatType): DataType {
  switch (is) {
    case 'word':
      return dictionary(utf8(), int16());
    case 'integer':
      return int32();
    case 'number':
      return float64();
    case 'instant':
      return timestamp(TimeUnit.MILLISECOND, 'UTC');
    default:
      return utf8();
  }
}

function metadataOf(label: SelectionLabel): Map<string, string> {
  const { simulated, isTextCut, seq } = label;
  const texts = {
    title: label.title,
    description: label.words,
    language: label.locale,
    parameters: label.parameters,
    asOf: textOfPastName(label),
    epoch: label.epoch,
    committedAt: label.committedAt,
    publisher: label.publisher,
    responsibleEditor: label.responsibleEditor,
    contact: label.contact,
    dataLicence: label.licence,
  };
  const known = Object.entries(texts).filter((entry): entry is [string, string] => !!entry[1]);
  return new Map([
    ...known,
    ['seq', String(seq)],
    ['simulated', String(simulated)],
    ['isTextCut', String(isTextCut)],
  ]);
}
