import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { Client } from 'pg';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { runBackup } from '@/lib/cli/run-backup';
import { runRestore } from '@/lib/cli/run-restore';
import type { ToolWorld } from '@/lib/cli/tool-world';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../../support/api-client';
import { LiveClient } from '../../support/live-client';
import { fillStarted, type SpawnedServer, spawnServer } from '../../support/spawn-server';
import { readByHttp } from '../../support/spec-reader';
import { initialiseDraft } from '../../support/temporary-database';
import { databaseUrlFor, dropDatabaseOf, testEngine } from '../../support/test-engine';
import { until } from '../../support/until';

const READERS = 4;
const PATIENCE_MS = 30_000;

const folder = mkdtempSync(join(tmpdir(), 'havenwacht-restore-live-'));
const dataDir = join(folder, 'data');
let databaseUrl: string | null = null;
let servers: SpawnedServer[] = [];
const readers: Reader[] = [];

beforeAll(async () => {
  await fillStarted(dataDir, { isEmpty: true });
  databaseUrl = await databaseUrlFor(dataDir);
});
afterAll(async () => {
  for (const reader of readers) reader.close();
  for (const server of servers) await server.kill();
  await dropDatabaseOf(dataDir);
  rmSync(folder, { recursive: true, force: true });
});

/** One process on the embedded engine, two on a server. */
async function startServers(ports: number[] = []): Promise<void> {
  const count = testEngine === 'embedded' ? 1 : 2;
  servers = await Promise.all(
    Array.from({ length: count }, (_, index) =>
      spawnServer({
        dataDir: index === 0 ? dataDir : join(folder, `data-${index}`),
        ...(databaseUrl ? { databaseUrl } : {}),
        environment: { PORT: String(ports[index] ?? 0) },
      }),
    ),
  );
}

const portOf = ({ baseUrl }: SpawnedServer) => Number(new URL(baseUrl).port);

async function runTool(
  run: typeof runBackup | typeof runRestore,
  args: string[],
  now = new Date(),
): Promise<{ code: number; said: string }> {
  let said = '';
  const world: ToolWorld = {
    environment: {
      DATA_DIR: dataDir,
      PORT: String(servers[0] ? portOf(servers[0]) : 1),
      ...(databaseUrl ? { DATABASE_URL: databaseUrl } : {}),
    },
    projectRoot: resolve(import.meta.dirname, '../../..'),
    workingFolder: folder,
    out: (text) => {
      said += text;
    },
    error: (text) => {
      said += text;
    },
    isTerminal: false,
    fetch,
    now: () => now,
  };
  return { code: await run(args, world), said };
}

async function post(server: SpawnedServer, change = {}): Promise<{ id: string; seq: number }> {
  const { status, body } = await call(server, 'POST', '/api/v1/incidents', exampleIncident(change));
  expect(status).toBe(201);
  return body;
}

const headOf = async (server: SpawnedServer) => (await call(server, 'GET', '/api/v1/digest')).body;

/** The head of a server that has heard of a change. */
function headFrom(server: SpawnedServer, seq: number) {
  return until('the change at the server', async () => {
    const head = await headOf(server);
    return head.seq >= seq ? head : null;
  });
}

async function expectAllAt(head: { epoch: string; seq: number; digest: string }): Promise<void> {
  const { epoch, seq, digest } = head;
  await until(
    'every screen at the head',
    () =>
      readers.every((reader) => {
        const state = reader.state();
        return state.epoch === epoch && state.seq === seq && state.digest === digest;
      }),
    PATIENCE_MS,
  );
}

it('[LF4] [LF10] a restored older state resets every screen that was ahead; what came after the backup is in none of them', async () => {
  await startServers();
  const ports = servers.map(portOf);
  const [first, last] = [servers[0], servers.at(-1)] as [SpawnedServer, SpawnedServer];
  const kept = await post(first, { title: { en: 'Before the backup' } });
  const draft = await post(first, { status: 'draft', title: { en: 'A draft' }, notes: 'private' });

  const path = join(folder, 'backup.gz');
  const taken = await runTool(runBackup, [path]);
  expect(taken).toMatchObject({ code: 0 });
  expect(taken.said).toContain(`seq ${kept.seq}`);
  const before = await headFrom(first, kept.seq);
  const text = gunzipSync(readFileSync(path)).toString();
  expect(text).toContain('A draft');
  expect(text).not.toContain(readFileSync(join(dataDir, 'admin-token'), 'utf8').trim());
  expect((await runTool(runBackup, ['--check', path])).said).toContain(`at seq ${kept.seq}`);

  await call(first, 'PATCH', `/api/v1/incidents/${kept.id}`, { killed: { best: 3 } });
  const later = await post(last, { title: { en: 'After the backup' } });
  for (let count = 0; count < READERS; count += 1) {
    const baseUrl = servers[count % servers.length]?.baseUrl ?? '';
    readers.push(createReader({ baseUrl, surroundings: { random: () => 0 } }));
  }
  const ahead = await headFrom(last, later.seq);
  await expectAllAt(ahead);
  const raw = await LiveClient.connect(last.baseUrl);
  expect((await raw.hello(ahead)).action).toBe('live');

  expect(await runTool(runRestore, [path])).toMatchObject({ code: 2 });
  if (testEngine === 'embedded') {
    // While the server runs, it keeps its folder, whatever is asked.
    expect((await runTool(runRestore, [path, '--replace'])).said).toContain('open in another');
    await first.stop();
  }
  const now = new Date();
  if (testEngine === 'embedded') await initialiseDraft(dataDir, now);
  const restored = await runTool(runRestore, [path, '--replace'], now);
  expect(restored).toMatchObject({ code: 0 });
  if (testEngine === 'embedded') await startServers(ports);
  else await until('the reset', () => raw.resets.length > 0, PATIENCE_MS);

  const running = servers as [SpawnedServer, ...SpawnedServer[]];
  const isRestored = async (server: SpawnedServer) => (await headOf(server)).seq === kept.seq;
  for (const server of running) {
    await until('the restored head', () => isRestored(server), PATIENCE_MS);
  }
  const head = await headOf(running[0]);
  expect(head).toMatchObject({ seq: before.seq, digest: before.digest });
  expect(head.epoch).not.toBe(before.epoch);
  await expectAllAt(head);
  for (const reader of readers) expect(reader.status().digestFaults).toBe(0);

  const again = await LiveClient.connect(running.at(-1)?.baseUrl ?? '');
  expect((await again.hello(ahead)).action).toBe('reset');
  expect((await again.hello(before)).action).toBe('reset');
  expect((await again.hello(head)).action).toBe('live');
  raw.close();
  again.close();

  const desk = (id: string) => call(running[0], 'GET', `/api/v1/desk/incidents/${id}`);
  expect((await desk(kept.id)).body.killed).toBeNull();
  expect((await desk(draft.id)).body.notes).toBe('private');
  expect((await desk(later.id)).status).toBe(404);
  const next = await post(running[0], { title: { en: 'After the restore' } });
  expect(next.seq).toBe(before.seq + 1);
  await expectAllAt(await headFrom(running[0], next.seq));
  expect((await readByHttp(running[0].baseUrl)).head.seq).toBe(next.seq);

  await expectKeptAside(restored.said);
}, 180_000);

/** What was replaced is still there under the name that was printed. */
async function expectKeptAside(said: string): Promise<void> {
  const name = /kept as (?:schema )?(\S+):/.exec(said)?.[1] ?? '';
  if (!databaseUrl) {
    expect(existsSync(join(name, 'PG_VERSION'))).toBe(true);
    return;
  }
  const client = new Client({ connectionString: databaseUrl });
  await client.connect();
  const { rows } = await client.query(`select count(*)::int as n from ${name}.incidents
    where record->'title'->>'en' = 'After the backup'`);
  const { rows: drafts } = await client.query(
    `select nspname from pg_namespace where nspname like 'restoring%'`,
  );
  await client.end();
  expect(rows[0]?.n).toBe(1);
  expect(drafts).toEqual([]);
}

it('without a server the command opens the database itself, and says so where there is none', async () => {
  for (const server of servers) await server.stop();
  servers = [];
  const path = join(folder, 'offline.gz');
  expect(await runTool(runBackup, [path])).toMatchObject({ code: 0 });
  writeFileSync(join(folder, 'plain.gz'), 'no backup');
  const { code, said } = await runTool(runRestore, [join(folder, 'plain.gz'), '--replace']);
  expect([code, said]).toEqual([2, expect.stringContaining('no whole Havenwacht backup')]);
  expect((await runTool(runRestore, [])).said).toContain('Use: npm run restore');
  if (testEngine === 'server') return;
  rmSync(dataDir, { recursive: true });
  expect((await runTool(runBackup, [path])).said).toContain('There is no database in');
}, 60_000);
