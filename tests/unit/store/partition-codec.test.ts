import {
  columnFromArray,
  Table,
  tableFromColumns,
  tableFromIPC,
  tableToIPC,
} from '@uwdata/flechette';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { decodePartition, encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';
import { randomColumns } from './support/random-rows';

const LABEL = { epoch: 'epoch-1', seq: 99, year: 2024 };

/** All rows of a store as one partition. */
function encodeAll(columns: IncidentColumns): Uint8Array {
  const plain = columns.compact();
  return encodePartition(
    plain,
    Uint32Array.from({ length: plain.size }, (_, row) => row),
    LABEL,
  );
}

function withTable(bytes: Uint8Array, change: (table: Table) => Table): Uint8Array {
  return tableToIPC(change(tableFromIPC(bytes)), { format: 'stream' }) ?? new Uint8Array();
}

describe('a partition', () => {
  it('[SN2] gives back the label and every row that was encoded', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (count, seed) => {
        const columns = randomColumns(count, seed);
        const partition = decodePartition(encodeAll(columns));
        const copy = new IncidentColumns();
        copy.putAll(partition);
        expect(partition.label).toEqual(LABEL);
        expect(copy.size).toBe(count);
        expect(copy.digest).toEqual(columns.digest);
      }),
      { numRuns: 50 },
    );
  });

  it('is the same bytes whatever the order of the store', () => {
    const columns = randomColumns(200, 3);
    const backwards = new IncidentColumns();
    for (const row of [...columns.rows()].reverse()) backwards.put(columns.tupleAt(row));
    const bytes = encodeAll(columns);
    expect(encodeAll(backwards)).toEqual(bytes);
  });

  it('holds each Brussels year once, newest first', () => {
    const columns = randomColumns(500, 11);
    const plain = columns.compact();
    const years = rowsByBrusselsYear(plain);
    expect([...years.keys()]).toEqual([2025, 2024, 2023]);
    for (const [year, rows] of years) {
      for (const row of rows) {
        expect(brusselsYear((plain.arrays.occurredFrom[row] ?? 0) * MINUTE_MS)).toBe(year);
      }
    }
    expect([...years.values()].reduce((sum, rows) => sum + rows.length, 0)).toBe(500);
  });

  it('that lacks a column, has one more, or one of another type is refused by name', () => {
    const columns = randomColumns(3, 1);
    const bytes = encodeAll(columns);
    const rename = (from: string, to: string) => (table: Table) =>
      new Table(
        {
          ...table.schema,
          fields: table.schema.fields.map((f) => (f.name === from ? { ...f, name: to } : f)),
        },
        table.children,
      );
    expect(() => decodePartition(withTable(bytes, rename('state', 'mood')))).toThrow(
      '"mood" is not of protocol 1',
    );
    const last = WIRE_COLUMNS.length - 1;
    const shorter = (table: Table) =>
      new Table(
        { ...table.schema, fields: table.schema.fields.slice(0, last) },
        table.children.slice(0, last),
      );
    expect(() => decodePartition(withTable(bytes, shorter))).toThrow('"quantityUnit" is missing');
    const wider = (table: Table) => {
      const entries = table.names.map((name, index): [string, Table['children'][number]] => {
        const values = name === 'area' ? new Uint32Array(3) : table.children[index]?.toArray();
        return [String(name), columnFromArray(values as Uint32Array)];
      });
      const plain = tableFromColumns(entries);
      const metadata = table.schema.metadata ?? null;
      return new Table({ ...plain.schema, metadata }, plain.children);
    };
    expect(() => decodePartition(withTable(bytes, wider))).toThrow(
      '"area" is Uint32Array, expected Uint16Array',
    );
  });

  it('of another protocol, or that is no Arrow file, is refused with what to do', () => {
    const columns = randomColumns(3, 1);
    const bytes = encodeAll(columns);
    const aged = withTable(
      bytes,
      (table) =>
        new Table({ ...table.schema, metadata: new Map([['protocol', '0']]) }, table.children),
    );
    expect(() => decodePartition(aged)).toThrow('protocol 0, expected 1: reload the page');
    expect(() => decodePartition(new Uint8Array([1, 2, 3]))).toThrow('not an Arrow partition');
    expect(() => encodePartition(columns.compact(), new Uint32Array(), LABEL)).toThrow(
      'has no rows',
    );
  });
});
