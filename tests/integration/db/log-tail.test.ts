import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import * as readLog from '@/db/read-log';
import { createIncidents } from '@/db/write-incidents';
import type { ChangeBatch } from '@/lib/protocol/changes';
import { LogTail } from '@/lib/server/log-tail';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { until } from '../../support/until';

vi.mock('@/db/read-log', { spy: true });

const log = pino({ level: 'silent' });
const EPOCH = 'epoch-of-tests';

let temporary: TemporaryDatabase;
let tail: LogTail;
let newId: () => string;
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(async () => {
  await setEpoch(EPOCH);
  await temporary.clear();
  newId = countingIds();
  await write(2);
  tail = await LogTail.start(temporary.database, log);
});
afterEach(async () => {
  await tail.close();
  vi.resetAllMocks();
});
afterAll(() => temporary.close());

async function write(count: number): Promise<void> {
  await createIncidents(
    temporary.database,
    Array.from({ length: count }, () => ({ incident: incidentInput() })),
    { actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId, bulk: false },
  );
}

async function setEpoch(epoch: string): Promise<void> {
  await temporary.database.orm.execute(sql`update log_head set epoch = ${epoch}`);
}

/** Another past of equal length: what a failover to a copy that was behind, and then written to, looks like. */
async function replacePast(): Promise<string> {
  const digest = 'fedcba9876543210';
  const { orm } = temporary.database;
  await orm.execute(
    sql`update commits set digest_after = ${digest} where to_seq = ${tail.head.seq}`,
  );
  await orm.execute(sql`update log_head set digest = ${digest}`);
  return digest;
}

function listen(): { batches: ChangeBatch[]; epochs: () => number } {
  const batches: ChangeBatch[] = [];
  let epochs = 0;
  tail.onBatch((batch) => batches.push(batch));
  tail.onNewEpoch(() => {
    epochs += 1;
  });
  return { batches, epochs: () => epochs };
}

describe('a tail whose database continues another past', () => {
  it('[LF10] says so where the seq is the same and the digest is not', async () => {
    const heard = listen();
    const digest = await replacePast();
    tail.poke();
    await until('the new past', () => heard.epochs() > 0);
    expect(heard.epochs()).toBe(1);
    expect(tail.head).toMatchObject({ epoch: EPOCH, seq: 2, digest });
    expect(heard.batches).toEqual([]);
  });

  it('[LF10] says so where the other past is longer, and hands out nothing of it', async () => {
    const heard = listen();
    vi.spyOn(tail, 'poke').mockReturnValue(undefined);
    await replacePast();
    await write(3);
    vi.mocked(tail.poke).mockRestore();
    tail.poke();
    await until('the new past', () => heard.epochs() > 0);
    expect(heard.batches).toEqual([]);
    expect(tail.head.seq).toBe(5);
  });

  it('[LF10] hands out no batch that was read after the epoch had changed', async () => {
    const heard = listen();
    vi.mocked(readLog.readChanges).mockImplementationOnce(async (...given) => {
      await setEpoch('another past');
      return readLog.readChanges(...given);
    });
    await write(1);
    tail.poke();
    await until('the new past', () => heard.epochs() > 0);
    expect(heard.batches).toEqual([]);
    expect(tail.head.epoch).toBe('another past');
  });
});

describe('a tail with listeners', () => {
  it('[LF5] gives a batch to all, also where one of them throws', async () => {
    const seen: string[] = [];
    tail.onBatch(() => seen.push('first'));
    tail.onBatch(() => {
      throw new Error('a listener that fails');
    });
    tail.onBatch(() => seen.push('third'));
    await write(1);
    tail.poke();
    await until('the last listener', () => seen.includes('third'));
    expect(seen).toEqual(['first', 'third']);
    await write(1);
    tail.poke();
    await until('the next batch', () => seen.length === 4);
  });

  it('[LF10] tells all of a new past, also where one of them throws', async () => {
    let told = 0;
    tail.onNewEpoch(() => {
      throw new Error('a listener that fails');
    });
    tail.onNewEpoch(() => {
      told += 1;
    });
    await replacePast();
    tail.poke();
    await until('the last listener', () => told > 0);
  });

  it('[LF5] goes on where a reading failed, with the batch that was not read', async () => {
    const heard = listen();
    vi.mocked(readLog.readChanges).mockRejectedValueOnce(new Error('the connection broke'));
    await write(1);
    tail.poke();
    await until('the batch', () => heard.batches.length > 0);
    expect(heard.batches.map(({ from, to }) => [from, to])).toEqual([[2, 3]]);
  });
});
