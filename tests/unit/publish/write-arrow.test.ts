import { tableFromIPC } from 'apache-arrow';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { FLAT_COLUMNS, type FlatColumn } from '@/lib/publish/flat-columns';
import type { SelectedRecord } from '@/lib/publish/selection-label';
import { writeArrow } from '@/lib/publish/write-arrow';
import { bytesOf, inBatches, LABEL, selectedRecord } from '../../support/selected-records';

function expected({ type, read }: FlatColumn, selected: SelectedRecord): unknown {
  const value = read(selected, LABEL);
  return type.is === 'instant' && value !== null ? Date.parse(String(value)) : value;
}

it('any records are read by another library as they are, batch for batch', async () => {
  const records = fc.array(selectedRecord, { maxLength: 9 });
  await fc.assert(
    fc.asyncProperty(records, fc.integer({ min: 1, max: 5 }), async (selected, size) => {
      const table = tableFromIPC(await bytesOf(writeArrow(inBatches(selected, size), LABEL)));
      expect(table.numRows).toBe(selected.length);
      for (const column of FLAT_COLUMNS) {
        const read = table.getChild(column.name);
        const values = selected.map((_, row) => read?.get(row) ?? null);
        expect(values, column.name).toEqual(selected.map((one) => expected(column, one)));
      }
    }),
    { numRuns: 40 },
  );
});

it('a file longer than its lists of words keeps them', async () => {
  const selected = fc.sample(selectedRecord, { numRuns: 300, seed: 3 });
  const table = tableFromIPC(await bytesOf(writeArrow(inBatches(selected, 120), LABEL)));
  const kinds = selected.map(({ record }) => record.kind);
  expect([...(table.getChild('kind') ?? [])]).toEqual(kinds);
  expect(table.batches.length).toBe(3);
});

it('times are in UTC, words are dictionaries, and the schema says what the selection is', async () => {
  const table = tableFromIPC(await bytesOf(writeArrow(inBatches([], 1), LABEL)));
  const typeOf = (name: string) =>
    String(table.getChild(name)?.type ?? table.schema.fields.find((f) => f.name === name)?.type);
  expect(typeOf('occurredFrom')).toMatch(/Timestamp<MILLISECOND, UTC>/);
  expect(typeOf('kind')).toMatch(/Dictionary/);
  expect(table.numRows).toBe(0);
  const { metadata } = table.schema;
  expect(metadata.get('asOf')).toBe('some-epoch:42');
  expect(metadata.get('simulated')).toBe('true');
  expect(metadata.has('contact')).toBe(false);
});
