import { ROW_GONE, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { decodePartition } from './partition-codec';
import { allocateColumns, type ReadableColumns } from './segment';

/**
 * Blanks every row of a partition's bytes that is not current any more, in place: all columns 0, the state `ROW_GONE`.
 * Returns whether there was one.
 * @throws Error if the bytes are no partition, or cannot be written to in place: such a copy must be dropped.
 */
export function scrubPartition(
  bytes: Uint8Array,
  isCurrent: (rid: number, fromSeq: number) => boolean,
): boolean {
  const { label, arrays, size } = decodePartition(bytes);
  if (WIRE_COLUMNS.some(({ name }) => arrays[name].buffer !== bytes.buffer)) {
    throw new Error(`the copy of partition ${label.year} cannot be written to: drop it`);
  }
  let isScrubbed = false;
  for (let row = 0; row < size; row += 1) {
    if (arrays.state[row] === ROW_GONE) continue;
    if (isCurrent(arrays.rid[row] as number, arrays.fromSeq[row] as number)) continue;
    for (const { name } of WIRE_COLUMNS) arrays[name][row] = 0;
    arrays.state[row] = ROW_GONE;
    isScrubbed = true;
  }
  return isScrubbed;
}

/** Whether a partition has a row of one of these records. */
export function holdsAnyOf(bytes: Uint8Array, rids: ReadonlySet<number>): boolean {
  if (rids.size === 0) return false;
  const { arrays, size } = decodePartition(bytes);
  return arrays.rid.subarray(0, size).some((rid) => rids.has(rid));
}

/** The rows without those that {@link scrubPartition} blanked; the same arrays where there is none. */
export function withoutGone(rows: ReadableColumns): ReadableColumns {
  const gone = countGone(rows);
  if (gone === 0) return rows;
  const arrays = allocateColumns(rows.size - gone);
  for (const { name } of WIRE_COLUMNS) {
    let to = 0;
    for (let row = 0; row < rows.size; row += 1) {
      if (rows.arrays.state[row] === ROW_GONE) continue;
      arrays[name][to] = rows.arrays[name][row] as number;
      to += 1;
    }
  }
  return { arrays, size: rows.size - gone };
}

function countGone({ arrays, size }: ReadableColumns): number {
  let gone = 0;
  for (let row = 0; row < size; row += 1) if (arrays.state[row] === ROW_GONE) gone += 1;
  return gone;
}
