import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRowKeys } from '@/lib/ingest/import-key';
import type { RawRow } from '@/lib/ingest/raw-row';

type Cells = RawRow['cells'];

describe('row keys', () => {
  const rows = fc.array(
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.constantFrom('', '1', '2', 'é'), {
      minKeys: 1,
    }),
    { maxLength: 12 },
  );
  const keysOf = (table: readonly Cells[]) => {
    const keyOf = createRowKeys();
    return table.map((cells, index) => keyOf({ row: index + 2, cells, point: null }).importKey);
  };

  test('are the same for the same rows in any order, and never twice in a file', () => {
    fc.assert(
      fc.property(rows, fc.infiniteStream(fc.double({ noNaN: true })), (table, order) => {
        const shuffled = table.map((cells) => ({ cells, at: order.next().value as number }));
        shuffled.sort((x, y) => x.at - y.at);
        const keys = keysOf(table);
        expect(new Set(keys).size).toBe(keys.length);
        expect(keysOf(shuffled.map(({ cells }) => cells)).sort()).toEqual([...keys].sort());
      }),
    );
  });

  test('do not depend on the order of columns, on empty cells or on how an accent is encoded', () => {
    expect(keysOf([{ b: ' x ', a: 'e\u0301', c: '' }])).toEqual(keysOf([{ a: 'é', b: 'x' }]));
  });

  test('differ where a cell or the point differs', () => {
    const keyOf = createRowKeys();
    const keys = [
      keyOf({ row: 1, cells: { a: '1' }, point: null }),
      keyOf({ row: 1, cells: { a: '2' }, point: null }),
      keyOf({ row: 1, cells: { a: '1' }, point: [4, 50] }),
    ];
    expect(new Set(keys.map(({ importKey }) => importKey)).size).toBe(3);
    expect(keys.every(({ ordinal }) => ordinal === 1)).toBe(true);
  });
});
