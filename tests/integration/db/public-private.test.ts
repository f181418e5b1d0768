import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putManifest, readCurrentManifest, readPartition, retirePartitions } from '@/db/partitions';
import {
  listIncidents,
  readPublicIncident,
  readStoredIncident,
  readTexts,
  readVersions,
} from '@/db/read-incidents';
import { readChanges, readHead, readState } from '@/db/read-log';
import { AlreadyWithdrawn, NotFound, RevisionMismatch } from '@/db/write-errors';
import {
  changeIncident,
  createIncidents,
  openImportBatch,
  putFigures,
  takeBackBatch,
  withdrawIncident,
} from '@/db/write-incidents';
import type { Figure, FigureInput } from '@/lib/domain/figure';
import type { IncidentInput } from '@/lib/domain/incident';
import { often } from '../../support/breadth';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

let temporary: TemporaryDatabase;
let newId: () => string;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());
beforeEach(async () => {
  await temporary.clear();
  newId = countingIds();
});

const NOW = new Date('2026-01-02T10:00:00Z');
const context = () => ({ actor: 'desk', now: NOW, newId });

async function createOne(changes: Parameters<typeof incidentInput>[0] = {}) {
  const result = await createIncidents(temporary.database, [{ incident: incidentInput(changes) }], {
    ...context(),
    bulk: false,
  });
  const [written] = result.records;
  if (!written) throw new Error('nothing was created');
  return written;
}

function change(
  id: string,
  changes: Partial<IncidentInput>,
  expectedRevision: number | null = null,
) {
  return changeIncident(temporary.database, id, (current) => ({ ...current, ...changes }), {
    ...context(),
    expectedRevision,
  });
}

/** Everything in the tables that public routes read, as one text. */
async function publicTables(): Promise<string> {
  const parts = [];
  for (const table of [
    'incident_versions',
    'figure_versions',
    'area_codes',
    'commits',
    'partitions',
  ]) {
    const { rows } = await temporary.database.orm.execute(
      sql.raw(`select to_jsonb(t)::text as row from ${table} t`),
    );
    parts.push(...rows.map((row) => String(row.row)));
  }
  return parts.join('\n');
}

describe('what is not published', () => {
  test('a draft writes no version and moves no seq, and is there for the desk', async () => {
    const draft = await createOne({ status: 'draft', title: { en: 'Canary of a draft' } });
    expect(draft.seq).toBeNull();
    expect((await readHead(temporary.database)).seq).toBe(0);
    expect(await publicTables()).not.toContain('Canary');
    const stored = await readStoredIncident(temporary.database, draft.incident.id);
    expect(stored?.incident.title.en).toBe('Canary of a draft');
    expect(stored?.incident.rid).toBe(draft.incident.rid);
    expect(await readPublicIncident(temporary.database, draft.incident.id)).toBeNull();
  });

  test('the exact point and the notes of a published record are in no public table', async () => {
    const written = await createOne({ point: [4.3987651, 51.2212345], notes: 'Canary of a note' });
    const text = await publicTables();
    expect(text).toContain(written.incident.id);
    expect(text).not.toContain('4.3987651');
    expect(text).not.toContain('51.2212345');
    expect(text).not.toContain('Canary');
    const stored = await readStoredIncident(temporary.database, written.incident.id);
    expect(stored?.incident.point).toEqual([4.3987651, 51.2212345]);
  });

  test('a change that readers cannot see raises the revision and not the seq', async () => {
    const { incident } = await createOne();
    const noted = await change(incident.id, { notes: 'only for the desk' });
    expect(noted).toMatchObject({ revision: 2, seq: null });
    expect((await readHead(temporary.database)).seq).toBe(1);
  });

  test('a published record that becomes a draft again leaves every public view', async () => {
    const { incident } = await createOne({ title: { en: 'Canary' } });
    await change(incident.id, { status: 'draft' });
    expect(await readPublicIncident(temporary.database, incident.id)).toBe('gone');
    expect(await readVersions(temporary.database, incident.id)).toEqual([]);
    const again = await change(incident.id, { status: 'published', title: { en: 'Second' } });
    expect(again.seq).toBe(3);
    expect(
      (await readVersions(temporary.database, incident.id)).map((v) => v.record.title?.en),
    ).toEqual(['Second']);
  });
});

describe('changing', () => {
  test('a correction closes one version and opens the next', async () => {
    const { incident } = await createOne();
    const corrected = await change(incident.id, { title: { en: 'Corrected' } }, 1);
    expect(corrected).toMatchObject({ revision: 2, seq: 2, updatedAt: NOW.toISOString() });
    const versions = await readVersions(temporary.database, incident.id);
    expect(versions.map((v) => [v.fromSeq, v.record.title?.en])).toEqual([
      [1, 'Shots fired in the street'],
      [2, 'Corrected'],
    ]);
    const found = await readTexts(temporary.database, [
      { rid: incident.rid, fromSeq: 1 },
      { rid: incident.rid, fromSeq: 9 },
    ]);
    expect(found.map((text) => text.fromSeq)).toEqual([1]);
  });

  test('an outdated revision, an unknown id and an invalid result are refused and change nothing', async () => {
    const { incident } = await createOne();
    await expect(change(incident.id, { title: { en: 'x' } }, 7)).rejects.toThrow(RevisionMismatch);
    await expect(change('00000000-0000-4000-8000-000000000000', {})).rejects.toThrow(NotFound);
    await expect(change(incident.id, { sources: [] })).rejects.toThrow('at least one source');
    expect((await readHead(temporary.database)).seq).toBe(1);
    expect((await readStoredIncident(temporary.database, incident.id))?.revision).toBe(1);
  });

  test('inside a transaction a query beside its tx is refused instead of waiting for ever', async () => {
    const { database } = temporary;
    const nested = database.transaction(async () => database.orm.execute(sql`select 1`));
    await expect(nested).rejects.toMatchObject({
      cause: { message: expect.stringContaining('only its own `tx`') },
    });
    expect((await readHead(database)).seq).toBe(0);
  });
});

describe('retracting and withdrawing', () => {
  test('a withdrawn record is hidden from all history and answers "gone"', async () => {
    const { incident } = await createOne({ title: { en: 'Canary' } });
    await change(incident.id, { title: { en: 'Canary two' } });
    const withdrawal = { ...context(), expectedRevision: 2 };
    const written = await withdrawIncident(temporary.database, incident.id, withdrawal);
    expect(written).toMatchObject({ seq: 3, revision: 3, incident: { status: 'withdrawn' } });
    expect(await readPublicIncident(temporary.database, incident.id)).toBe('gone');
    expect(await readVersions(temporary.database, incident.id)).toEqual([]);
    expect(await readTexts(temporary.database, [{ rid: incident.rid, fromSeq: 1 }])).toEqual([]);
    expect((await listIncidents(temporary.database, { limit: 10 })).rows).toEqual([]);
    const page = await readChanges(temporary.database, { from: 0, to: 3, after: 0, limit: 10 });
    expect(JSON.stringify(page)).not.toContain('Canary');
    expect(page.rows).toHaveLength(1);
    const again = await withdrawIncident(temporary.database, incident.id, withdrawal);
    expect(again).toMatchObject({ seq: null, revision: 3 });
    await expect(change(incident.id, {})).rejects.toThrow(AlreadyWithdrawn);
  });

  test('the digest after a withdrawal is that of the records that remain', async () => {
    const first = await createOne();
    const second = await createOne({ kind: 'incident', subtype: 'arson' });
    await withdrawIncident(temporary.database, first.incident.id, {
      ...context(),
      expectedRevision: null,
    });
    const reader = new LogReader();
    const head = await readHead(temporary.database);
    await reader.catchUp(temporary.database, head.seq, 10);
    expect(reader.shownRids()).toEqual([second.incident.rid]);
    expect(reader.digest()).toBe(head.digest);
  });

  test('a reader that catches up to before a withdrawal is told until when its digest cannot be equal', async () => {
    const first = await createOne();
    await createOne();
    await withdrawIncident(temporary.database, first.incident.id, {
      ...context(),
      expectedRevision: null,
    });
    const reader = new LogReader();
    const page = await reader.catchUp(temporary.database, 2, 10);
    expect(page.verifyFrom).toBe(3);
    expect(reader.digest()).not.toBe(page.digest);
    const last = await reader.catchUp(temporary.database, 3, 10);
    expect(last.verifyFrom).toBe(3);
    expect(reader.digest()).toBe(last.digest);
  });

  test('a retraction keeps id and reason and takes the content out of earlier versions', async () => {
    const { incident } = await createOne({ title: { en: 'Canary' } });
    await change(incident.id, {
      status: 'retracted',
      retractionReason: { en: 'It did not happen' },
    });
    const versions = await readVersions(temporary.database, incident.id);
    expect(versions).toHaveLength(1);
    expect(versions[0]?.record).toMatchObject({ status: 'retracted', title: null, point: null });
    expect(versions[0]?.record.retractionReason?.en).toBe('It did not happen');
  });

  test('a withdrawal destroys the encoded years that the record ever was in, and only those', async () => {
    const { database } = temporary;
    const { incident } = await createOne({
      occurredFrom: '2024-12-31T22:30:00Z',
      occurredTo: '2024-12-31T22:30:00Z',
    });
    await change(incident.id, {
      occurredFrom: '2025-03-01T12:00:00Z',
      occurredTo: '2025-03-01T12:00:00Z',
    });
    const { epoch, seq } = await readHead(database);
    const encoded = [2023, 2024, 2025].map((year) => ({
      address: `${epoch}/1/${year}/abc`,
      year,
      rows: 1,
      sha256: 'abc',
      bytes: new Uint8Array([year % 256]),
    }));
    expect(await putManifest(database, { epoch, protocol: 1, seq, encoded, kept: [] }, NOW)).toBe(
      true,
    );
    expect((await readCurrentManifest(database, 1))?.partitions.map((part) => part.year)).toEqual([
      2025, 2024, 2023,
    ]);
    await withdrawIncident(database, incident.id, { ...context(), expectedRevision: null });
    expect(await readPartition(database, `${epoch}/1/2023/abc`)).toEqual(Buffer.from([2023 % 256]));
    expect(await readPartition(database, `${epoch}/1/2024/abc`)).toBe('gone');
    expect(await readPartition(database, `${epoch}/1/2025/abc`)).toBe('gone');
    expect(await readPartition(database, 'nowhere')).toBeNull();
    expect(await readCurrentManifest(database, 1)).toBeNull();
    const stale = { epoch, protocol: 1, seq, encoded, kept: [] };
    expect(await putManifest(database, stale, NOW)).toBe(false);
  });

  test('a partition that left the manifest stays for a while and is then gone', async () => {
    const { database } = temporary;
    await createOne();
    const { epoch, seq } = await readHead(database);
    const part = (name: string, year: number) => {
      return { address: name, year, rows: 1, sha256: name, bytes: new Uint8Array([7]) };
    };
    const first = {
      epoch,
      protocol: 1,
      seq,
      encoded: [part('old', 2024), part('kept', 2023)],
      kept: [],
    };
    await putManifest(database, first, NOW);
    await createOne();
    const second = {
      epoch,
      protocol: 1,
      seq: seq + 1,
      encoded: [part('new', 2024)],
      kept: ['kept'],
    };
    expect(await putManifest(database, second, NOW)).toBe(true);
    const manifest = await readCurrentManifest(database, 1);
    expect(manifest?.seq).toBe(seq + 1);
    expect(manifest?.partitions.map((entry) => entry.address)).toEqual(['new', 'kept']);
    expect(await readPartition(database, 'old')).toEqual(Buffer.from([7]));
    expect(await retirePartitions(database, new Date(NOW.getTime() - 1))).toBe(0);
    expect(await retirePartitions(database, NOW)).toBe(1);
    expect(await readPartition(database, 'old')).toBe('gone');
  });
});

describe('imports', () => {
  test('the same rows twice add nothing, and a batch is taken back whole', async () => {
    const { database } = temporary;
    const count = often(603, 1_203);
    const rows = Array.from({ length: count }, (_, index) => ({
      incident: incidentInput({ origin: 'imported', title: { en: `Row ${index}` } }),
      importKey: `file.csv#${index}`,
    }));
    const batchId = newId();
    await openImportBatch(
      database,
      { id: batchId, name: 'file.csv', sha256: 'f'.repeat(64) },
      context(),
    );
    const bulk = { ...context(), bulk: true, batchId };
    const first = await createIncidents(database, rows, bulk);
    expect([first.records.length, first.skipped]).toEqual([count, 0]);
    expect(first.records.map((record) => record.incident.title.en)).toEqual(
      rows.map((row) => row.incident.title.en),
    );
    const second = await createIncidents(database, rows, bulk);
    expect([second.records.length, second.skipped]).toEqual([0, count]);
    const { rows: sizes } = await database.orm.execute<{ n: number }>(
      sql`select (to_seq - from_seq)::int as n from commits order by to_seq`,
    );
    expect(sizes.map((row) => row.n)).toEqual([...Array(often(1, 2)).fill(500), often(103, 203)]);

    const kept = await createOne();
    expect(await takeBackBatch(database, batchId, context())).toEqual({ withdrawn: count });
    const head = await readHead(database);
    expect(head.seq).toBe(count * 2 + 1);
    const states = [];
    for await (const chunk of readState(database)) states.push(chunk);
    expect(states.flatMap((chunk) => chunk.rows.map((row) => row[0]))).toEqual([kept.incident.rid]);
    expect(states[0]?.head).toEqual(head);
    expect(
      (await createIncidents(database, rows.slice(0, 2), { ...bulk, batchId: newId() })).records,
    ).toHaveLength(2);
    await expect(
      takeBackBatch(database, '00000000-0000-4000-8000-00000000dead', context()),
    ).rejects.toThrow(NotFound);
  });

  test('a publication during an import is not in one batch with it', async () => {
    const { database } = temporary;
    const rows = Array.from({ length: 3 }, () => ({ incident: incidentInput() }));
    await createIncidents(database, rows, { ...context(), bulk: true });
    await createOne();
    await createIncidents(database, rows, { ...context(), bulk: true });
    const reader = new LogReader();
    const batches = [];
    for (let page = await reader.step(database, 100); page; page = await reader.step(database, 100))
      batches.push(page);
    expect(batches.map((page) => [page.to, page.bulk, page.texts.length])).toEqual([
      [3, true, 3],
      [4, false, 1],
      [7, true, 3],
    ]);
  });
});

describe('figures', () => {
  const figure: FigureInput = {
    key: 'port-2024',
    measure: 'cocaine seized',
    definition: { en: 'seized by customs at the port' },
    authority: 'Customs',
    area: 'BEANR',
    areaName: { en: 'Antwerp' },
    periodFrom: '2024-01-01',
    periodTo: '2024-12-31',
    value: 44_000,
    low: null,
    high: null,
    unit: 'kg',
    approximation: 'exact',
    provisional: false,
    note: null,
    source: {
      publisher: 'Customs',
      label: 'Report',
      url: 'https://example.org/report',
      publishedAt: null,
    },
  };

  test('a figure gets a version when it changes and none when it is equal, under the same head and digest', async () => {
    const { database } = temporary;
    const put = (input: FigureInput) => putFigures(database, [input], context());
    expect(await put(figure)).toEqual({ changed: 1, unchanged: 0 });
    expect(await put(figure)).toEqual({ changed: 0, unchanged: 1 });
    await createOne();
    expect(await put({ ...figure, value: 44_500.25 })).toEqual({ changed: 1, unchanged: 0 });
    const head = await readHead(database);
    expect(head.seq).toBe(3);
    const reader = new LogReader();
    await reader.catchUp(database, head.seq, 10);
    expect([...reader.figures.values()].map((entry) => (entry.figure as Figure).value)).toEqual([
      44_500.25,
    ]);
    expect(reader.digest()).toBe(head.digest);
  });
});
