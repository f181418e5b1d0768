import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { readVersions } from '@/db/read-incidents';
import { readHead } from '@/db/read-log';
import { type TakeDown, takeDown } from '@/db/take-down';
import { changeIncident, createIncidents } from '@/db/write-incidents';
import type { IncidentBody, IncidentInput } from '@/lib/domain/incident';
import { MOST_NEIGHBOURS, MOST_VERSIONS, type RecordPage } from '@/lib/domain/record-page';
import { readRecordPage } from '@/lib/server/pages/record-page';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const DAY_MS = 86_400_000;
const T0 = Date.parse('2025-06-01T20:00:00Z');

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

const context = () => ({ actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId });

async function create(changes: Partial<IncidentBody> = {}): Promise<string> {
  const inputs = [{ incident: incidentInput(changes) }];
  const { records } = await createIncidents(temporary.database, inputs, {
    ...context(),
    bulk: false,
  });
  return records[0]?.incident.id ?? '';
}

async function change(id: string, changes: Partial<IncidentInput>): Promise<void> {
  const options = { ...context(), expectedRevision: null };
  await changeIncident(temporary.database, id, (now) => ({ ...now, ...changes }), options);
}

async function take(id: string, how: TakeDown): Promise<void> {
  const options = { ...context(), expectedRevision: null, requestKey: null };
  await takeDown(temporary.database, id, how, options);
}

/** At so many days after the record that is looked at. */
function onDay(days: number): Partial<IncidentBody> {
  const at = new Date(T0 + days * DAY_MS).toISOString();
  return { occurredFrom: at, occurredTo: at, title: { en: `day ${days}` } };
}

async function pageOf(id: string): Promise<RecordPage> {
  const page = await readRecordPage(temporary, id);
  if (page === null || page === 'gone') throw new Error(`the page is ${page}`);
  return page;
}

async function neighboursOf(id: string): Promise<(string | undefined)[] | null> {
  return (await pageOf(id)).neighbours?.map(({ title }) => title?.en) ?? null;
}

describe('the history on a record’s page', () => {
  it('has the versions that the API has, newest first, and says what each changed', async () => {
    const id = await create();
    await change(id, { killed: { low: null, best: 1, high: null } });
    await change(id, { title: { en: 'Shots fired' }, verification: 'disputed' });
    const { history, record, hasOlder } = await pageOf(id);
    const versions = await readVersions(temporary.database, id);
    expect(history.map(({ changed: _, ...version }) => version)).toEqual(versions.toReversed());
    expect(history.map(({ changed }) => changed)).toEqual([
      ['title', 'verification'],
      ['killed'],
      [],
    ]);
    expect(record).toEqual(versions.at(-1)?.record);
    expect(hasOlder).toBe(false);
  });

  it('stops at the newest so many and says that there are older ones', async () => {
    const id = await create();
    for (let best = 1; best <= MOST_VERSIONS; best += 1)
      await change(id, { killed: { low: null, best, high: null } });
    const { history, hasOlder } = await pageOf(id);
    expect([history.length, hasOlder]).toEqual([MOST_VERSIONS, true]);
    expect(history.at(-1)?.changed).toEqual(['killed']);
  });

  it('has no version that was hidden since, and does not compare with one', async () => {
    const id = await create({ placePrecision: 'exact', placeName: { en: 'canary street' } });
    await change(id, { sensitivity: ['private home'] });
    const { history } = await pageOf(id);
    expect(JSON.stringify(history)).not.toContain('canary');
    expect(history.map(({ changed }) => changed)).toEqual([[]]);
  });
});

describe('the page of a record as it was', () => {
  const seqNow = async () => (await readHead(temporary.database)).seq;
  const pageAt = async (id: string, seq: number) => {
    const { epoch } = await readHead(temporary.database);
    return readRecordPage(temporary, id, { epoch, seq });
  };

  it('tells what was public then, and what came before it, whatever came later', async () => {
    const before = await seqNow();
    const id = await create({ title: { en: 'as first told' } });
    await change(id, { killed: { low: null, best: 1, high: null } });
    const seq = await seqNow();
    const now = await pageOf(id);
    for (let best = 2; best < MOST_VERSIONS + 5; best += 1) {
      await change(id, { title: { en: `told anew ${best}` } });
    }
    const page = await pageAt(id, seq);
    expect(page).toEqual({
      ...now,
      past: { name: { epoch: expect.any(String), seq }, committedAt: expect.any(String) },
      neighbours: null,
    });
    expect(await pageAt(id, before)).toBeNull();
    expect(await pageAt(id, seq + 1_000)).toBeNull();
    expect(await readRecordPage(temporary, id, { epoch: 'another', seq })).toBeNull();
  });

  it('tells nothing of it that was hidden since', async () => {
    const [retracted, withdrawn] = [
      await create({ title: { en: 'canary' } }),
      await create({ title: { en: 'canary too' } }),
    ];
    const seq = await seqNow();
    await take(retracted, { verb: 'retract', reason: { en: 'It did not happen.' } });
    await take(withdrawn, { verb: 'withdraw', reason: null });
    const page = await pageAt(retracted, seq);
    expect(JSON.stringify(page)).not.toContain('canary');
    expect(page).toMatchObject({ record: { status: 'retracted' }, history: [] });
    expect(await pageAt(withdrawn, seq)).toBe('gone');
  });
});

describe('the page of a record that was taken down', () => {
  it('keeps of a retracted one its notice alone', async () => {
    const id = await create({ title: { en: 'canary' } });
    await create(onDay(1));
    await take(id, { verb: 'retract', reason: { en: 'It did not happen.' } });
    const page = await pageOf(id);
    expect(JSON.stringify(page)).not.toContain('canary');
    expect(page).toMatchObject({
      record: { status: 'retracted', retractionReason: { en: 'It did not happen.' } },
      history: [],
      neighbours: null,
    });
  });

  it.each([
    { verb: 'withdraw', reason: null },
    { verb: 'erase', reason: 'A court ordered it.' },
  ] as const)('is gone: $verb', async (how) => {
    const id = await create();
    await take(id, how);
    expect(await readRecordPage(temporary, id)).toBe('gone');
  });

  it('is none where there never was a public one', async () => {
    const draft = await create({ status: 'draft' });
    for (const id of [draft, '99999999-0000-4000-8000-000000000000', 'x', '']) {
      expect(await readRecordPage(temporary, id)).toBeNull();
    }
    const id = await create();
    expect((await pageOf(id.toUpperCase())).record.id).toBe(id);
  });
});

describe('the neighbours on a record’s page', () => {
  it('are those of its municipality within 30 days, and those of 1 km of other areas', async () => {
    const point: [number, number] = [4.330612, 50.838711];
    const id = await create(onDay(0));
    await create({ ...onDay(-30), placePrecision: 'municipality', point: null });
    await create(onDay(31));
    await create(onDay(-31));
    await create({ ...onDay(2), municipality: '21004' });
    await create({ ...onDay(3), municipality: '21004', placePrecision: 'locality' });
    await create({ ...onDay(4), municipality: '21004', point: [point[0] + 0.02, point[1]] });
    // In the corner of the box around the circle.
    await create({
      ...onDay(4),
      municipality: '21004',
      point: [point[0] + 0.0125, point[1] + 0.008],
    });
    await create({ ...onDay(5), timePrecision: 'month' });
    await create({ ...onDay(6), origin: 'simulated' });
    await create({ ...onDay(7), status: 'draft' });
    await take(await create(onDay(8)), { verb: 'withdraw', reason: null });
    await take(await create(onDay(9)), { verb: 'retract', reason: { en: 'No.' } });
    expect(await neighboursOf(id)).toEqual(['day -30', 'day 2']);
  });

  it('are the nearest in time where there are many, in order of time', async () => {
    const id = await create(onDay(0));
    for (let days = 1; days <= 12; days += 1) {
      await create(onDay(2 * days));
      if (days < 3) await create(onDay(-days));
    }
    const found = await neighboursOf(id);
    expect(found).toHaveLength(MOST_NEIGHBOURS);
    expect(found).toEqual(['day -2', 'day -1', ...[2, 4, 6, 8, 10, 12].map((day) => `day ${day}`)]);
  });

  it('are not told where time or place is too rough, and are none where nothing is near', async () => {
    expect(await neighboursOf(await create({ timePrecision: 'week' }))).toBeNull();
    const nowhere = { municipality: null, placePrecision: 'country', point: null } as const;
    expect(await neighboursOf(await create(nowhere))).toBeNull();
    const lonely = { ...onDay(400), municipality: null, port: 'BEANR', point: null };
    const id = await create({ ...lonely, placePrecision: 'municipality' });
    expect(await neighboursOf(id)).toEqual([]);
    await create({ ...lonely, ...onDay(401), placePrecision: 'municipality' });
    expect(await neighboursOf(id)).toEqual(['day 401']);
  });
});
