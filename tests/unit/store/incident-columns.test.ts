import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ROW_GONE, tombstone, toTuple, type WireTuple } from '@/lib/protocol/columns';
import { addDigest, type Digest, hashWords, ZERO_DIGEST } from '@/lib/protocol/digest';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { decodePartition, encodePartition } from '@/lib/store/partition-codec';
import { often } from '../../support/breadth';
import { randomTuple, seededRandom } from './support/random-rows';

/** Several segments of rows. */
const RECORDS = often(30_000, 60_000);

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

  it('[SN3] keep every record through partitions, full tails and segments that emptied', () => {
    const random = seededRandom(8);
    const columns = new IncidentColumns();
    const newest = new Map<number, WireTuple>();
    const put = (tuple: WireTuple): void => {
      columns.put(tuple);
      newest.set(tuple[0] ?? 0, tuple);
    };
    for (let rid = RECORDS / 2; rid > 0; rid -= 1) put(randomTuple(rid, 10, random));
    const source = new IncidentColumns();
    for (let rid = RECORDS / 3; rid <= RECORDS; rid += 1) {
      const tuple = randomTuple(rid, rid % 2 === 0 ? 5 : 15, random);
      source.put(tuple);
      if ((newest.get(rid)?.[1] ?? 0) < (tuple[1] ?? 0)) newest.set(rid, tuple);
    }
    const plain = source.compact();
    const bytes = encodePartition(
      plain,
      Uint32Array.from({ length: plain.size }, (_, row) => row),
      {
        epoch: 'e',
        seq: 20,
        year: 2024,
      },
    );
    columns.putAll(decodePartition(bytes));
    for (let rid = 1; rid <= RECORDS; rid += 1) {
      if (random() < 0.7) put(toTuple(tombstone(rid, 30)));
      else if (random() < 0.5) put(randomTuple(rid, 31, random));
    }
    const expected = [...newest.values()].filter((tuple) => tuple[12] !== ROW_GONE);
    expect(columns.size).toBe(expected.length);
    expect(columns.digest).toEqual(sumOf(expected));
    const held = Array.from(columns.rows(), (row) => columns.tupleAt(row));
    const byRid = (a: WireTuple, b: WireTuple): number => (a[0] ?? 0) - (b[0] ?? 0);
    expect(held.sort(byRid)).toEqual(expected.sort(byRid));
    for (const [rid = 0] of expected) expect(columns.valueAt(columns.rowOf(rid), 'rid')).toBe(rid);
  });

  it('do not grow when records come and go', () => {
    const columns = new IncidentColumns();
    const random = seededRandom(4);
    for (let rid = 1; rid <= often(40_000, 100_000); rid += 1) {
      columns.put(randomTuple(rid, rid, random));
      if (rid > 1_000) columns.put(toTuple(tombstone(rid - 1_000, rid)));
    }
    expect(columns.size).toBe(1_000);
    const room = columns.segments.reduce((sum, { arrays }) => sum + arrays.rid.length, 0);
    expect(room).toBeLessThan(8 * columns.size);
    expect(columns.segments.length).toBeLessThan(8);
  });

  it('refuse a rid that is no record number, by its value', () => {
    const columns = new IncidentColumns();
    expect(() => columns.put(randomTuple(0, 1, seededRandom(1)))).toThrow('rid 0');
    expect(() => columns.put(randomTuple(2 ** 31, 1, seededRandom(1)))).toThrow('rid 2147483648');
  });
});
