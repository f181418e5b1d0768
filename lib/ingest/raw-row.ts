import type { LngLat } from '../domain/place';

/** What a cell holds; drivers take nested values apart. */
export type Cell = string | number | boolean | null;

/** One record of a file as it was written, before anybody says what its columns mean. */
export interface RawRow {
  /** As the file's owner counts: a spreadsheet's row number (the header is row 1), or a feature's place, from 1. */
  row: number;
  cells: Record<string, Cell>;
  /** The geometry of a GeoJSON feature, `[lng, lat]`; null where the format has none. */
  point: LngLat | null;
}

/** Why a row cannot be taken. */
export interface RowFault {
  row: number;
  /** The column as the file names it; null where the row as a whole is wrong. */
  column: string | null;
  message: string;
}

export type ReadRow = RawRow | RowFault;

/** A file that cannot be read at all; the message is one sentence that says what to do. */
export class ImportFileError extends Error {
  override readonly name = 'ImportFileError';
}

/** One file format. `read` yields rows in the file's order; rows that cannot be read are faults. */
export interface FormatDriver {
  name: string;
  /** Lower case, with the dot. */
  extensions: readonly string[];
  /** Whether a file without a known extension is of this format, by its beginning. */
  recognises: (beginning: string) => boolean;
  /** @throws ImportFileError where the file as a whole is broken */
  read: (text: string) => AsyncIterable<ReadRow>;
}

export function isFault(row: ReadRow): row is RowFault {
  return 'message' in row;
}

/** `row 17, column "date": "31/02/2024" is not a date (use YYYY-MM-DD or DD/MM/YYYY)`. */
export function describeFault({ row, column, message }: RowFault): string {
  return column === null ? `row ${row}: ${message}` : `row ${row}, column "${column}": ${message}`;
}
