import { ROW_GONE, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { type Digest, finishHash, mixWord, SEED_HI, SEED_LO } from '@/lib/protocol/digest';
import type { ColumnArrays } from './segment';

const ROWS_AT_ONCE = 1_024;
const TWO_32 = 2 ** 32;

/**
 * Sum of the hashes of rows `from … to - 1`, modulo 2^64: what `hashWords` gives row by row. Column by column, since each
 * column then is one plain loop, and the half of a round that does not depend on the seed is done once for both.
 */
export function sumRowHashes(arrays: ColumnArrays, from: number, to: number): Digest {
  const his = new Int32Array(Math.min(ROWS_AT_ONCE, to - from));
  const los = new Int32Array(his.length);
  let hi = 0;
  let lo = 0;
  for (let begin = from; begin < to; begin += ROWS_AT_ONCE) {
    const count = Math.min(ROWS_AT_ONCE, to - begin);
    his.fill(SEED_HI);
    los.fill(SEED_LO);
    for (const { name } of WIRE_COLUMNS) mixColumn(arrays[name], begin, count, his, los);
    for (let index = 0; index < count; index += 1) {
      if (arrays.state[begin + index] === ROW_GONE) continue;
      lo += finishHash(los[index] as number, WIRE_COLUMNS.length);
      hi += finishHash(his[index] as number, WIRE_COLUMNS.length);
    }
    hi = (hi + Math.floor(lo / TWO_32)) % TWO_32;
    lo %= TWO_32;
  }
  return { hi, lo };
}

function mixColumn(
  values: ArrayLike<number>,
  begin: number,
  count: number,
  his: Int32Array,
  los: Int32Array,
): void {
  for (let index = 0; index < count; index += 1) {
    const word = mixWord(values[begin + index] as number);
    const hi = (his[index] as number) ^ word;
    const lo = (los[index] as number) ^ word;
    his[index] = (Math.imul((hi << 13) | (hi >>> 19), 5) + 0xe6546b64) | 0;
    los[index] = (Math.imul((lo << 13) | (lo >>> 19), 5) + 0xe6546b64) | 0;
  }
}
