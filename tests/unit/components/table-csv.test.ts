import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { tableCsv } from '@/components/numbers/table-csv';
import { defused } from '@/lib/publish/csv-cell';

describe('a table as CSV', () => {
  it('is read back as it was, but for what a spreadsheet would take for a formula', () => {
    const cell = fc.oneof(
      fc.integer(),
      fc.string({ unit: 'grapheme' }).filter((text) => !/[\r\n]/.test(text) || text.length > 1),
      fc.constantFrom('a,b', 'say "no"', 'two\r\nlines', '=1+1', '+32', '-5 kg', '@name', 'a;=1+1'),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 8 }), (rows) => {
        const text = tableCsv(rows);
        expect(text.startsWith('\uFEFF')).toBe(true);
        const read = parse(text, { bom: true, relax_column_count: true, skip_empty_lines: false });
        expect(read).toEqual(
          rows.map((row) =>
            row.map((value) => (typeof value === 'string' ? defused(value) : String(value))),
          ),
        );
      }),
    );
  });

  it('keeps a negative number a number', () => {
    expect(tableCsv([['change', -5]])).toBe('\uFEFFchange,-5\r\n');
  });
});
