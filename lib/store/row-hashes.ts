import { ROW_GONE, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { type Digest, finishHash, mixWord, SEED_HI, SEED_LO } from '@/lib/protocol/digest';
import type { ColumnArrays } from './segment';

const ROWS_AT_ONCE = 1_024;
const TWO_32 = 2 ** 32;
const NAMES = WIRE_COLUMNS.map(({ name }) => name);

/** What `hashWords` gives for the row at `place`, without an array of its own: every change of a record asks twice. */
export function hashRowAt(arrays: ColumnArrays, place: number): Digest {
  if (arrays.state[place] === ROW_GONE) return { hi: 0, lo: 0 };
  let hi = SEED_HI;
  let lo = SEED_LO;
  for (const name of NAMES) {
    const word = mixWord(arrays[name][place] as number);
    hi = mixIn(hi, word);
    lo = mixIn(lo, word);
  }
  return { hi: finishHash(hi, NAMES.length), lo: finishHash(lo, NAMES.length) };
}

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
    for (const name of NAMES) mixColumn(arrays[name], begin, count, his, los);
    for (let index = 0; index < count; index += 1) {
      if (arrays.state[begin + index] === ROW_GONE) continue;
      lo += finishHash(los[index] as number, NAMES.length);
      hi += finishHash(his[index] as number, NAMES.length);
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
    his[index] = mixIn(his[index] as number, word);
    los[index] = mixIn(los[index] as number, word);
  }
}

/** The part of MurmurHash3's round that depends on the seed. */
function mixIn(state: number, word: number): number {
  const hash = state ^ word;
  return (Math.imul((hash << 13) | (hash >>> 19), 5) + 0xe6546b64) | 0;
}
