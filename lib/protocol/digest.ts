import type { Figure } from '@/lib/domain/figure';
import { figureSchema } from '@/lib/domain/figure-schema';
import { ROW_GONE, WIRE_COLUMNS, type WireRow } from './columns';

/** An unsigned 64-bit integer as two unsigned halves; BigInt is ten times slower on this path. */
export interface Digest {
  hi: number;
  lo: number;
}

export const ZERO_DIGEST: Readonly<Digest> = { hi: 0, lo: 0 };
/** Seeds of the two halves of a hash. */
export const SEED_HI = 0x48570001;
export const SEED_LO = 0x48570002;
const STATE_INDEX = WIRE_COLUMNS.findIndex((column) => column.name === 'state');

/**
 * The row hash: murmur3 (x86, 32 bit) over the wire columns as little-endian 32-bit words in the order of
 * `WIRE_COLUMNS`, once with each seed. A tombstone's hash is 0, so that it adds nothing.
 */
export function hashWords(words: ArrayLike<number>): Digest {
  if (words[STATE_INDEX] === ROW_GONE) return { hi: 0, lo: 0 };
  return { hi: murmur3Words(words, SEED_HI), lo: murmur3Words(words, SEED_LO) };
}

export function hashRow(row: WireRow): Digest {
  return hashWords(WIRE_COLUMNS.map((column) => row[column.name]));
}

/** The fields of a figure in a fixed order, as the text that is hashed. */
export function canonicalFigure(figure: Figure, fromSeq: number): string {
  const fields = Object.keys(figureSchema.shape).sort() as (keyof Figure)[];
  return JSON.stringify([fromSeq, ...fields.map((field) => sortKeys(figure[field] ?? null))]);
}

/** murmur3 over the UTF-8 bytes of `canonicalFigure`, padded with zeros to whole words, then the byte length as a word. */
export function hashFigure(figure: Figure, fromSeq: number): Digest {
  const bytes = new TextEncoder().encode(canonicalFigure(figure, fromSeq));
  const words = new Uint32Array(Math.ceil(bytes.length / 4) + 1);
  for (let index = 0; index < bytes.length; index += 1) {
    words[index >> 2] =
      ((words[index >> 2] ?? 0) | ((bytes[index] ?? 0) << ((index & 3) * 8))) >>> 0;
  }
  words[words.length - 1] = bytes.length;
  return { hi: murmur3Words(words, SEED_HI), lo: murmur3Words(words, SEED_LO) };
}

export function addDigest(sum: Digest, hash: Digest): Digest {
  const lo = sum.lo + hash.lo;
  const carry = lo > 0xffff_ffff ? 1 : 0;
  return { hi: (sum.hi + hash.hi + carry) >>> 0, lo: lo >>> 0 };
}

export function subtractDigest(sum: Digest, hash: Digest): Digest {
  const lo = sum.lo - hash.lo;
  const borrow = lo < 0 ? 1 : 0;
  return { hi: (sum.hi - hash.hi - borrow) >>> 0, lo: lo >>> 0 };
}

/** Sixteen lower-case hexadecimal digits. */
export function digestToHex(digest: Digest): string {
  return digest.hi.toString(16).padStart(8, '0') + digest.lo.toString(16).padStart(8, '0');
}

export function digestFromHex(text: string): Digest {
  if (!/^[0-9a-f]{16}$/.test(text))
    throw new RangeError(`"${text}" is not a digest of 16 hex digits`);
  return { hi: Number.parseInt(text.slice(0, 8), 16), lo: Number.parseInt(text.slice(8), 16) };
}

function sortKeys(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sortKeys);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(
    Object.entries(value)
      .filter((entry) => entry[1] !== undefined)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, entry]) => [key, sortKeys(entry)]),
  );
}

/** MurmurHash3_x86_32 by Austin Appleby (public domain), over whole words. */
function murmur3Words(words: ArrayLike<number>, seed: number): number {
  let hash = seed;
  for (let index = 0; index < words.length; index += 1) {
    hash ^= mixWord(words[index] ?? 0);
    hash = (hash << 13) | (hash >>> 19);
    hash = (Math.imul(hash, 5) + 0xe6546b64) | 0;
  }
  return finishHash(hash, words.length);
}

/** The part of MurmurHash3's round that depends on the word alone. */
export function mixWord(value: number): number {
  const word = Math.imul(value | 0, 0xcc9e2d51);
  return Math.imul((word << 15) | (word >>> 17), 0x1b873593);
}

/** MurmurHash3's end, after the rounds of `words` words. */
export function finishHash(state: number, words: number): number {
  let hash = state ^ (words * 4);
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return (hash ^ (hash >>> 16)) >>> 0;
}
