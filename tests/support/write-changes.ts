import { randomUUID } from 'node:crypto';
import { call, exampleIncident } from './api-client';
import type { OpenServer } from './open-server';
import { until } from './until';

const INCIDENTS = '/api/v1/incidents';
const IMPORTED_AT_ONCE = 500;

type Step = (server: OpenServer, id: string) => Promise<{ status: number }>;

const moved = (year: number) => {
  const at = `${year}-06-01T20:00:00Z`;
  return { occurredFrom: at, occurredTo: at };
};
/** What happens to a record once it is there; each is one change, and the last ends it. */
const LIVES: readonly (readonly Step[])[] = [
  [
    (server, id) => call(server, 'PATCH', `${INCIDENTS}/${id}`, { killed: { best: 1 } }),
    (server, id) => call(server, 'PATCH', `${INCIDENTS}/${id}`, moved(2024)),
    (server, id) =>
      call(server, 'POST', `${INCIDENTS}/${id}/retract`, { reason: { en: 'It did not happen.' } }),
  ],
  [
    (server, id) => call(server, 'PATCH', `${INCIDENTS}/${id}`, moved(2023)),
    (server, id) => call(server, 'DELETE', `${INCIDENTS}/${id}`),
  ],
];

/**
 * Writes so many changes: records by hand with corrections, moves, retractions and withdrawals, and files between.
 * Resolves once the server tells of the last.
 */
export async function writeChanges(server: OpenServer, count: number): Promise<void> {
  const wanted = (await headSeqOf(server)) + count;
  let left = count;
  for (let turn = 0; left > 0; turn += 1) {
    const life = LIVES[turn % LIVES.length]?.slice(0, left - 1) ?? [];
    await live(server, life);
    left -= 1 + life.length;
    if (left < IMPORTED_AT_ONCE) continue;
    await importRecords(server);
    left -= IMPORTED_AT_ONCE;
  }
  await until(`a head of ${wanted}`, async () => (await headSeqOf(server)) === wanted);
}

async function headSeqOf(server: OpenServer): Promise<number> {
  return (await call(server, 'GET', '/api/v1/digest')).body.seq;
}

async function live(server: OpenServer, life: readonly Step[]): Promise<void> {
  const created = await call(server, 'POST', INCIDENTS, exampleIncident());
  requireStatus(created.status, 201);
  for (const step of life) requireStatus((await step(server, created.body.id)).status, 200);
}

async function importRecords(server: OpenServer): Promise<void> {
  const batchId = randomUUID();
  const incident = exampleIncident({ origin: 'imported' });
  const records = Array.from({ length: IMPORTED_AT_ONCE }, (_, index) => ({
    importKey: `${batchId} ${index}`,
    incident,
  }));
  const { status } = await call(server, 'POST', '/api/v1/imports', {
    batchId,
    name: 'absence.csv',
    records,
  });
  requireStatus(status, 200);
}

function requireStatus(status: number, wanted: number): void {
  if (status !== wanted) throw new Error(`a write answered ${status} instead of ${wanted}`);
}
