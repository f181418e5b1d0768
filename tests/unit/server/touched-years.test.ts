import { describe, expect, it } from 'vitest';
import {
  NO_POINT,
  ROW_PUBLISHED,
  ROW_RETRACTED,
  tombstone,
  toTuple,
  type WireRow,
} from '@/lib/protocol/columns';
import { TouchedYears } from '@/lib/server/touched-years';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { randomRow, seededRandom } from '../store/support/random-rows';

const random = seededRandom(5);
const row = (rid: number, fromSeq: number, change: Partial<WireRow> = {}): WireRow => ({
  ...randomRow(rid, fromSeq, random),
  state: ROW_PUBLISHED,
  ...change,
});

/** A store at a seq that holds some rows. */
function storeAt(seq: number, rows: WireRow[]) {
  const columns = new IncidentColumns();
  for (const held of rows) columns.put(toTuple(held));
  return { columns, seq };
}

const batchOf = (to: number, ...rows: WireRow[]) => ({ to, rows: rows.map(toTuple) });

describe('what a builder of partitions notes of a batch', () => {
  it('is that a record leaves view where it was in it: retracted, withdrawn, or placed less finely', () => {
    const held = row(1, 5, { placePrecision: 0 });
    for (const change of [
      { ...held, fromSeq: 11, state: ROW_RETRACTED },
      tombstone(1, 11),
      { ...held, fromSeq: 11, x: NO_POINT, y: NO_POINT, placePrecision: 3 },
    ]) {
      const touched = new TouchedYears();
      expect(touched.note(storeAt(10, [held]), batchOf(11, change), 10)).toBe(true);
      expect(touched.hiddenAt).toBe(11);
    }
  });

  it('is nothing hidden where a record is new, also one that comes as retracted', () => {
    const touched = new TouchedYears();
    const news = [row(2, 11), row(3, 12, { state: ROW_RETRACTED }), tombstone(4, 13)];
    expect(touched.note(storeAt(10, [row(1, 5)]), batchOf(13, ...news), 10)).toBe(false);
    expect(touched.hiddenAt).toBe(0);
  });

  it('is that it leaves view where files are ahead of the store and may hold what it never saw', () => {
    const touched = new TouchedYears();
    const retracted = row(3, 15, { state: ROW_RETRACTED });
    expect(touched.note(storeAt(10, []), batchOf(15, retracted), 12)).toBe(true);
    expect(touched.hiddenAt).toBe(15);
  });
});
