import { Worker } from 'node:worker_threads';
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { withBuilderLock } from '@/db/builder-lock';
import type { Database } from '@/db/database';
import { openDatabase } from '@/db/open-database';
import * as partitions from '@/db/partitions';
import * as readLog from '@/db/read-log';
import { changeIncident, createIncidents, withdrawIncident } from '@/db/write-incidents';
import type { IncidentBody } from '@/lib/domain/incident';
import type { Manifest } from '@/lib/protocol/changes';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionEncoder, startPartitionThread } from '@/lib/server/partition-encoder';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { SpecReader } from '../../support/spec-reader';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { databaseUrlFor } from '../../support/test-engine';
import { until } from '../../support/until';

vi.mock('@/db/partitions', { spy: true });
vi.mock('@/db/read-log', { spy: true });

const log = pino({ level: 'silent' });
const YEARS = [2023, 2024, 2025];

let temporary: TemporaryDatabase;
let newId: () => string;
let closing: { close: () => Promise<void> }[] = [];
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(async () => {
  await temporary.clear();
  newId = countingIds();
  for (const year of YEARS) await post({ ...occurring(year) });
});
afterEach(async () => {
  vi.resetAllMocks();
  for (const open of closing.reverse()) await open.close();
  closing = [];
});
afterAll(() => temporary.close());

const context = () => ({ actor: 'desk', now: new Date('2026-01-02T10:00:00Z'), newId });

function occurring(year: number): Partial<IncidentBody> {
  return { occurredFrom: `${year}-06-01T20:00:00Z`, occurredTo: `${year}-06-01T20:00:00Z` };
}

async function post(change: Partial<IncidentBody> = {}): Promise<{ id: string; rid: number }> {
  const { records } = await createIncidents(
    temporary.database,
    [{ incident: incidentInput(change) }],
    { ...context(), bulk: false },
  );
  const [written] = records;
  if (!written) throw new Error('nothing was written');
  return written.incident;
}

async function patch(id: string, change: Partial<IncidentBody>): Promise<void> {
  await changeIncident(
    temporary.database,
    id,
    (current) => ({ ...current, ...change }) as typeof current,
    { ...context(), expectedRevision: null },
  );
}

async function withdraw(id: string): Promise<void> {
  await withdrawIncident(temporary.database, id, { ...context(), expectedRevision: null });
}

async function openKeeper(
  database: Database = temporary.database,
  encoder?: PartitionEncoder,
): Promise<{ tail: LogTail; keeper: PartitionKeeper }> {
  const tail = await LogTail.start(database, log);
  const keeper = await PartitionKeeper.open(database, tail, log, encoder);
  closing.push(tail, keeper);
  return { tail, keeper };
}

/** Another process on the same database: on a server over its own connections, else a second keeper beside ours. */
async function openSecondDatabase(): Promise<Database> {
  const databaseUrl = await databaseUrlFor(temporary.dataDir);
  if (!databaseUrl) return temporary.database;
  const database = await openDatabase({ dataDir: temporary.dataDir, databaseUrl });
  closing.push(database);
  return database;
}

const addressOf = ({ url }: { url: string }) => url.slice('/api/v1/partitions/'.length);
const addressesByYear = ({ partitions: parts }: Manifest) =>
  Object.fromEntries(parts.map((part) => [part.year, addressOf(part)]));

/** What a reader holds who loads all that a manifest names. */
async function readerOf(keeper: PartitionKeeper, manifest: Manifest): Promise<SpecReader> {
  const bytes = await Promise.all(
    manifest.partitions.map(async (part) => {
      const found = await keeper.read(addressOf(part), null);
      if (found === null || found === 'gone') throw new Error(`${part.url} is ${found}`);
      return found;
    }),
  );
  return SpecReader.of(manifest, bytes);
}

async function expectTrue(keeper: PartitionKeeper, manifest: Manifest): Promise<SpecReader> {
  const reader = await readerOf(keeper, manifest);
  expect(reader.digest).toBe(manifest.digest);
  return reader;
}

/** A build from the head, as after 2 000 changes: what is known is forgotten by nobody but the test. */
async function hideToRebuild(tail: LogTail): Promise<void> {
  const { id } = await post(occurring(2022));
  // What a keeper never held leaves its files as they are.
  await tail.caughtUp();
  await withdraw(id);
}

describe('a keeper', () => {
  it('[SN1] names years that together are the state at the manifest’s seq', async () => {
    const { keeper } = await openKeeper();
    const manifest = await keeper.manifest();
    expect(manifest.partitions.map(({ year }) => year)).toEqual([2025, 2024, 2023]);
    expect((await expectTrue(keeper, manifest)).shown).toHaveLength(YEARS.length);
  });

  it('[SN2] gives a record that came and went between two looks no year but its own to pay for', async () => {
    const { keeper, tail } = await openKeeper();
    const before = await keeper.manifest();
    const batches: number[] = [];
    tail.onBatch(({ rows }) => batches.push(rows.length));
    const hold = vi.spyOn(tail, 'poke').mockReturnValue(undefined);
    const { id } = await post(occurring(2024));
    await withdraw(id);
    hold.mockRestore();
    await tail.caughtUp();
    expect(batches).toEqual([1]);

    const after = await keeper.manifest();
    await expectTrue(keeper, after);
    const [old, now] = [addressesByYear(before), addressesByYear(after)];
    expect([now[2023], now[2025]]).toEqual([old[2023], old[2025]]);
    expect(now[2024]).not.toBe(old[2024]);
    expect(await keeper.read(old[2024] ?? '', null)).toBe('gone');
  });

  it('[SN2] gives a withdrawal the years of every version that it hides, and no other', async () => {
    const { keeper, tail } = await openKeeper();
    const { id } = await post(occurring(2023));
    await patch(id, occurring(2025));
    await tail.caughtUp();
    await hideToRebuild(tail);
    await tail.caughtUp();
    const before = await keeper.manifest();
    await withdraw(id);
    await tail.caughtUp();
    const after = await keeper.manifest();
    await expectTrue(keeper, after);
    const [old, now] = [addressesByYear(before), addressesByYear(after)];
    expect(now[2024]).toBe(old[2024]);
    expect(now[2023]).not.toBe(old[2023]);
    expect(now[2025]).not.toBe(old[2025]);
  });

  it('keeps the years that were touched when their manifest could not be stored', async () => {
    const { keeper, tail } = await openKeeper();
    const before = await keeper.manifest();
    await post(occurring(2024));
    await hideToRebuild(tail);
    await tail.caughtUp();
    vi.mocked(partitions.putManifest).mockRejectedValueOnce(new Error('the disk is full'));
    await expect(keeper.manifest()).rejects.toThrow('the disk is full');
    vi.mocked(partitions.putManifest).mockResolvedValueOnce(false);
    const after = await keeper.manifest();
    const reader = await expectTrue(keeper, after);
    expect(reader.shown).toHaveLength(YEARS.length + 1);
    expect(addressesByYear(after)[2024]).not.toBe(addressesByYear(before)[2024]);
    expect(addressesByYear(after)[2023]).toBe(addressesByYear(before)[2023]);
  });

  it('[SN4] names no address that holds a record which is withdrawn while its year is encoded', async () => {
    const { id, rid } = await post(occurring(2025));
    const { keeper } = await openKeeper();
    vi.mocked(partitions.putManifest).mockImplementationOnce(async (...given) => {
      await withdraw(id);
      return partitions.putManifest(...given);
    });
    const manifest = await keeper.manifest();
    const [first] = vi.mocked(partitions.putManifest).mock.results;
    expect(await first?.value).toBe(false);
    expect((await expectTrue(keeper, manifest)).shown).not.toContain(rid);
  });

  it('[SN4] names no address that holds a record which is withdrawn while the manifest is described', async () => {
    const { id, rid } = await post(occurring(2025));
    const { keeper, tail } = await openKeeper();
    vi.mocked(readLog.readFigures).mockImplementationOnce(async (...given) => {
      await withdraw(id);
      await tail.caughtUp();
      return readLog.readFigures(...given);
    });
    const manifest = await keeper.manifest();
    expect((await expectTrue(keeper, manifest)).shown).not.toContain(rid);
  });
});

describe('a keeper that begins where others left files', () => {
  it('[SN1] takes them and what changed since, and reads no row of the state', async () => {
    const { keeper: first } = await openKeeper();
    await first.manifest();
    await post(occurring(2024));
    vi.mocked(readLog.readState).mockClear();
    const { keeper, tail } = await openKeeper();
    expect(readLog.readState).not.toHaveBeenCalled();
    expect(keeper.state.head).toMatchObject({ seq: tail.head.seq, digest: tail.head.digest });
    expect(keeper.state.digest).toBe(tail.head.digest);
  });

  it('[SN2] builds only the years that were touched since, the one that a record left among them', async () => {
    const { id } = await post(occurring(2023));
    const { keeper: first } = await openKeeper();
    const before = await first.manifest();
    await patch(id, occurring(2024));
    // Nothing of 2022 was known: its tombstone makes the next manifest a new one.
    await withdraw((await post(occurring(2022))).id);
    vi.mocked(readLog.readState).mockClear();
    const { keeper } = await openKeeper();
    expect(readLog.readState).not.toHaveBeenCalled();
    const after = await keeper.manifest();
    await expectTrue(keeper, after);
    const [old, now] = [addressesByYear(before), addressesByYear(after)];
    expect(now[2025]).toBe(old[2025]);
    expect(now[2023]).not.toBe(old[2023]);
    expect(now[2024]).not.toBe(old[2024]);
  });

  it('[SN4] reads every row where a file of the manifest is gone', async () => {
    const { id } = await post(occurring(2025));
    const { keeper: first } = await openKeeper();
    await first.manifest();
    await withdraw(id);
    vi.mocked(readLog.readState).mockClear();
    const { keeper, tail } = await openKeeper();
    expect(readLog.readState).toHaveBeenCalledOnce();
    expect(keeper.state.digest).toBe(tail.head.digest);
  });

  it('[DG4] reads every row where the files are not the state that the log states', async () => {
    const { keeper: first } = await openKeeper();
    await first.manifest();
    const stored = await partitions.readCurrentManifest(temporary.database, 1);
    const [one, two] = stored?.partitions ?? [];
    // A file of another year in place of its own: whole, of the same epoch, and wrong.
    await temporary.database.orm.execute(sql`
      update partitions set bytes = (select bytes from partitions where address = ${one?.address})
      where address = ${two?.address}`);
    vi.mocked(readLog.readState).mockClear();
    const { keeper, tail } = await openKeeper();
    expect(readLog.readState).toHaveBeenCalledOnce();
    expect(keeper.state.digest).toBe(tail.head.digest);
  });
});

describe('a thread that dies', () => {
  /** Threads as usual, but the first ones end when they are given work. */
  function dyingFirst(deaths: number) {
    let started = 0;
    const encoder = new PartitionEncoder(() => {
      started += 1;
      return started > deaths
        ? startPartitionThread()
        : new Worker(
            `require('node:worker_threads').parentPort.on('message', () => process.exit(9))`,
            {
              eval: true,
            },
          );
    });
    return { encoder, started: () => started };
  }

  it('while it encodes costs no touched year: another does the work', async () => {
    const errors: unknown[] = [];
    const error = vi.spyOn(log, 'error').mockImplementation((what: unknown) => {
      errors.push(what);
    });
    const { encoder, started } = dyingFirst(1);
    const { keeper } = await openKeeper(temporary.database, encoder);
    const manifest = await keeper.manifest();
    await expectTrue(keeper, manifest);
    expect(started()).toBe(2);
    expect(errors).toEqual([{ err: expect.objectContaining({ name: 'EncoderDied' }) }]);
    error.mockRestore();
  });

  it('again and again ends the build, and the next question begins it anew', async () => {
    const { encoder, started } = dyingFirst(3);
    const { keeper } = await openKeeper(temporary.database, encoder);
    await expect(keeper.manifest()).rejects.toThrow('ended with code 9');
    expect(started()).toBe(3);
    await expectTrue(keeper, await keeper.manifest());
  });

  it('while it compresses is not remembered as a partition’s bytes', async () => {
    const threads: Worker[] = [];
    const encoder = new PartitionEncoder(() => {
      const thread = startPartitionThread();
      threads.push(thread);
      return thread;
    });
    const { keeper } = await openKeeper(temporary.database, encoder);
    const [part] = (await keeper.manifest()).partitions;
    const address = part ? addressOf(part) : '';
    await keeper.read(address, 'br');
    const asked = keeper.read(address, 'gzip');
    await until('the thread has the work', () => threads.length > 0);
    await threads.at(-1)?.terminate();
    await asked.catch(() => undefined);
    expect(await keeper.read(address, 'gzip')).toBeInstanceOf(Uint8Array);
  });
});

describe('two keepers on one database', () => {
  it('build once: the other waits for the lock, takes the manifest and serves its addresses', async () => {
    const [one, other] = [await openKeeper(), await openKeeper(await openSecondDatabase())];
    const [first, second] = await Promise.all([one.keeper.manifest(), other.keeper.manifest()]);
    expect(second.partitions).toEqual(first.partitions);
    expect(partitions.putManifest).toHaveBeenCalledTimes(1);
    await expectTrue(other.keeper, second);
  });

  it('while another holds the lock for ever, none is stored by us, and its manifest is taken once it is there', async () => {
    const { keeper: builder } = await openKeeper();
    const second = await openSecondDatabase();
    const { keeper: waiter, tail } = await openKeeper(second);
    const before = await builder.manifest();
    const { rid } = await post(occurring(2024));
    await hideToRebuild(tail);
    await tail.caughtUp();
    vi.mocked(partitions.putManifest).mockClear();
    vi.mocked(partitions.readCurrentManifest).mockClear();
    let free: () => void = () => undefined;
    const held = new Promise<void>((settle) => {
      free = settle;
    });
    const holding = withBuilderLock(temporary.database, () => held);
    const asked = waiter.manifest();
    await until(
      'a refused lock',
      () => vi.mocked(partitions.readCurrentManifest).mock.calls.length > 1,
    );
    expect(partitions.putManifest).not.toHaveBeenCalled();
    free();
    await holding;
    const manifest = await asked;
    expect(manifest.seq).toBeGreaterThan(before.seq);
    expect((await expectTrue(waiter, manifest)).shown).toContain(rid);
  });

  it('[SN4] a manifest that is taken while its content is withdrawn is not given out', async () => {
    const { id, rid } = await post(occurring(2025));
    const { keeper: builder } = await openKeeper();
    await builder.manifest();
    // The second begins with the stored manifest; the withdrawal comes between its reading and its taking.
    vi.mocked(partitions.readCurrentManifest).mockImplementationOnce(async (...given) => {
      const stored = await partitions.readCurrentManifest(...given);
      await withdraw(id);
      return stored;
    });
    const { keeper, tail } = await openKeeper(await openSecondDatabase());
    await tail.caughtUp();
    const manifest = await keeper.manifest();
    expect((await expectTrue(keeper, manifest)).shown).not.toContain(rid);
  });

  it('a manifest that is older than ours is not taken', async () => {
    const { keeper, tail } = await openKeeper();
    await keeper.manifest();
    const stale = await partitions.readCurrentManifest(temporary.database, 1);
    await post(occurring(2025));
    await hideToRebuild(tail);
    await tail.caughtUp();
    const now = await keeper.manifest();
    await post(occurring(2024));
    await hideToRebuild(tail);
    await tail.caughtUp();
    let seen = 0;
    const held = withBuilderLock(temporary.database, () =>
      until('the keeper has looked', () => seen >= 2),
    );
    vi.mocked(partitions.readCurrentManifest).mockImplementation(async () => {
      seen += 1;
      return seen < 3 ? stale : null;
    });
    const asked = keeper.manifest();
    await held;
    vi.mocked(partitions.readCurrentManifest).mockReset();
    const manifest = await asked;
    expect(manifest.seq).toBeGreaterThan(now.seq);
    await expectTrue(keeper, manifest);
    expect(addressesByYear(manifest)[2025]).toBe(addressesByYear(now)[2025]);
  });

  it('forget what they know when another past begins', async () => {
    const { keeper, tail } = await openKeeper();
    await keeper.manifest();
    await temporary.database.orm.execute(sql`update log_head set epoch = 'another past'`);
    try {
      const heard = new Promise<void>((settle) => tail.onNewEpoch(settle));
      tail.poke();
      await heard;
      const manifest = await keeper.manifest();
      expect(manifest.epoch).toBe('another past');
      await expectTrue(keeper, manifest);
    } finally {
      await temporary.database.orm.execute(sql`update log_head set epoch = 'epoch-of-tests'`);
    }
  });
});
