import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { sql } from 'drizzle-orm';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { DatabaseRefused } from '@/db/embedded/database-refused';
import { DurableNodeFs } from '@/db/embedded/durable-node-fs';
import { fsyncTree } from '@/db/embedded/fsync-tree';
import { openDurable, START_PARAMETERS } from '@/db/embedded/open-durable';
import { openDatabase } from '@/db/open-database';
import { readHead } from '@/db/read-log';
import { isNightly } from '../../support/breadth';
import { type BundledScript, bundleScript } from '../../support/bundle-script';
import { LogReader } from '../../support/log-reader';
import { copyTemplate, makeTemporaryFolder } from '../../support/temporary-database';
import { makeVolatileDisk, noDiskBecause, type VolatileDisk } from '../../support/volatile-disk';

let writing: BundledScript;
beforeAll(async () => {
  writing = await bundleScript(
    fileURLToPath(new URL('../../support/write-until-killed.ts', import.meta.url)),
  );
});
afterAll(() => writing?.remove());

let dataDir: string;
beforeEach(() => {
  dataDir = makeTemporaryFolder();
});
afterEach(() => rmSync(dataDir, { recursive: true, force: true }));

const open = () => openDatabase({ dataDir, databaseUrl: null });

/** Starts the writing child; `lines` grows as it prints. */
function startWriter(
  folder = dataDir,
  environment: Record<string, string> = {},
): {
  child: ChildProcess;
  lines: string[];
  line: (count: number) => Promise<void>;
} {
  const child = spawn(process.execPath, ['--liftoff-only', writing.path, folder], {
    stdio: ['ignore', 'pipe', 'inherit'],
    env: { ...process.env, ...environment },
  });
  const lines: string[] = [];
  const waiting: { count: number; go: () => void }[] = [];
  createInterface({ input: child.stdout as NodeJS.ReadableStream }).on('line', (text) => {
    lines.push(text);
    for (const entry of waiting) if (lines.length >= entry.count) entry.go();
  });
  const line = (count: number) =>
    lines.length >= count
      ? Promise.resolve()
      : new Promise<void>((go) => {
          waiting.push({ count, go });
        });
  return { child, lines, line };
}

/** What killed processes leave in PostgreSQL's own file, which is the next one's to take away. */
const leaveBehind = (content: string) =>
  writeFileSync(join(dataDir, 'database', 'postmaster.pid'), content);

test('what was acknowledged before a kill -9 is there afterwards, twice over', async () => {
  await copyTemplate(dataDir);
  const acknowledged: string[] = [];
  for (const records of [5, 60]) {
    leaveBehind('');
    const writer = startWriter();
    await writer.line(records);
    writer.child.kill('SIGKILL');
    await once(writer.child, 'close');
    expect(writer.lines[0]).toBe('open');
    acknowledged.push(...writer.lines.slice(1));
  }
  const database = await open();
  const { rows } = await database.orm.execute<{ id: string }>(sql`select id from incidents`);
  const stored = new Set(rows.map((row) => row.id));
  expect(acknowledged.filter((id) => !stored.has(id))).toEqual([]);
  expect(acknowledged.length).toBeGreaterThanOrEqual(60);
  const head = await readHead(database);
  expect(head.seq).toBe(stored.size);
  const reader = new LogReader();
  await reader.catchUp(database, head.seq, 2000);
  expect(reader.digest()).toBe(head.digest);
  await database.close();
});

// `npm run faults -- power-loss` cuts it twenty times.
describe.skipIf(!isNightly || noDiskBecause() !== null)('a loss of power', () => {
  const LYING_DISK = new URL('../../support/lying-disk.mjs', import.meta.url);
  let disk: VolatileDisk;
  let folder: string;
  beforeEach(() => {
    disk = makeVolatileDisk();
    folder = join(disk.path, 'data');
  });
  afterEach(() => disk.remove());

  /** Writes until the power goes; ids of the records that were acknowledged until then. */
  async function writeUntilPowerGoes(environment: Record<string, string> = {}): Promise<string[]> {
    const writer = startWriter(folder, environment);
    await writer.line(20);
    writer.child.kill('SIGSTOP');
    disk.cutPower();
    writer.child.kill('SIGKILL');
    await once(writer.child, 'close');
    disk.restorePower();
    return writer.lines.slice(1);
  }

  /** Records that are there, once the digest of all of them is the log's. */
  async function openAndRead(): Promise<string[]> {
    const database = await openDatabase({ dataDir: folder, databaseUrl: null });
    try {
      const { rows } = await database.orm.execute<{ id: string }>(sql`select id from incidents`);
      const head = await readHead(database);
      const reader = new LogReader();
      await reader.catchUp(database, head.seq, 2000);
      expect([reader.digest(), rows.length]).toEqual([head.digest, head.seq]);
      return rows.map(({ id }) => id);
    } finally {
      await database.close();
    }
  }

  test('seconds after the first start leaves a database that opens and has all that was acknowledged', async () => {
    const acknowledged = await writeUntilPowerGoes();
    expect(acknowledged.length).toBeGreaterThan(10);
    expect(await openAndRead()).toEqual(expect.arrayContaining(acknowledged));
  });

  test('is noticed by this check where fsync does nothing', async () => {
    await copyTemplate(folder);
    fsyncTree(folder);
    const acknowledged = await writeUntilPowerGoes({ NODE_OPTIONS: `--import=${LYING_DISK}` });
    const stored = await openAndRead().catch((): string[] => []);
    expect(acknowledged.filter((id) => !stored.includes(id))).not.toEqual([]);
  });
});

test('a second process on the folder is refused with a sentence; after the first ended the folder is free, whatever postmaster.pid is left in it', async () => {
  await copyTemplate(dataDir);
  const database = await open();
  const second = startWriter();
  await once(second.child, 'close');
  expect(second.lines).toEqual([
    `refused: The data folder ${dataDir} is open in another process (number ${process.pid}); stop that one, or give this one another DATA_DIR.`,
  ]);
  expect(second.child.exitCode).toBe(1);
  await expect(open()).rejects.toThrow(DatabaseRefused);
  expect((await readHead(database)).seq).toBe(0);
  await database.close();
  leaveBehind('garbage\nnot a number\n');
  const again = await open();
  expect((await readHead(again)).seq).toBe(0);
  await again.close();
});

describe('fsync', () => {
  let own: string;
  beforeAll(async () => {
    own = makeTemporaryFolder();
    await copyTemplate(own);
  });
  afterAll(() => rmSync(own, { recursive: true, force: true }));

  test('that a commit does not reach is a start refused', async () => {
    class WithoutHook extends DurableNodeFs {
      protected override installHook(): void {}
    }
    await expect(openDurable(own, (path) => new WithoutHook(path))).rejects.toThrow(
      'did not call fsync',
    );
  });

  test('is on, and every commit calls it', async () => {
    const made: DurableNodeFs[] = [];
    const engine = await openDurable(own, (path) => {
      const files = new DurableNodeFs(path);
      made.push(files);
      return files;
    });
    const settings = await engine.query<{ name: string; setting: string }>(
      `select name, setting from pg_settings where name in ('fsync', 'wal_sync_method', 'synchronous_commit') order by name`,
    );
    expect(settings.rows.map((row) => row.setting)).toEqual(['on', 'on', 'fsync']);
    expect(START_PARAMETERS).not.toContain('-F');
    await engine.exec('create table t (n int)');
    for (let n = 0; n < 5; n += 1) {
      const before = made[0]?.fsyncCalls ?? 0;
      await engine.query('insert into t values ($1)', [n]);
      expect(made[0]?.fsyncCalls).toBeGreaterThan(before);
    }
    await engine.close();
  });
});

test('a first initialisation that was cut short is done again; migrations applied twice change nothing', async () => {
  mkdirSync(join(dataDir, 'database'), { recursive: true });
  writeFileSync(join(dataDir, 'database', 'PG_VERSION'), '18\n');
  writeFileSync(join(dataDir, 'database.initialising'), '');
  const first = await open();
  const head = await readHead(first);
  expect(existsSync(join(dataDir, 'database.complete'))).toBe(true);
  expect(existsSync(join(dataDir, 'database.initialising'))).toBe(false);
  await first.close();
  const second = await open();
  expect(await readHead(second)).toEqual(head);
  const { rows } = await second.orm.execute<{ n: number }>(
    sql`select count(*)::int as n from area_codes`,
  );
  expect(rows[0]?.n).toBe(1);
  await second.maintain();
  await second.close();
});

test('files that are not known to be ours are not touched', async () => {
  mkdirSync(join(dataDir, 'database'), { recursive: true });
  writeFileSync(join(dataDir, 'database', 'holiday.jpg'), 'x');
  await expect(open()).rejects.toThrow('holds files without the marker');
  expect(existsSync(join(dataDir, 'database', 'holiday.jpg'))).toBe(true);
});

test('a database in use whose files are missing is not begun anew', async () => {
  await copyTemplate(dataDir);
  rmSync(join(dataDir, 'database'), { recursive: true });
  await expect(open()).rejects.toThrow('its files are missing');
  expect(existsSync(join(dataDir, 'database', 'PG_VERSION'))).toBe(false);
});
