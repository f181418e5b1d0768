import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { INCIDENT_CLASSES, KINDS, ORIGINS } from '@/lib/domain/vocabulary';
import { fromTuple, tombstone, toTuple } from '@/lib/protocol/columns';
import { SUM_FIELDS } from '@/lib/store/cell-sums';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { SELECTED, UNSELECTED } from '@/lib/store/row-marks';
import { BLOCK_ROWS, SEGMENT_ROWS } from '@/lib/store/segment';
import { isByKind } from '@/lib/store/select-by-kind';
import { Selection } from '@/lib/store/select-rows';
import { sumBlock } from '@/lib/store/sum-blocks';
import { expectEqual } from '../../support/expect-equal';
import { AREAS, areaMatches, randomRow, randomTuple, seededRandom } from './support/random-rows';

const SIMULATED = ORIGINS.indexOf('simulated');
/** Of these, all with a scope of its own, so that blocks hold real, simulated, or both kinds of records. */
const SCOPES = ['real', 'simulated', 'both'] as const;

function scopedColumns(
  count: number,
  seed: number,
  scope: (typeof SCOPES)[number],
): IncidentColumns {
  const random = seededRandom(seed);
  const columns = new IncidentColumns();
  for (let rid = 1; rid <= count; rid += 1) {
    const row = randomRow(rid, rid, random);
    if (scope !== 'both') row.origin = scope === 'simulated' ? SIMULATED : rid % SIMULATED;
    columns.put(toTuple(row));
  }
  return columns;
}

const filterArbitrary: fc.Arbitrary<Filter> = fc
  .record({
    scope: fc.constantFrom('real', 'simulated'),
    kinds: fc.subarray([...KINDS]),
    from: fc.constantFrom(null, '2022-12-31', '2024-06-01'),
    to: fc.constantFrom(null, '2025-12-31', '2026-02-01', '2024-09-01'),
  })
  .map((part) => ({ ...EVERYTHING, ...part }) as Filter);

function compile(filter: Filter) {
  return compileFilter(filter, AREAS, areaMatches);
}

/** The same filter with a criterion that every record passes, so that it is asked row by row. */
function askedByRow(filter: Filter) {
  return { ...compile(filter), onlyKinds: null };
}

function expectSame(columns: IncidentColumns, kept: Selection, filter: Filter): void {
  kept.update(columns, compile(filter));
  const plain = new Selection().update(columns, askedByRow(filter));
  columns.segments.forEach(({ size }, index) => {
    const [part, other] = [kept.parts[index], plain.parts[index]];
    const filled = Math.ceil(size / BLOCK_ROWS) * SUM_FIELDS;
    expectEqual(part?.sums.subarray(0, filled), other?.sums.subarray(0, filled));
    expectEqual([part?.retracted, part?.tooCoarse], [other?.retracted, other?.tooCoarse]);
    expectEqual(part?.marks.subarray(0, size), other?.marks.subarray(0, size));
  });
}

describe('a segment that is counted by kind', () => {
  it('has the sums and marks of one that is read row by row, whatever it holds', () => {
    fc.assert(
      fc.property(
        filterArbitrary,
        fc.constantFrom(...SCOPES),
        fc.integer(),
        (filter, scope, seed) => {
          expectSame(scopedColumns(700, seed, scope), new Selection(), filter);
        },
      ),
    );
  });

  it('stays so through changes, retractions, withdrawals and other filters', () => {
    const step = fc.tuple(filterArbitrary, fc.array(fc.integer({ min: 1, max: 800 })));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.integer(), (steps, seed) => {
        const columns = scopedColumns(600, seed, 'real');
        const random = seededRandom(seed);
        const kept = new Selection();
        steps.forEach(([filter, rids], index) => {
          for (const rid of rids) {
            const isGone = random() < 0.3;
            const seq = 1_000 + index;
            columns.put(isGone ? toTuple(tombstone(rid, seq)) : randomTuple(rid, seq, random));
          }
          expectSame(columns, kept, filter);
        });
      }),
    );
  });

  it('is right in a block that has records of both scopes beside blocks that have one', () => {
    const columns = scopedColumns(3 * BLOCK_ROWS, 5, 'real');
    columns.put(toTuple({ ...fromTuple(columns.tupleAt(10)), fromSeq: 9_000, origin: SIMULATED }));
    for (const scope of ['real', 'simulated'] as const) {
      expectSame(columns, new Selection(), { ...EVERYTHING, scope });
    }
  });

  it('marks no row before somebody reads it', () => {
    const columns = scopedColumns(2 * BLOCK_ROWS, 3, 'real');
    const part = new Selection().update(columns, compile(EVERYTHING)).parts[0];
    expect(part?.buffer.every((mark) => mark === UNSELECTED)).toBe(true);
    part?.marksIn(0);
    expect(part?.buffer.subarray(0, BLOCK_ROWS).some((mark) => mark !== UNSELECTED)).toBe(true);
    expect(part?.buffer.subarray(BLOCK_ROWS).every((mark) => mark === UNSELECTED)).toBe(true);
  });

  it('is counted so for filters of kinds and whole years only', () => {
    const columns = scopedColumns(300, 8, 'real');
    const segment = columns.segments[0];
    const isCountedSo = (change: Partial<Filter>) =>
      segment && isByKind(segment, compile({ ...EVERYTHING, ...change }));
    expect(isCountedSo({ kinds: ['seizure'] })).toBe(true);
    expect(isCountedSo({ from: '2022-01-01', to: '2026-01-01' })).toBe(true);
    expect(isCountedSo({ from: '2024-01-01' })).toBe(false);
    expect(isCountedSo({ verifications: ['official'] })).toBe(false);
    expect(isCountedSo({ regions: ['BE'] })).toBe(false);
  });

  it('sums places as row numbers, also in the second segment', () => {
    const columns = scopedColumns(SEGMENT_ROWS + 200, 2, 'real');
    const selection = new Selection().update(columns, compile(EVERYTHING));
    columns.segments.forEach((segment, index) => {
      const part = selection.parts[index];
      const sums = new Float64Array(part?.sums.length ?? 0);
      const places = new Uint16Array(BLOCK_ROWS);
      for (let block = 0; part && block * BLOCK_ROWS < segment.size; block += 1) {
        sumBlock(segment, index * SEGMENT_ROWS, block, part.marks, places, sums);
      }
      expect(part?.sums).toEqual(sums);
    });
  });

  it('is asked anew of another store, whose traits are numbered in another order', () => {
    const random = seededRandom(4);
    const rows = [1, 2].map((rid) => ({
      ...randomRow(rid, rid, random),
      state: 0,
      origin: 0,
      timePrecision: 0,
      incidentClass: rid === 1 ? 0 : INCIDENT_CLASSES.findIndex(([kind]) => kind === 'seizure'),
    }));
    const [one, other] = [rows, rows.toReversed()].map((order) => {
      const columns = new IncidentColumns();
      for (const row of order) columns.put(toTuple(row));
      return columns;
    }) as [IncidentColumns, IncidentColumns];
    const selection = new Selection();
    for (const columns of [one, other]) {
      selection.update(columns, compile({ ...EVERYTHING, kinds: ['shooting'] }));
      expect(selection.markOf(columns.rowOf(1))).toBe(SELECTED);
      expect(selection.markOf(columns.rowOf(2))).toBe(UNSELECTED);
    }
  });
});
