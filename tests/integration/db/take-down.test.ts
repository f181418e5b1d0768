import { sql } from 'drizzle-orm';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { putManifest, readPartition } from '@/db/partitions';
import { readPublicIncident, readStoredIncident, readVersions } from '@/db/read-incidents';
import { digestAfter, readHead } from '@/db/read-log';
import { readErasure, type TakeDown, takeDown } from '@/db/take-down';
import {
  AlreadyWithdrawn,
  IdempotencyConflict,
  NotFound,
  NotPublic,
  RevisionMismatch,
} from '@/db/write-errors';
import { changeIncident, createIncidents, takeBackBatch } from '@/db/write-incidents';
import type { IncidentBody, IncidentInput } from '@/lib/domain/incident';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { LogReader } from '../../support/log-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const NOW = new Date('2026-01-02T10:00:00Z');
const CANARY = 'canary-31f0';
const ERASE: TakeDown = { verb: 'erase', reason: 'A court ordered it.' };
const WITHDRAW: TakeDown = { verb: 'withdraw', reason: 'Wrong country.' };
const RETRACT: TakeDown = { verb: 'retract', reason: { en: 'It did not happen.' } };
const BATCH = '11111111-1111-4111-8111-111111111111';

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

const context = () => ({ actor: 'desk', now: NOW, newId });

async function create(changes: Partial<IncidentBody> = {}, key = 'key-1', importKey?: string) {
  const incident = incidentInput({ title: { en: CANARY }, notes: CANARY, ...changes });
  const inputs = [{ incident, importKey: importKey ?? null }];
  const idempotency = {
    key,
    actor: 'desk',
    bodyHash: 'hash',
    respond: (written: unknown) => ({ status: 201, body: written }),
  };
  const outcome = await createIncidents(temporary.database, inputs, {
    ...context(),
    bulk: false,
    ...(importKey ? { batchId: BATCH } : { idempotency }),
  });
  return { ...outcome, id: outcome.records[0]?.incident.id ?? '' };
}

function change(id: string, changes: Partial<IncidentInput>) {
  const unconditional = { ...context(), expectedRevision: null };
  return changeIncident(temporary.database, id, (now) => ({ ...now, ...changes }), unconditional);
}

function take(id: string, how: TakeDown, revision: number | null = null, key?: string) {
  return takeDown(temporary.database, id, how, {
    ...context(),
    expectedRevision: revision,
    requestKey: key ? { key, actor: 'desk', bodyHash: how.verb } : null,
  });
}

/** Tables that hold a text in any row and column. */
async function tablesWith(text: string): Promise<string[]> {
  const { orm } = temporary.database;
  const tables = await orm.execute<{ name: string }>(
    sql`select table_name as name from information_schema.tables where table_schema = 'public'`,
  );
  const found: string[] = [];
  for (const { name } of tables.rows) {
    const { rows } = await orm.execute(sql.raw(`select t::text as line from "${name}" t`));
    if (JSON.stringify(rows).includes(text)) found.push(name);
  }
  return found.sort();
}

describe('[TD3] erasing', () => {
  test('leaves the content in no table; who erased it, when and why stays in the audit', async () => {
    const { id } = await create();
    await change(id, { title: { en: `${CANARY} corrected` } });
    expect(await tablesWith(CANARY)).toEqual(['idempotency', 'incident_versions', 'incidents']);
    const { answer } = await take(id, ERASE, 2);
    expect(answer).toEqual({ id, status: 'erased', revision: 3, seq: 3 });
    expect(await tablesWith(CANARY)).toEqual([]);
    expect(await tablesWith('A court ordered it.')).toEqual(['audit']);
    expect(await readErasure(temporary.database, id)).toBe(NOW.toISOString());
    expect(await readStoredIncident(temporary.database, id)).toBeNull();
    expect(await readPublicIncident(temporary.database, id)).toBe('gone');
    expect(await readVersions(temporary.database, id)).toEqual([]);
    const actions = await temporary.database.orm.execute<{ action: string }>(
      sql`select action from audit where incident_id = ${id} order by id`,
    );
    expect(actions.rows.map(({ action }) => action)).toEqual(['create', 'change', 'erased']);
  });

  test('leaves no wire column of any version, and digests by which readers still verify', async () => {
    const { id } = await create();
    await create({}, 'key-2');
    await change(id, { occurredFrom: '2024-06-01T20:00:00Z', occurredTo: '2024-06-01T20:00:00Z' });
    const before = await digestAfter(temporary.database, 2);
    await take(id, ERASE);
    const { rows } = await temporary.database.orm.execute(
      sql`select x, y, occurred_from, occurred_to, area, incident_class, quantity, state
        from incident_versions where rid = 1 group by 1, 2, 3, 4, 5, 6, 7, 8`,
    );
    expect(rows.map((row) => Object.values(row).map(Number))).toEqual([[0, 0, 0, 0, 0, 0, 0, 2]]);
    expect(await digestAfter(temporary.database, 2)).toBe(before);
    const head = await readHead(temporary.database);
    const reader = new LogReader();
    expect((await reader.catchUp(temporary.database, 2, 10)).verifyFrom).toBe(head.seq);
    await reader.catchUp(temporary.database, head.seq, 10);
    expect(reader.digest()).toBe(head.digest);
    expect(reader.shownRids()).toEqual([2]);
  });

  test('destroys every encoded year that ever held it', async () => {
    const { id } = await create();
    const { epoch, seq } = await readHead(temporary.database);
    const part = { address: 'old', year: 2025, rows: 1, sha256: 'a', bytes: new Uint8Array([7]) };
    await putManifest(
      temporary.database,
      { epoch, protocol: 1, seq, encoded: [part], kept: [] },
      NOW,
    );
    await change(id, { occurredFrom: '2024-06-01T20:00:00Z', occurredTo: '2024-06-01T20:00:00Z' });
    expect(await readPartition(temporary.database, 'old')).not.toBe('gone');
    await take(id, ERASE);
    expect(await readPartition(temporary.database, 'old')).toBe('gone');
  });

  test('again changes nothing; what never was is not found; drafts and withdrawn records go too', async () => {
    const { id } = await create();
    const { answer } = await take(id, ERASE);
    expect((await take(id, ERASE)).answer).toEqual(answer);
    expect((await readHead(temporary.database)).seq).toBe(2);
    await expect(take(newId(), ERASE)).rejects.toThrow(NotFound);
    await expect(change(id, {})).rejects.toThrow(NotFound);
    const draft = await create({ status: 'draft' }, 'key-2');
    expect((await take(draft.id, ERASE)).answer.seq).toBeNull();
    const withdrawn = await create({}, 'key-3');
    await take(withdrawn.id, WITHDRAW);
    expect(await tablesWith(CANARY)).toEqual(['incident_versions', 'incidents']);
    expect((await take(withdrawn.id, ERASE)).answer.seq).toBeNull();
    expect(await tablesWith(CANARY)).toEqual([]);
  });

  test('keeps the row of a file from coming back, also after its import was taken back', async () => {
    const { id } = await create({}, '', 'row-1');
    await create({}, '', 'row-2');
    await take(id, ERASE);
    expect((await create({}, '', 'row-1')).skipped).toBe(1);
    await takeBackBatch(temporary.database, BATCH, context());
    expect((await create({}, '', 'row-1')).skipped).toBe(1);
    expect((await create({}, '', 'row-2')).skipped).toBe(0);
    expect(await tablesWith('row-1')).toEqual([]);
  });

  test('keeps the row of a file from coming back whose import had been taken back before', async () => {
    const { id } = await create({}, '', 'row-1');
    await takeBackBatch(temporary.database, BATCH, context());
    await takeBackBatch(temporary.database, BATCH, context());
    await take(id, ERASE);
    expect((await create({}, '', 'row-1')).skipped).toBe(1);
  });
});

describe('[TD5] a repeated request', () => {
  test.each([
    ['withdrawn', WITHDRAW],
    ['erased', ERASE],
  ] as const)(
    'tells nothing of a record that was %s since, and creates nothing',
    async (_, how) => {
      const { id } = await create();
      await take(id, how);
      const again = await create();
      expect(again).toMatchObject({ replayed: true, records: [] });
      expect(again.response).toEqual({ status: 410, body: { id } });
    },
  );

  test('takes a record down once per key, and gives the first answer again', async () => {
    const { id } = await create();
    const first = await take(id, WITHDRAW, 1, 'once');
    expect(first).toMatchObject({ replayed: false, answer: { status: 'withdrawn', revision: 2 } });
    expect(await take(id, WITHDRAW, 1, 'once')).toEqual({ ...first, replayed: true });
    await expect(take(id, ERASE, 2, 'once')).rejects.toThrow(IdempotencyConflict);
  });
});

describe('[TD1] [TD2] retracting and withdrawing', () => {
  test('check the revision, and a draft has nothing to retract', async () => {
    const { id } = await create();
    for (const how of [RETRACT, WITHDRAW, ERASE]) {
      await expect(take(id, how, 7)).rejects.toThrow(RevisionMismatch);
    }
    const draft = await create({ status: 'draft' }, 'key-2');
    await expect(take(draft.id, RETRACT)).rejects.toThrow(NotPublic);
    await take(id, WITHDRAW);
    await expect(take(id, RETRACT)).rejects.toThrow(AlreadyWithdrawn);
  });

  test('a reason of a withdrawal is in the audit and nowhere else; that of a retraction is public', async () => {
    const { id } = await create();
    await take(id, RETRACT);
    const shown = await readPublicIncident(temporary.database, id);
    expect(shown).toMatchObject({ record: { retractionReason: { en: 'It did not happen.' } } });
    expect(JSON.stringify(shown)).not.toContain(CANARY);
    await take(id, WITHDRAW);
    expect(await tablesWith('Wrong country.')).toEqual(['audit']);
  });
});

test('a sensitivity that changes nothing readers see now still hides what they saw before', async () => {
  const at = { placePrecision: 'municipality', point: null } as const;
  const { id } = await create({ ...at, title: { en: `${CANARY} with a name` } });
  const { seq } = await change(id, { title: { en: 'Without it' } });
  expect(await readVersions(temporary.database, id)).toHaveLength(2);
  const raised = await change(id, { sensitivity: ['minor'] });
  expect(raised.seq).toBe((seq ?? 0) + 1);
  expect(JSON.stringify(await readVersions(temporary.database, id))).not.toContain(CANARY);
});
