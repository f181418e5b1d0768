import {
  type FormatDriver,
  isFault,
  type RawRow,
  type ReadRow,
  type RowFault,
} from '@/lib/ingest/raw-row';

/** Everything that a driver yields for a text. */
export async function collectRows(driver: FormatDriver, text: string): Promise<ReadRow[]> {
  const rows: ReadRow[] = [];
  for await (const row of driver.read(text)) rows.push(row);
  return rows;
}

export function onlyRows(rows: readonly ReadRow[]): RawRow[] {
  return rows.filter((row): row is RawRow => !isFault(row));
}

export function onlyFaults(rows: readonly ReadRow[]): RowFault[] {
  return rows.filter(isFault);
}
