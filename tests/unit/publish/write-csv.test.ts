import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { armed, csvCell, defused } from '@/lib/publish/csv-cell';
import { csvMetadata } from '@/lib/publish/csv-metadata';
import { FLAT_COLUMNS } from '@/lib/publish/flat-columns';
import { writeCsv } from '@/lib/publish/write-csv';
import { often } from '../../support/breadth';
import { PYTHON, readCsvInPython } from '../../support/python-readers';
import { inBatches, LABEL, selectedRecord, textOf } from '../../support/selected-records';

/** What tries to break a cell: quotes, separators, line ends, formulas, apostrophes. */
const nasty = fc
  .array(fc.oneof(fc.constantFrom(...'"\',;\r\n\t=+-@| '), fc.string({ unit: 'grapheme' })), {
    maxLength: 12,
  })
  .map((parts) => parts.join('').replaceAll('\u0000', ''));

describe('a cell', () => {
  it('never begins as a formula does, and gives its text back', () => {
    fc.assert(
      fc.property(nasty, (text) => {
        expect(defused(text)).not.toMatch(/(?:^|[;\t\r\n]) *[=+\-@\t\r]/);
        expect(armed(defused(text))).toBe(text);
      }),
      { numRuns: often(600, 2_000) },
    );
    expect(defused('=1+1')).toBe("'=1+1");
    expect(defused("'=1+1")).toBe("''=1+1");
    expect(defused('a;=1+1')).toBe("a;'=1+1");
    expect(defused('a; @b\n-c')).toBe("a; '@b\n'-c");
    expect(defused("'s-Hertogenbosch")).toBe("'s-Hertogenbosch");
  });

  it('leaves numbers as they are', () => {
    expect([csvCell(-3.25), csvCell(0), csvCell(null)]).toEqual(['-3.25', '0', '']);
  });

  it('holds any text for csv-parse', () => {
    const rows = fc.array(fc.tuple(nasty, nasty), { minLength: 1, maxLength: 20 });
    fc.assert(
      fc.property(rows, (texts) => {
        const file = texts.map((row) => `${row.map(csvCell).join(',')},end\r\n`).join('');
        const read: string[][] = parse(file, { recordDelimiter: '\r\n' });
        expect(read.map((row) => row.slice(0, 2).map(armed))).toEqual(texts);
      }),
    );
  });

  it.skipIf(!PYTHON)('holds any text for Python’s csv', () => {
    const texts = fc.sample(fc.tuple(nasty, nasty), { numRuns: often(600, 2_000), seed: 5 });
    const file = texts.map((row) => `${row.map(csvCell).join(',')},end\r\n`).join('');
    const read = readCsvInPython(`\uFEFF${file}`);
    expect(read.map((row) => row.slice(0, 2).map(armed))).toEqual(texts);
  });
});

describe('a file', () => {
  it('has every record once, and each of its values in its column', async () => {
    const records = fc.array(selectedRecord, { maxLength: 6 });
    await fc.assert(
      fc.asyncProperty(records, async (selected) => {
        const file = await textOf(writeCsv(inBatches(selected, 4), LABEL));
        const read: Record<string, string>[] = parse(file, { bom: true, columns: true });
        expect(read.length).toBe(selected.length);
        for (const [index, one] of selected.entries()) {
          for (const column of FLAT_COLUMNS) {
            const value = column.read(one, LABEL);
            const isNumber = typeof value === 'number';
            const cell = read[index]?.[column.name] ?? '';
            expect(isNumber ? Number(cell) : armed(cell)).toEqual(
              isNumber ? value + 0 : (value ?? ''),
            );
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('has lines that end in CRLF, and names its columns where it has no records', async () => {
    const file = await textOf(writeCsv(inBatches([], 1), LABEL));
    expect(file).toBe(`\uFEFF${FLAT_COLUMNS.map(({ name }) => name).join(',')}\r\n`);
  });

  it('has the published reply, who replied and when, at its end', async () => {
    const [selected] = fc.sample(selectedRecord, { numRuns: 1, seed: 4 });
    if (!selected) throw new Error('no sample');
    const reply = {
      text: { nl: 'Wij waren gesloten.', en: 'We were closed.' },
      by: { nl: 'de uitbater' },
      publishedAt: '2026-01-03T10:00:00.000Z',
    };
    const told = { ...selected, record: { ...selected.record, reply } };
    const file = await textOf(writeCsv(inBatches([told], 1), LABEL));
    const [row]: Record<string, string>[] = parse(file, { bom: true, columns: true });
    expect(Object.entries(row ?? {}).slice(-7)).toEqual([
      ['replyNl', 'Wij waren gesloten.'],
      ['replyFr', ''],
      ['replyEn', 'We were closed.'],
      ['replyByNl', 'de uitbater'],
      ['replyByFr', ''],
      ['replyByEn', ''],
      ['replyPublishedAt', '2026-01-03T10:00:00.000Z'],
    ]);
  });

  it('is told of beside it, column by column', () => {
    const told = csvMetadata(LABEL, '/api/v1/selection.csv') as {
      tableSchema: { columns: { name: string }[] };
    };
    expect(told.tableSchema.columns.map(({ name }) => name)).toEqual(
      FLAT_COLUMNS.map(({ name }) => name),
    );
    expect(JSON.stringify(told)).toContain('some-epoch:42');
  });
});
