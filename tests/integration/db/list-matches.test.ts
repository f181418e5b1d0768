import { pino } from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createIncidents } from '@/db/write-incidents';
import { ROW_GONE, WIRE_COLUMNS, type WireColumn } from '@/lib/protocol/columns';
import { listMatches } from '@/lib/server/list-matches';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import type { Services } from '@/lib/server/services';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const log = pino({ level: 'silent' });

let temporary: TemporaryDatabase;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
afterAll(() => temporary.close());

it('a list comes from the database while the server’s own columns are known to be wrong', async () => {
  const { database } = temporary;
  const context = { actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId: countingIds(37) };
  const inputs = [{ incident: incidentInput() }, { incident: incidentInput() }];
  const { records } = await createIncidents(database, inputs, { ...context, bulk: false });
  const tail = await LogTail.start(database, log);
  const partitions = await PartitionKeeper.open(database, tail, log);
  try {
    // A list needs no more of what a server shares.
    const services = { database, tail, partitions } as Services;
    const { state } = partitions;
    const rid = records[0]?.incident.rid ?? 0;
    const removal = { rid, fromSeq: state.seq + 1, state: ROW_GONE };
    state.columns.put(
      WIRE_COLUMNS.map(({ name }) => (removal as Partial<Record<WireColumn, number>>)[name] ?? 0),
    );
    expect(state.hasDigestFault).toBe(true);
    const { count, rows } = await listMatches(services, { limit: 10 });
    expect({ count, rows: rows.length }).toEqual({ count: 2, rows: 2 });
  } finally {
    await partitions.close();
    await tail.close();
  }
});
