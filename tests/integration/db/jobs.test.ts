import { pino } from 'pino';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { createJobs, type Jobs } from '@/lib/server/jobs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';
import { until } from '../../support/until';

const NEVER_MS = 2_000_000_000;

let temporary: TemporaryDatabase;
let nowMs: number;
let opened: Jobs[];
beforeAll(async () => {
  temporary = await openTemporaryDatabase();
});
beforeEach(async () => {
  await temporary.clear();
  nowMs = Date.parse('2026-03-01T12:00:00Z');
  opened = [];
});
afterAll(() => temporary.close());

/** A process with a daily job at three in the morning, Brussels; it looks when the test says so. */
function processWith(work: (signal: AbortSignal) => Promise<void>, leaseSeconds = 60): Jobs {
  const jobs = createJobs({
    database: temporary.database,
    log: pino({ level: 'silent' }),
    now: () => new Date(nowMs),
    newId: () => `run-${Math.random()}`,
    lookIntervalMs: NEVER_MS,
    leaseSeconds,
  });
  jobs.daily('count', { hour: 3, minute: 0 }, work);
  opened.push(jobs);
  return jobs;
}

const lookAll = () => Promise.all(opened.map((jobs) => jobs.look()));

test('of five processes one does the work of each night, and a new installation begins with the next', async () => {
  const runs: string[] = [];
  for (let process = 0; process < 5; process += 1) {
    processWith(async () => {
      runs.push(new Date(nowMs).toISOString());
    });
  }
  await lookAll();
  expect(runs).toEqual([]);
  nowMs = Date.parse('2026-03-02T01:59:59Z');
  await lookAll();
  expect(runs).toEqual([]);
  for (const night of ['2026-03-02T02:00:00.000Z', '2026-03-03T02:00:05.000Z']) {
    nowMs = Date.parse(night);
    await lookAll();
    await lookAll();
  }
  expect(runs).toEqual(['2026-03-02T02:00:00.000Z', '2026-03-03T02:00:05.000Z']);
});

test('nights without any process are made up for once', async () => {
  let runs = 0;
  const count = async () => {
    runs += 1;
  };
  await processWith(count).look();
  nowMs += 5 * 24 * 3_600_000;
  await processWith(count).look();
  await lookAll();
  expect(runs).toBe(1);
});

test('while one process works no other begins; one that fails is not repeated before its next time', async () => {
  let began = 0;
  let finish: () => void = () => undefined;
  const slow = async () => {
    began += 1;
    await new Promise<void>((settle) => {
      finish = settle;
    });
    throw new Error('the disk is full');
  };
  const first = processWith(slow);
  const second = processWith(slow);
  await lookAll();
  nowMs += 24 * 3_600_000;
  const working = first.look();
  await until('the first works', () => began === 1);
  await second.look();
  finish();
  await working;
  await lookAll();
  expect(began).toBe(1);
  const { rows } = await temporary.database.pool.query('select fault from jobs');
  expect(rows).toEqual([{ fault: 'the disk is full' }]);
});

test('a run that was cut short is done again once its lease has ended, and the one that is silent too long is told', async () => {
  let aborted = false;
  const hung = processWith(
    (signal) =>
      new Promise((settle) => {
        signal.addEventListener('abort', () => {
          aborted = true;
          settle();
        });
      }),
    1,
  );
  let redone = 0;
  const other = processWith(async () => {
    redone += 1;
  });
  await lookAll();
  nowMs += 24 * 3_600_000;
  const hanging = hung.look();
  const leased = 'select 1 from jobs where leased_until > now()';
  await until(
    'the lease is taken',
    async () => (await temporary.database.pool.query(leased)).rowCount,
  );
  await other.look();
  expect(redone).toBe(0);
  await temporary.database.pool.query("update jobs set leased_until = now(), run_id = 'silent'");
  await other.look();
  expect(redone).toBe(1);
  await hanging;
  expect(aborted).toBe(true);
  await other.look();
  expect(redone).toBe(1);
});

test('two jobs of one name are refused', () => {
  const jobs = processWith(async () => undefined);
  expect(() => jobs.cron('count', '* * * * *', async () => undefined)).toThrow('"count"');
});
