import { createHash } from 'node:crypto';
import type { Cell, RawRow } from './raw-row';

/** Names a row by what it says, so that the same file twice adds nothing, whatever the order of its rows or columns. */
export interface RowKey {
  importKey: string;
  /** 1, or 2 for the second row of the file that says exactly the same, and so on. */
  ordinal: number;
}

/** Keys for the rows of one file; remembers them, to tell identical rows apart by number. */
export function createRowKeys(): (row: RawRow) => RowKey {
  const seen = new Map<string, number>();
  return (row) => {
    const hash = hashOf(row);
    const ordinal = (seen.get(hash) ?? 0) + 1;
    seen.set(hash, ordinal);
    return { importKey: ordinal === 1 ? `row-${hash}` : `row-${hash}-${ordinal}`, ordinal };
  };
}

function hashOf({ cells, point }: RawRow): string {
  const content = Object.entries(cells)
    .map(([name, cell]) => [name.normalize('NFC'), textOf(cell)] as const)
    .filter(([, text]) => text !== '')
    .sort(([a], [b]) => (a < b ? -1 : 1));
  const hash = createHash('sha256').update(JSON.stringify([content, point]));
  return hash.digest('hex').slice(0, 40);
}

function textOf(cell: Cell): string {
  return cell === null ? '' : String(cell).normalize('NFC').trim();
}
