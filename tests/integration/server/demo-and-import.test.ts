import { execFile } from 'node:child_process';
import { resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import { call } from '../../support/api-client';
import { isNightly } from '../../support/breadth';
import { bundleScript } from '../../support/bundle-script';
import { LiveClient } from '../../support/live-client';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../../support/spawn-server';
import { databaseUrlFor, dropDatabaseOf, queryDatabaseOf } from '../../support/test-engine';
import { until } from '../../support/until';

const ROOT = resolve(import.meta.dirname, '../../..');
const HISTORY = 40;
/** The script's first step, counted from the first screen. */
const FIRST_STEP_MS = 5_000;
const TIMER_ERROR_MS = 50;
const run = promisify(execFile);
const cleanUps: (() => Promise<unknown> | unknown)[] = [];

afterAll(async () => {
  for (const cleanUp of cleanUps.reverse()) await cleanUp();
});

/** At the same moment, on a database that has nothing yet. */
async function twoDemos(flags: string[]) {
  const folder = temporaryFolder('demo');
  const databaseUrl = (await databaseUrlFor(folder.path)) ?? '';
  cleanUps.push(folder.remove, () => dropDatabaseOf(folder.path));
  const start = () =>
    spawnServer({ mode: 'demo', arguments: flags, dataDir: folder.path, databaseUrl });
  const servers = await Promise.all([start(), start()]);
  cleanUps.push(() => Promise.all(servers.map((server) => server.kill())));
  return { servers, path: folder.path };
}

/** On a database in which a server has started once. */
async function twoForReal(): Promise<[SpawnedServer, SpawnedServer]> {
  const first = await spawnServer();
  cleanUps.push(first.stop);
  const { dataDir } = first;
  const databaseUrl = (await databaseUrlFor(dataDir)) ?? '';
  const second = await spawnServer({ dataDir, databaseUrl });
  cleanUps.push(second.kill);
  return [first, second];
}

const seqOf = async (server: SpawnedServer): Promise<number> =>
  (await call(server, 'GET', '/api/v1/digest')).body.seq;

/** As a screen does; it stays open. */
async function look(server: SpawnedServer): Promise<void> {
  const client = await LiveClient.connect(server.baseUrl);
  cleanUps.push(() => client.socket.disconnect());
  await client.hello(null);
}

/** The process that plays the demo is the one whose session holds its lock. */
async function players(path: string): Promise<number> {
  const rows = await queryDatabaseOf(
    path,
    "select count(*)::int as held from pg_locks where locktype = 'advisory' and objid = 4857004 and granted and database = (select oid from pg_database where datname = current_database())",
  );
  return Number(rows[0]?.held);
}

describe.runIf(isNightly)('a demo of two processes on one database', () => {
  it('has one history and one live script that begins with the first screen, and which the other goes on with when its player is killed', async () => {
    const { servers, path } = await twoDemos(['--incidents', String(HISTORY)]);
    const loaded = await queryDatabaseOf(
      path,
      "select sum((detail->>'records')::int)::int as records, count(*)::int as writes from audit where actor = 'demo' and incident_id is null",
    );
    expect(loaded[0]).toEqual({ records: HISTORY, writes: 1 });
    const [first, second] = servers;
    if (!first || !second) throw new Error('two were started');
    const lookedAtMs = performance.now();
    for (const server of [first, second]) await look(server);
    const moving = async (server: SpawnedServer) => {
      const before = await seqOf(server);
      await until('the demo goes on', async () => (await seqOf(server)) > before, 30_000);
    };
    await moving(first);
    expect(performance.now() - lookedAtMs).toBeGreaterThan(FIRST_STEP_MS - TIMER_ERROR_MS);
    await moving(second);
    expect(await players(path)).toBe(1);
    await first.kill();
    await until('one plays', async () => (await players(path)) === 1);
    await moving(second);
    await second.kill();
  });
});

describe('an import into one of two processes', () => {
  it('is at the other at once, adds nothing twice through either, and is taken back whole', async () => {
    const [first, second] = await twoForReal();
    const command = await bundleScript('lib/cli/import.ts');
    cleanUps.push(command.remove);
    const before = await call(second, 'GET', '/api/v1/incidents?origin=imported&limit=1');
    expect(before.body.features).toHaveLength(0);
    const importInto = async (server: SpawnedServer, ...words: string[]) => {
      const { stdout } = await run(
        process.execPath,
        [command.path, '--server', server.baseUrl, ...words],
        { cwd: ROOT, env: { ...process.env, DATA_DIR: server.dataDir } },
      );
      return stdout;
    };
    const batch = '0b5ad6e4-6a52-4f5c-9d3e-5f3f4a0c1d2e';
    const file = 'tests/fixtures/import/example-english.csv';
    await importInto(first, file, '--batch', batch, '--status', 'published');
    const atOther = async () =>
      (await call(second, 'GET', '/api/v1/incidents?origin=imported&limit=100')).body.features
        .length;
    const imported = await atOther();
    expect(imported).toBeGreaterThan(0);
    await importInto(second, file, '--batch', batch, '--status', 'published');
    expect(await atOther()).toBe(imported);
    await importInto(second, '--take-back', batch);
    expect(await atOther()).toBe(0);
    const end = await seqOf(second);
    await until('the other process follows', async () => (await seqOf(first)) === end);
  });
});
