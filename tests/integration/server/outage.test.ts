import { Client } from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openDatabase } from '@/db/open-database';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../../support/api-client';
import { dropNotify, queryServer, restoreNotify } from '../../support/drop-notify';
import { LiveClient } from '../../support/live-client';
import { type PostgresCluster, startPostgres } from '../../support/postgres-cluster';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../../support/spawn-server';
import { until } from '../../support/until';

const STALE_PATIENCE_MS = 20_000;

let cluster: PostgresCluster;
let databaseUrl: string;
let server: SpawnedServer;
let other: SpawnedServer;

beforeAll(async () => {
  cluster = await startPostgres({ isDurable: true });
  databaseUrl = cluster.urlOf('postgres');
  server = await spawnServer({ databaseUrl });
  other = await spawnServer({ databaseUrl });
});
afterAll(async () => {
  await Promise.all([server?.stop(), other?.stop()]);
  await cluster?.stop();
});

const write = (to = server) => call(to, 'POST', '/api/v1/incidents', exampleIncident());

const query = <T>(text: string): Promise<T[]> => queryServer(databaseUrl, text);

async function isEqual(reader: Reader): Promise<boolean> {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  const state = reader.state();
  return state.epoch === epoch && state.seq === seq && state.digest === digest;
}

describe('a session of the application', () => {
  it('waits for the disk at each commit, whatever the server’s default is', async () => {
    await query('alter database postgres set synchronous_commit = off');
    const folder = temporaryFolder('session');
    const database = await openDatabase({ dataDir: folder.path, databaseUrl });
    const { rows } = await database.pool.query('show synchronous_commit');
    expect(rows).toEqual([{ synchronous_commit: 'on' }]);
    await database.close();
    folder.remove();
    await query('alter database postgres reset synchronous_commit');
  });
});

describe('without NOTIFY', () => {
  it('the poll each second carries what another process wrote', async () => {
    await dropNotify(databaseUrl);
    const client = await LiveClient.connect(other.baseUrl);
    await client.hello(null);
    await until('the database is back for both', async () => (await write()).status === 201);
    const listener = new Client({ connectionString: databaseUrl });
    await listener.connect();
    await listener.query('listen havenwacht_log');
    let notices = 0;
    listener.on('notification', () => {
      notices += 1;
    });
    const { body } = await write();
    await until('the other process tells its reader', () =>
      client.batches.some((batch) => batch.to >= body.seq),
    );
    await listener.query('select 1');
    expect(notices).toBe(0);
    await listener.end();
    client.close();
    await restoreNotify(databaseUrl);
  });

  it('[LF4] a reader that comes from a process which knew more is caught up, not reset', async () => {
    await dropNotify(databaseUrl);
    await until('writes are taken', async () => (await write()).status === 201);
    const client = await LiveClient.connect(other.baseUrl);
    for (let round = 0; round < 5; round += 1) {
      const { seq } = (await write()).body;
      const state = await until('the writer’s process knows it', async () => {
        const { body } = await call(server, 'GET', '/api/v1/digest');
        return body.seq >= seq && body;
      });
      const { epoch, digest } = state;
      expect((await client.hello({ epoch, seq: state.seq, digest })).action).not.toBe('reset');
      const next = (await write()).body.seq;
      await until('it knows the next', async () => {
        return (await call(server, 'GET', '/api/v1/digest')).body.seq >= next;
      });
      const changes = `/api/v1/changes?epoch=${epoch}&seq=${next}`;
      expect((await call(other, 'GET', changes)).status).toBe(200);
    }
    const ahead = { epoch: (await call(other, 'GET', '/api/v1/digest')).body.epoch, seq: 900_000 };
    expect((await client.hello({ ...ahead, digest: '0'.repeat(16) })).action).toBe('reset');
    client.close();
    await restoreNotify(databaseUrl);
  });

  it('the connection that listens comes back after it was cut', async () => {
    const listening = `select pid from pg_stat_activity where query = 'listen havenwacht_log'`;
    const before = await until('both listen', async () => {
      const found = await query<{ pid: number }>(listening);
      return found.length === 2 && found;
    });
    await query(`select pg_terminate_backend(pid) from (${listening}) as l`);
    await until('both listen anew', async () => {
      const found = await query<{ pid: number }>(listening);
      return found.length === 2 && found.every(({ pid }) => before.every((old) => old.pid !== pid));
    });
    expect((await call(server, 'GET', '/health')).status).toBe(200);
  });
});

describe('while PostgreSQL is away', () => {
  it('[LF6] the process lives, says 503, sends no heartbeat; and once it is back all is as before', async () => {
    const reader = createReader({ baseUrl: server.baseUrl });
    const client = await LiveClient.connect(server.baseUrl);
    await until('the reader is live', () => reader.status().connection === 'live');
    const acknowledged = (await write()).body.id;

    await cluster.halt('immediate');
    const refused = await write();
    expect(refused.status).toBe(503);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    expect(refused.headers.get('retry-after')).toBe('1');
    expect(refused.body.type).toBe('urn:havenwacht:problem:database');
    expect((await call(server, 'GET', `/api/v1/incidents/${acknowledged}`)).status).toBe(503);
    await until(
      'the screen says that it is stale',
      () => reader.status().connection === 'stale',
      STALE_PATIENCE_MS,
    );
    const beats = client.heartbeats.length;
    const health = await call(server, 'GET', '/api/v1/health');
    expect([health.status, health.body.status]).toEqual([503, 'database away']);
    const failing = await LiveClient.connect(server.baseUrl);
    const state = reader.state();
    expect(await failing.hello({ ...state, epoch: state.epoch ?? '' })).toHaveProperty('error');
    failing.close();
    expect(client.heartbeats.length).toBe(beats);

    await cluster.resume();
    await until('a write is taken', async () => (await write()).status === 201);
    await until(
      'health is well',
      async () => (await call(server, 'GET', '/health')).status === 200,
    );
    await until('the reader is equal', () => isEqual(reader), 5_000);
    expect((await call(server, 'GET', `/api/v1/incidents/${acknowledged}`)).status).toBe(200);
    expect(server.process.exitCode).toBeNull();
    reader.close();
    client.close();
  });

  it('a restart in the middle of writes loses nothing that was acknowledged, and 503 is all that writers see of it', async () => {
    const acknowledged: string[] = [];
    const statuses = new Set<number>();
    let isOver = false;
    const writers = [server, other, server, other].map(async (target) => {
      while (!isOver) {
        const { status, body } = await write(target);
        statuses.add(status);
        if (status === 201) acknowledged.push(body.id);
      }
    });
    for (const how of ['fast', 'immediate'] as const) {
      const known = acknowledged.length;
      await until('writes', () => acknowledged.length > known + 20, 20_000);
      await cluster.halt(how);
      await cluster.resume();
    }
    const known = acknowledged.length;
    await until('writes again', () => acknowledged.length > known + 4);
    isOver = true;
    await Promise.all(writers);
    expect([...statuses].sort()).toEqual([201, 503]);
    for (const id of acknowledged)
      expect((await call(other, 'GET', `/api/v1/incidents/${id}`)).status).toBe(200);
  });
});
