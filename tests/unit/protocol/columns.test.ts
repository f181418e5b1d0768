import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPublic } from '@/lib/domain/incident';
import {
  fromTuple,
  NO_POINT,
  NOT_STATED,
  ROW_GONE,
  ROW_RETRACTED,
  tombstone,
  toTuple,
  toWireRow,
  WIRE_COLUMNS,
} from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { storedIncident } from '../../support/arbitraries';
import { often } from '../../support/breadth';

const LARGEST = { Uint8Array: 0xff, Uint16Array: 0xffff, Uint32Array: 0xffff_ffff };
const tuple = fc.tuple(
  ...WIRE_COLUMNS.map(({ array }) => fc.integer({ min: 0, max: LARGEST[array] })),
) as fc.Arbitrary<number[]>;
const publicIncident = storedIncident
  .map((stored) => ({
    ...stored,
    status: stored.status === 'retracted' ? ('retracted' as const) : ('published' as const),
  }))
  .map((stored) => ({ stored, shown: toPublic(stored) }))
  .filter((pair) => pair.shown !== null);
const seq = fc.integer({ min: 1, max: 0xffff_fffe });
const areaCode = fc.integer({ min: 0, max: 0xffff });

describe('wire columns', () => {
  it('come back from a tuple as they went in', () => {
    fc.assert(
      fc.property(tuple, (values) => {
        expect(toTuple(fromTuple(values))).toEqual(values);
      }),
    );
  });

  it('hold every public record without cutting a value off', () => {
    fc.assert(
      fc.property(publicIncident, seq, areaCode, ({ shown }, fromSeq, code) => {
        if (!shown) return;
        const values = toTuple(toWireRow(shown, fromSeq, code));
        const kept = WIRE_COLUMNS.map(({ array }, index) => {
          const column = new globalThis[array](1);
          column[0] = values[index] ?? 0;
          return column[0];
        });
        expect(kept).toEqual(values);
      }),
      { numRuns: often(150, 500) },
    );
  });

  it('[CD3] have a point where the public record has one, within 0.1 m, and 4294967295 where it has none', () => {
    fc.assert(
      fc.property(publicIncident, seq, ({ shown }, fromSeq) => {
        if (!shown) return;
        const { x, y } = toWireRow(shown, fromSeq, 0);
        if (shown.point === null) {
          expect([x, y]).toEqual([NO_POINT, NO_POINT]);
          return;
        }
        expect(x).toBeLessThan(2 ** 31);
        expect(y).toBeLessThan(2 ** 31);
        expect(lngOfX(x)).toBeCloseTo(shown.point[0], 6);
        expect(latOfY(y)).toBeCloseTo(shown.point[1], 6);
      }),
      { numRuns: often(100, 300) },
    );
  });

  it('say of a retracted record only where and when', () => {
    fc.assert(
      fc.property(storedIncident, seq, (stored, fromSeq) => {
        const shown = toPublic({ ...stored, status: 'retracted' });
        if (!shown) throw new Error('a retracted record stays public');
        expect(toWireRow(shown, fromSeq, 7)).toMatchObject({
          state: ROW_RETRACTED,
          area: 7,
          x: NO_POINT,
          killed: NOT_STATED,
          injured: NOT_STATED,
          quantity: 0,
          quantityUnit: 0,
        });
      }),
    );
  });

  it('give weights in grams and everything else in whole units', () => {
    const [stored] = fc.sample(storedIncident, { numRuns: 1, seed: 7 });
    if (!stored) throw new Error('no sample');
    const seized = (unit: 'kg' | 'tablets') => {
      const shown = toPublic({
        ...stored,
        kind: 'seizure',
        subtype: 'cocaine',
        status: 'published',
        quantity: { low: null, best: 12.5, high: null, unit, basis: 'net' },
      });
      return shown && toWireRow(shown, 1, 0);
    };
    expect(seized('kg')).toMatchObject({ quantity: 12_500, quantityUnit: 1 });
    expect(seized('tablets')).toMatchObject({ quantity: 13, quantityUnit: 2 });
  });

  it('are all zero in a tombstone but for record, version and state', () => {
    const row = tombstone(12, 34);
    expect(row).toMatchObject({ rid: 12, fromSeq: 34, state: ROW_GONE });
    const others = Object.entries(row).filter(
      ([name]) => !['rid', 'fromSeq', 'state'].includes(name),
    );
    expect(others.map(([, value]) => value)).toEqual(others.map(() => 0));
  });
});
