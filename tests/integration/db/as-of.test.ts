import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { LostPast, readAsOfPage, readDigestAsOf, resolvePast, UnknownEpoch } from '@/db/as-of';
import { countIncidents, listIncidents } from '@/db/read-incidents';
import { readHead, readState, UnknownBoundary } from '@/db/read-log';
import { epochs } from '@/db/schema';
import { takeDown } from '@/db/take-down';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import type { IncidentInput } from '@/lib/domain/incident';
import { IncidentStore } from '@/lib/store/incident-store';
import { storeOfPast, wholeStateOf } from '@/lib/store/past-store';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = new Date('2026-01-02T10:00:00Z');
const FORKED = ['grandparent', 'parent', 'current'];

let temporary: TemporaryDatabase;
let newId: () => string;
let first: string;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());
beforeEach(async () => {
  await temporary.clear();
  newId = countingIds();
  first = (await create(1))[0] ?? '';
  await create(2);
});

const context = () => ({ actor: 'desk', now: NOW, newId });

async function create(count: number): Promise<string[]> {
  const inputs = Array.from({ length: count }, () => ({ incident: incidentInput() }));
  const { records } = await createIncidents(temporary.database, inputs, {
    ...context(),
    bulk: false,
  });
  return records.map(({ incident }) => incident.id);
}

function change(id: string, changes: Partial<IncidentInput>) {
  const unconditional = { ...context(), expectedRevision: null };
  return changeIncident(temporary.database, id, (now) => ({ ...now, ...changes }), unconditional);
}

async function storeAtHead(): Promise<IncidentStore> {
  const store = new IncidentStore();
  for await (const { head, rows } of readState(temporary.database)) {
    store.loadState({ ...head, areas: [], figures: [] }, rows);
  }
  return store;
}

const here = async (seq: number) => ({ epoch: (await readHead(temporary.database)).epoch, seq });

describe('a reader that is behind', () => {
  test('[AO3] is told to drop what was hidden after the state that it holds', async () => {
    const store = await storeAtHead();
    const unconditional = { ...context(), expectedRevision: null, requestKey: null };
    await takeDown(temporary.database, first, { verb: 'erase', reason: 'Asked' }, unconditional);
    const request = { past: await here(1), at: store.seq, after: 0, limit: 10 };
    const page = await readAsOfPage(temporary.database, request);
    expect(page.removed.sort()).toEqual([1, 2, 3]);
    expect(storeOfPast(wholeStateOf(store), [page])?.columns.size).toBe(0);
  });

  test('[AO3] is given back what was corrected before the state that it holds and again after it', async () => {
    await change(first, { killed: { low: null, best: 1, high: null } });
    const store = await storeAtHead();
    for (const best of [2, 3]) await change(first, { killed: { low: null, best, high: null } });
    const request = { past: await here(3), at: store.seq, after: 0, limit: 10 };
    const page = await readAsOfPage(temporary.database, request);
    expect(page.rows.map(([rid, fromSeq]) => [rid, fromSeq])).toEqual([[1, 1]]);
    const past = storeOfPast(wholeStateOf(store), [page]);
    expect(past?.digest).toBe((await readDigestAsOf(temporary.database, await here(3))).digest);
  });

  test('[AO2] is given the retracted form in place of what was retracted since', async () => {
    const store = await storeAtHead();
    const reason = { en: 'It did not happen.' };
    await change(first, { status: 'retracted', retractionReason: reason });
    await change(first, { retractionReason: { en: 'It did not happen at all.' } });
    const request = { past: await here(1), at: store.seq, after: 0, limit: 10 };
    const page = await readAsOfPage(temporary.database, request);
    expect(page.rows.map(([rid, fromSeq]) => [rid, fromSeq])).toEqual([[1, 4]]);
    const past = storeOfPast(wholeStateOf(store), [page]);
    expect(past?.columns.size).toBe(1);
    expect(past?.digest).toBe((await readDigestAsOf(temporary.database, await here(1))).digest);
    const { rows } = await listIncidents(temporary.database, { asOf: 1, limit: 10 });
    expect(rows.map(({ fromSeq }) => fromSeq)).toEqual([4]);
    expect(await countIncidents(temporary.database, { asOf: 1 })).toBe(1);
  });
});

describe('[AO1] the name of a past', () => {
  /** The log of these tests as it is after two restores: to seq 3 of the grandparent, to seq 1 of the parent. */
  async function restoreTwice(): Promise<void> {
    const { database } = temporary;
    const [grandparent = '', parent = '', current = ''] = FORKED;
    await database.orm.delete(epochs);
    await database.orm.insert(epochs).values([
      { epoch: grandparent, parent: null, forkSeq: 0, createdAt: NOW },
      { epoch: parent, parent: grandparent, forkSeq: 3, createdAt: NOW },
      { epoch: current, parent, forkSeq: 1, createdAt: NOW },
    ]);
    await database.orm.execute(sql`update log_head set epoch = ${current}`);
  }
  async function restoreNothing(epoch: string): Promise<void> {
    await temporary.database.orm.delete(epochs);
    await temporary.database.orm
      .insert(epochs)
      .values({ epoch, parent: null, forkSeq: 0, createdAt: NOW });
    await temporary.database.orm.execute(sql`update log_head set epoch = ${epoch}`);
  }

  test('holds through restores up to the fork, and is lost beyond it', async () => {
    const { epoch: before } = await readHead(temporary.database);
    await restoreTwice();
    const { orm } = temporary.database;
    for (const epoch of FORKED) {
      expect(await resolvePast(orm, { epoch, seq: 1 })).toMatchObject({ epoch: 'current', seq: 1 });
    }
    expect(await resolvePast(orm, { epoch: 'current', seq: 3 })).toMatchObject({ seq: 3 });
    await expect(resolvePast(orm, { epoch: 'parent', seq: 3 })).rejects.toThrow(LostPast);
    await expect(resolvePast(orm, { epoch: 'grandparent', seq: 3 })).rejects.toThrow(LostPast);
    await expect(resolvePast(orm, { epoch: 'nowhere', seq: 1 })).rejects.toThrow(UnknownEpoch);
    await restoreNothing(before);
  });

  test('is refused inside a transaction and ahead of the log; seq 0 is the empty state', async () => {
    const { orm } = temporary.database;
    await expect(resolvePast(orm, await here(2))).rejects.toThrow(UnknownBoundary);
    await expect(resolvePast(orm, await here(4))).rejects.toThrow(UnknownBoundary);
    const empty = await readDigestAsOf(temporary.database, await here(0));
    expect(empty.digest).toBe('0'.repeat(16));
    const ahead = { past: await here(3), at: 1, after: 0, limit: 10 };
    await expect(readAsOfPage(temporary.database, ahead)).rejects.toThrow(UnknownBoundary);
  });
});
