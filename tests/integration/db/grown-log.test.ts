import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { readDigestAsOf } from '@/db/as-of';
import { listIncidents, readStoredIncident } from '@/db/read-incidents';
import { readHead } from '@/db/read-log';
import { searchIncidents } from '@/db/search-incidents';
import { changeIncident, withdrawIncident } from '@/db/write-incidents';
import { readOwnState } from '@/lib/server/read-own-state';
import { fillWithLog } from '../../support/fill-with-log';
import { GrownLog, uuidOf } from '../../support/grown-log';
import { countingIds } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const SIZE = { incidents: 400, versions: 1_200, seed: 5 };

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  await fillWithLog(temporary.database, new GrownLog(SIZE), () => undefined);
});
afterAll(() => temporary.close());

const context = () => ({
  actor: 'desk',
  now: new Date('2026-12-01T10:00:00Z'),
  newId: countingIds(),
});

it('a log that was written in bulk is to readers and writers as the application would have left it', async () => {
  const { database } = temporary;
  const log = pino({ level: 'silent' });
  const { store } = await readOwnState(database, log);
  expect(store).toMatchObject({ hasDigestFault: false, seq: SIZE.versions });
  expect(store.columns.size).toBe(SIZE.incidents - 4);
  const half = { epoch: store.epoch ?? '', seq: 500 };
  expect(await readDigestAsOf(database, half)).toMatchObject(half);
  const past = await listIncidents(database, { asOf: half.seq, limit: 1_000 });
  expect(past.rows).toHaveLength(SIZE.incidents - 4);

  const id = uuidOf(1);
  await changeIncident(
    database,
    id,
    (now) => ({ ...now, killed: { low: null, best: 3, high: null } }),
    {
      ...context(),
      expectedRevision: 3,
    },
  );
  await withdrawIncident(database, uuidOf(2), { ...context(), expectedRevision: 3 });
  expect((await readStoredIncident(database, id))?.incident).toMatchObject({ killed: { best: 3 } });
  const after = await readOwnState(database, log);
  expect(after.store.hasDigestFault).toBe(false);
  expect(after.store.digest).toBe((await readHead(database)).digest);
  const found = { words: ['simulated'], regionsOf: () => [], limit: 1_000 };
  expect((await searchIncidents(database, found)).rids).toHaveLength(SIZE.incidents - 5);
});
