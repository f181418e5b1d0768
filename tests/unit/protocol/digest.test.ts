import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_GONE, tombstone, WIRE_COLUMNS } from '@/lib/protocol/columns';
import {
  addDigest,
  canonicalFigure,
  digestFromHex,
  digestToHex,
  hashFigure,
  hashRow,
  hashWords,
  subtractDigest,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';
import { figure } from '../../support/arbitraries';

const RUNS = { numRuns: 1_000 };
const half = fc.integer({ min: 0, max: 0xffff_ffff });
const digest = fc.record({ hi: half, lo: half });
const words = fc.array(half, { maxLength: 40 });
const STATE = WIRE_COLUMNS.findIndex(({ name }) => name === 'state');

/** MurmurHash3_x86_32 from its description, over bytes in BigInt: slow, and independent of the product's. */
function murmur3Bytes(bytes: readonly number[], seed: number): number {
  const MASK = 0xffff_ffffn;
  const multiply = (a: bigint, b: bigint) => (a * b) & MASK;
  const rotate = (value: bigint, by: bigint) => ((value << by) | (value >> (32n - by))) & MASK;
  const scramble = (word: bigint) =>
    multiply(rotate(multiply(word, 0xcc9e2d51n), 15n), 0x1b873593n);
  let hash = BigInt(seed);
  const whole = bytes.length - (bytes.length % 4);
  const wordAt = (start: number, length: number) =>
    Array.from(
      { length },
      (_, index) => BigInt(bytes[start + index] ?? 0) << BigInt(8 * index),
    ).reduce((sum, part) => sum | part, 0n);
  for (let start = 0; start < whole; start += 4) {
    hash = (multiply(rotate(hash ^ scramble(wordAt(start, 4)), 13n), 5n) + 0xe6546b64n) & MASK;
  }
  if (whole < bytes.length) hash ^= scramble(wordAt(whole, bytes.length - whole));
  hash ^= BigInt(bytes.length);
  hash = multiply(hash ^ (hash >> 16n), 0x85ebca6bn);
  hash = multiply(hash ^ (hash >> 13n), 0xc2b2ae35n);
  return Number(hash ^ (hash >> 16n));
}

function bytesOf(values: readonly number[]): number[] {
  return values.flatMap((word) => [0, 8, 16, 24].map((shift) => (word >>> shift) & 0xff));
}

describe('the oracle of these tests', () => {
  // Published vectors of MurmurHash3_x86_32: [seed, bytes, hash].
  it.each([
    [0x0000_0000, [], 0x0000_0000],
    [0x0000_0001, [], 0x514e_28b7],
    [0xffff_ffff, [], 0x81f1_6f39],
    [0x0000_0000, [0xff, 0xff, 0xff, 0xff], 0x7629_3b50],
    [0x0000_0000, [0x21, 0x43, 0x65, 0x87], 0xf55b_516b],
    [0x5082_edee, [0x21, 0x43, 0x65, 0x87], 0x2362_f9de],
    [0x0000_0000, [0, 0, 0, 0], 0x2362_f9de],
    [0x0000_0000, [0x21, 0x43, 0x65], 0x7e4a_8634],
    [0x9747_b28c, [...new TextEncoder().encode('aaaa')], 0x5a97_808a],
    [0x9747_b28c, [...new TextEncoder().encode('Hello, world!')], 0x2488_4cba],
  ])('agrees with the published hash for seed %i and %j', (seed, bytes, expected) => {
    expect(murmur3Bytes(bytes, seed)).toBe(expected);
  });
});

describe('the row hash', () => {
  it('[DG1] is murmur3 over little-endian words, once with each seed', () => {
    fc.assert(
      fc.property(
        words.filter((values) => values[STATE] !== ROW_GONE),
        (values) => {
          const bytes = bytesOf(values);
          expect(hashWords(values)).toEqual({
            hi: murmur3Bytes(bytes, 0x48570001),
            lo: murmur3Bytes(bytes, 0x48570002),
          });
        },
      ),
      RUNS,
    );
  });

  it('[DG1] is the same for plain and typed arrays', () => {
    fc.assert(
      fc.property(words, (values) => {
        expect(hashWords(Uint32Array.from(values))).toEqual(hashWords(values));
      }),
    );
  });

  it('[DG2] of a tombstone is 0', () => {
    expect(hashRow(tombstone(5, 9))).toEqual({ hi: 0, lo: 0 });
  });

  it('never leaves 32 bits in either half', () => {
    fc.assert(
      fc.property(words, (values) => {
        const { hi, lo } = hashWords(values);
        expect([hi >>> 0, lo >>> 0]).toEqual([hi, lo]);
      }),
    );
  });
});

describe('the sum of hashes', () => {
  const toBigInt = ({ hi, lo }: { hi: number; lo: number }) => (BigInt(hi) << 32n) | BigInt(lo);

  it('is a sum modulo 2^64', () => {
    fc.assert(
      fc.property(digest, digest, (a, b) => {
        expect(toBigInt(addDigest(a, b))).toBe(BigInt.asUintN(64, toBigInt(a) + toBigInt(b)));
        expect(toBigInt(subtractDigest(a, b))).toBe(BigInt.asUintN(64, toBigInt(a) - toBigInt(b)));
      }),
      RUNS,
    );
  });

  it('gives back what it was after an addition and its subtraction', () => {
    fc.assert(
      fc.property(digest, digest, (sum, hash) => {
        expect(subtractDigest(addDigest(sum, hash), hash)).toEqual(sum);
        expect(addDigest(subtractDigest(sum, hash), hash)).toEqual(sum);
      }),
      RUNS,
    );
  });

  it('is the same in whatever order rows were taken', () => {
    const shuffled = fc
      .array(words, { maxLength: 20 })
      .chain((rows) =>
        fc.tuple(fc.constant(rows), fc.shuffledSubarray(rows, { minLength: rows.length })),
      );
    const sumOf = (rows: number[][]) => rows.map(hashWords).reduce(addDigest, ZERO_DIGEST);
    fc.assert(
      fc.property(shuffled, ([rows, other]) => {
        expect(sumOf(other)).toEqual(sumOf(rows));
      }),
    );
  });
});

describe('a digest as text', () => {
  it('is 16 hexadecimal digits and comes back', () => {
    fc.assert(
      fc.property(digest, (value) => {
        expect(digestToHex(value)).toMatch(/^[0-9a-f]{16}$/);
        expect(digestFromHex(digestToHex(value))).toEqual(value);
      }),
    );
  });

  it.each(['', '0', 'ABCDEF0123456789', '0123456789abcdef0'])(
    '"%s" is refused and named',
    (text) => {
      expect(() => digestFromHex(text)).toThrow(`"${text}" is not a digest`);
    },
  );
});

describe('the hash of a figure', () => {
  const reversed = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(reversed);
    if (value === null || typeof value !== 'object') return value;
    return Object.fromEntries(
      Object.entries(value)
        .reverse()
        .map(([key, entry]) => [key, reversed(entry)]),
    );
  };

  it('[DG3] does not depend on the order of keys, nor on the way through JSON', () => {
    fc.assert(
      fc.property(figure, half, (stated, fromSeq) => {
        const hash = hashFigure(stated, fromSeq);
        expect(hashFigure(reversed(stated) as typeof stated, fromSeq)).toEqual(hash);
        expect(hashFigure(JSON.parse(JSON.stringify(stated)), fromSeq)).toEqual(hash);
      }),
    );
  });

  it('[DG3] is murmur3 over the padded bytes of the canonical text and its length', () => {
    fc.assert(
      fc.property(figure, half, (stated, fromSeq) => {
        const text = [...new TextEncoder().encode(canonicalFigure(stated, fromSeq))];
        const padding = Array.from({ length: (4 - (text.length % 4)) % 4 }, () => 0);
        const bytes = [...text, ...padding, ...bytesOf([text.length])];
        expect(hashFigure(stated, fromSeq)).toEqual({
          hi: murmur3Bytes(bytes, 0x48570001),
          lo: murmur3Bytes(bytes, 0x48570002),
        });
      }),
    );
  });

  it('[DG3] changes with the value and with the version', () => {
    fc.assert(
      fc.property(figure, (stated) => {
        const hash = hashFigure(stated, 1);
        expect(hashFigure(stated, 2)).not.toEqual(hash);
        expect(hashFigure({ ...stated, value: stated.value + 1e6 }, 1)).not.toEqual(hash);
      }),
    );
  });
});
