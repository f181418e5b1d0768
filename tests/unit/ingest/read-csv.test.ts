import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeText } from '@/lib/ingest/decode-text';
import { ImportFileError, isFault } from '@/lib/ingest/raw-row';
import { csvDriver, sniffDelimiter } from '@/lib/ingest/read-csv';
import { collectRows, onlyFaults, onlyRows } from './collect-rows';

describe('reading CSV', () => {
  test.each([',', ';', '\t', '|'])(
    'finds the delimiter %j in the header, outside of quotes',
    (mark) => {
      expect(sniffDelimiter(`date${mark}"a, b; c | d"${mark}place\n1,1;1|1`)).toBe(mark);
    },
  );

  test('keeps line breaks and delimiters inside quotes, and counts rows as a spreadsheet does', async () => {
    const rows = await collectRows(csvDriver, 'a,b\r\n1,"x,\ny"\r\n\r\n2,z\r\n');
    expect(onlyRows(rows)).toEqual([
      { row: 2, cells: { a: '1', b: 'x,\ny' }, point: null },
      { row: 4, cells: { a: '2', b: 'z' }, point: null },
    ]);
  });

  test('names a row that has more or fewer cells than the header, and reads on', async () => {
    const rows = await collectRows(csvDriver, 'a,b\n1,2,3\n4\n5,6\n');
    expect(onlyFaults(rows).map(({ row, message }) => [row, message.slice(0, 36)])).toEqual([
      [2, 'has 3 cells where the header has 2 ('],
      [3, 'has 1 cells where the header has 2 ('],
    ]);
    expect(onlyRows(rows).map(({ row }) => row)).toEqual([4]);
  });

  test('lets empty cells beyond the header pass, and skips rows of nothing but delimiters', async () => {
    const rows = await collectRows(csvDriver, 'a,b\n1,2,,\n,\n3,4\n');
    expect(rows.map(({ row }) => row)).toEqual([2, 4]);
  });

  test.each([
    ['a,,c\n1,2,3', 'row 1: column 2 of the header has no name'],
    ['a,b,a\n1,2,3', 'the header has "a" twice, as columns 1 and 3'],
    ['a,b\n1,"open\n2,3\n', 'never closed'],
  ])('refuses %j with a sentence', async (text, sentence) => {
    await expect(collectRows(csvDriver, text)).rejects.toThrow(sentence);
  });

  test('treats a header named __proto__ as any other column', async () => {
    const [row] = onlyRows(await collectRows(csvDriver, '__proto__,b\nx,y'));
    expect(Object.entries(row!.cells)).toEqual([
      ['__proto__', 'x'],
      ['b', 'y'],
    ]);
  });

  test('any text gives rows, faults with row numbers that rise, or one sentence', async () => {
    const piece = fc.oneof(
      fc.constantFrom(',', ';', '"', '\n', '\r\n', '\t', 'date', '\u0000'),
      fc.string(),
    );
    const text = fc.array(piece, { maxLength: 60 }).map((pieces) => pieces.join(''));
    await fc.assert(
      fc.asyncProperty(text, async (csv) => {
        try {
          const numbers = (await collectRows(csvDriver, csv)).map(({ row }) => row);
          expect(numbers).toEqual([...numbers].sort((a, b) => a - b));
          expect(numbers.every((row) => row >= 2)).toBe(true);
        } catch (error) {
          expect(error).toBeInstanceOf(ImportFileError);
        }
      }),
      { numRuns: 1000 },
    );
  });

  test('what is quoted by the rules comes back as it was', async () => {
    const cell = fc.string({ minLength: 1 }).filter((text) => text.trim() !== '');
    const quote = (text: string) => `"${text.replaceAll('"', '""')}"`;
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(cell, cell), { minLength: 1, maxLength: 5 }),
        async (table) => {
          const lines = table.map((cells) => cells.map(quote).join(';'));
          const rows = await collectRows(csvDriver, `a;b\n${lines.join('\n')}\n`);
          expect(rows.every((row) => !isFault(row))).toBe(true);
          expect(onlyRows(rows).map(({ cells }) => [cells.a, cells.b])).toEqual(table);
        },
      ),
      { numRuns: 300 },
    );
  });
});

describe('decoding a file', () => {
  test('drops a byte order mark, in UTF-8 and UTF-16', () => {
    const utf8 = decodeText(new Uint8Array([0xef, 0xbb, 0xbf, 0x61]));
    const utf16 = decodeText(new Uint8Array([0xff, 0xfe, 0x61, 0x00]));
    expect([utf8.text, utf16.text]).toEqual(['a', 'a']);
  });

  test('reads what is not UTF-8 as windows-1252 and says so', () => {
    const { text, notice } = decodeText(new Uint8Array([0x4c, 0x69, 0xe8, 0x67, 0x65]));
    expect(text).toBe('Liège');
    expect(notice).toContain('windows-1252');
  });

  test('refuses what is no text, or empty, with a sentence', () => {
    expect(() => decodeText(new Uint8Array([0x50, 0x4b, 0x00, 0x00]))).toThrow('not text');
    expect(() => decodeText(new Uint8Array())).toThrow('empty');
  });

  test('any bytes give text or one sentence', () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 200 }), (bytes) => {
        try {
          expect(typeof decodeText(bytes).text).toBe('string');
        } catch (error) {
          expect(error).toBeInstanceOf(ImportFileError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});
