import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_GONE, tombstone, toTuple, type WireTuple } from '@/lib/protocol/columns';
import { addDigest, type Digest, hashWords, ZERO_DIGEST } from '@/lib/protocol/digest';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { randomTuple, seededRandom } from './support/random-rows';

/** The same promise with a Map: the highest fromSeq of each rid, tombstones included. */
function naiveState(puts: readonly WireTuple[]): Map<number, WireTuple> {
  const newest = new Map<number, WireTuple>();
  for (const tuple of puts) {
    const [rid = 0, fromSeq = 0] = tuple;
    if (fromSeq > (newest.get(rid)?.[1] ?? -1)) newest.set(rid, tuple);
  }
  return newest;
}

function sumOf(tuples: Iterable<WireTuple>): Digest {
  let sum: Digest = ZERO_DIGEST;
  for (const tuple of tuples) sum = addDigest(sum, hashWords(tuple));
  return sum;
}

/** One version per (rid, fromSeq): its content is a function of both, and every third is a tombstone. */
function versionOf(rid: number, fromSeq: number): WireTuple {
  if (fromSeq % 3 === 0) return toTuple(tombstone(rid, fromSeq));
  return randomTuple(rid, fromSeq, seededRandom(rid * 1000 + fromSeq));
}

const putsArbitrary = fc.array(
  fc
    .tuple(fc.integer({ min: 1, max: 40 }), fc.integer({ min: 1, max: 60 }))
    .map(([rid, fromSeq]) => versionOf(rid, fromSeq)),
  { maxLength: 300 },
);

describe('incident columns', () => {
  it('[SN3] hold what a map by rid holds, in any order of versions and tombstones', () => {
    fc.assert(
      fc.property(putsArbitrary, (puts) => {
        const columns = new IncidentColumns();
        for (const tuple of puts) columns.put(tuple);
        const expected = [...naiveState(puts).values()].filter((tuple) => tuple[12] !== ROW_GONE);
        expect(columns.size).toBe(expected.length);
        for (const tuple of expected) {
          expect(columns.tupleAt(columns.rowOf(tuple[0] ?? 0))).toEqual(tuple);
        }
        expect(columns.digest).toEqual(sumOf(expected));
      }),
    );
  });

  it('[SN3] take a removed record again only by a higher fromSeq', () => {
    const columns = new IncidentColumns();
    columns.put(toTuple(tombstone(7, 20)));
    expect(columns.put(randomTuple(7, 19, seededRandom(1)))).toBe('ignored');
    expect(columns.put(randomTuple(7, 21, seededRandom(1)))).toBe('added');
    expect(columns.put(toTuple(tombstone(7, 22)))).toBe('removed');
    columns.forgetTombstones();
    expect(columns.put(randomTuple(7, 19, seededRandom(1)))).toBe('added');
  });

  it('grow over many rows and keep every one', () => {
    const columns = new IncidentColumns();
    const random = seededRandom(5);
    for (let rid = 5_000; rid >= 1; rid -= 1) columns.put(randomTuple(rid, rid, random));
    expect(columns.size).toBe(5_000);
    for (const rid of [1, 2_500, 5_000]) expect(columns.tupleAt(columns.rowOf(rid))[0]).toBe(rid);
    expect(columns.rowOf(5_001)).toBe(-1);
  });

  it('refuse a rid that is no record number, by its value', () => {
    const columns = new IncidentColumns();
    expect(() => columns.put(randomTuple(0, 1, seededRandom(1)))).toThrow('rid 0');
    expect(() => columns.put(randomTuple(2 ** 31, 1, seededRandom(1)))).toThrow('rid 2147483648');
  });
});
