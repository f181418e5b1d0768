import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../../support/api-client';
import { LiveClient } from '../../support/live-client';
import { EXAMPLE_STATUS, registerScreen, ScreenSocket } from '../../support/screen-client';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../../support/spawn-server';
import { readByHttp } from '../../support/spec-reader';
import { databaseUrlFor, dropDatabaseOf, queryDatabaseOf } from '../../support/test-engine';
import { until } from '../../support/until';

const READERS_EACH = 3;
/** Of a caller, at all processes together. */
const WRITES_PER_MINUTE = 100_000;
const SETTLED_WITHIN_MS = 10_000;

const folder = temporaryFolder('several');
let databaseUrl: string;
let servers: SpawnedServer[] = [];
const readers: Reader[] = [];

const start = () => {
  const environment = { WRITES_PER_MINUTE: String(WRITES_PER_MINUTE) };
  return spawnServer({ dataDir: folder.path, databaseUrl, environment });
};

beforeAll(async () => {
  databaseUrl = (await databaseUrlFor(folder.path)) ?? '';
  // At the same moment, on a database that has nothing yet.
  servers = await Promise.all([start(), start(), start()]);
});
afterEach(() => {
  for (const reader of readers.splice(0)) reader.close();
});
afterAll(async () => {
  await Promise.all(servers.map((server) => server.stop()));
  await dropDatabaseOf(folder.path);
  folder.remove();
});

function at(index: number): SpawnedServer {
  const server = servers[index];
  if (!server) throw new Error(`no server ${index} was started`);
  return server;
}

function follow(server: SpawnedServer): Reader {
  const reader = createReader({ baseUrl: server.baseUrl });
  readers.push(reader);
  return reader;
}

async function write(server: SpawnedServer, title: string) {
  const answer = await call(
    server,
    'POST',
    '/api/v1/incidents',
    exampleIncident({ title: { en: title } }),
  );
  expect(answer.status).toBe(201);
  return answer.body as { id: string; seq: number };
}

/** The head is asked for again at each look: a process may not yet know what another one wrote last. */
async function everyoneEquals(server: SpawnedServer): Promise<void> {
  await until(
    'every reader at the head',
    async () => {
      const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
      return readers.every((reader) => {
        const state = reader.state();
        return state.epoch === epoch && state.seq === seq && state.digest === digest;
      });
    },
    SETTLED_WITHIN_MS,
  );
}

describe('three processes that start at the same moment on an empty database', () => {
  it('migrate it once, begin one epoch, load the sourced records once and share the token', async () => {
    const rows = await queryDatabaseOf(
      folder.path,
      `select (select count(*)::int from epochs) as epochs,
        (select count(*)::int from incidents) as records,
        (select count(distinct import_key)::int from incidents) as keys,
        (select count(*)::int from drizzle.__drizzle_migrations) as migrations,
        (select count(distinct hash)::int from drizzle.__drizzle_migrations) as distinct_migrations`,
    );
    const { epochs, records, keys, migrations, distinct_migrations: once } = rows[0] ?? {};
    expect(epochs).toBe(1);
    expect(records).toBeGreaterThan(0);
    expect(keys).toBe(records);
    expect(migrations).toBe(once);
    expect(new Set(servers.map((server) => server.token)).size).toBe(1);
  });
});

describe('several processes on one database', () => {
  it('bring what is written at one to the readers of every other, with equal digests', async () => {
    for (const server of servers)
      for (let count = 0; count < READERS_EACH; count += 1) follow(server);
    await until(
      'all live',
      () => readers.every((reader) => reader.status().connection === 'live'),
      20_000,
    );
    let last: { seq: number }[] = [];
    for (let round = 0; round < 10; round += 1)
      last = await Promise.all(
        servers.map((server, index) => write(server, `Round ${round}.${index}`)),
      );
    const end = Math.max(...last.map(({ seq }) => seq));
    await until('the process knows all', async () => {
      return (await call(at(0), 'GET', '/api/v1/digest')).body.seq >= end;
    });
    await everyoneEquals(at(0));
    for (const reader of readers) expect(reader.status().digestFaults).toBe(0);
  });

  it('[SC4] bring a command that is given at one to a screen of another within a second, and its status back', async () => {
    const screen = await registerScreen(at(0), 'Wall');
    const { client } = await ScreenSocket.join(at(1).baseUrl, screen.credential);
    const asked = { screens: 'all', command: { type: 'message', text: 'From next door' } };
    const { body } = await call(at(0), 'POST', '/api/v1/screens/commands', asked);
    await client.until('the message', ({ message }) => message?.text === 'From next door');
    await client.acknowledge([{ id: body.commands[0].id, outcome: 'applied' }]);
    await client.say('screenStatus', EXAMPLE_STATUS);
    const told = await call(at(2), 'GET', '/api/v1/screens/commands');
    expect(told.body.commands[0].state).toBe('applied');
    await until(
      'its status is known next door',
      async () => {
        const { status } = (await call(at(2), 'GET', `/api/v1/screens/${screen.id}`)).body;
        return status?.build === EXAMPLE_STATUS.build;
      },
      20_000,
    );
    await call(at(2), 'DELETE', `/api/v1/screens/${screen.id}`);
    await until('it is told of its end', () => client.revocations.length === 1, 1_000);
    client.close();
  });

  it('[SN1] serve each other’s partitions, and name one manifest', async () => {
    const built = (await call(at(0), 'GET', '/api/v1/snapshot')).body;
    for (const { url } of built.partitions) {
      const [own, other] = await Promise.all(
        [at(0), at(1)].map(
          async ({ baseUrl }) => new Uint8Array(await (await fetch(baseUrl + url)).arrayBuffer()),
        ),
      );
      expect(own?.length).toBeGreaterThan(0);
      expect(other).toEqual(own);
    }
    for (const server of servers) {
      const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
      expect((await readByHttp(server.baseUrl)).head).toEqual({ epoch, seq, digest });
    }
  });

  it('[SN4] all give 410 for the partition of a record that was withdrawn at one', async () => {
    const { id, seq } = await write(at(0), 'Withdrawn elsewhere');
    await until('the others know it', async () =>
      (await Promise.all(servers.map((one) => call(one, 'GET', '/api/v1/digest')))).every(
        ({ body }) => body.seq >= seq,
      ),
    );
    const holding = (await call(at(1), 'GET', '/api/v1/snapshot')).body.partitions;
    expect((await call(at(0), 'DELETE', `/api/v1/incidents/${id}`)).status).toBe(200);
    const touched = holding.find(({ year }: { year: number }) => year === 2026);
    for (const server of servers)
      expect((await fetch(server.baseUrl + touched.url)).status).toBe(410);
  });

  it('[LF3] take a reader over from each other where it stands', async () => {
    const { epoch, seq, digest } = (await call(at(0), 'GET', '/api/v1/digest')).body;
    await write(at(0), 'After the head that the reader has');
    const client = await LiveClient.connect(at(1).baseUrl);
    await until('the other process knows it', async () => {
      const head = (await call(at(1), 'GET', '/api/v1/digest')).body;
      return head.seq > seq;
    });
    const welcome = await client.hello({ epoch, seq, digest });
    expect(welcome.action).toBe('catchUp');
    const pages = await client.pages(epoch, seq, welcome.head.seq);
    expect(pages.at(-1)?.digest).toBe(welcome.head.digest);
    client.close();
  });

  it('go on where one is killed in the middle of its writes: nothing that it acknowledged is lost', async () => {
    follow(at(1));
    follow(at(2));
    const acknowledged: string[] = [];
    const victim = at(0);
    const writing = [1, 2, 3, 4].map(async (writer) => {
      for (let count = 0; count < 10_000; count += 1) {
        try {
          acknowledged.push((await write(victim, `Killed ${writer}.${count}`)).id);
        } catch (error) {
          if (error instanceof TypeError) return;
          throw error;
        }
      }
    });
    await until('some writes', () => acknowledged.length > 20, 20_000);
    await victim.kill();
    await Promise.all(writing);
    await write(at(1), 'Written after the kill');
    for (const id of acknowledged)
      expect((await call(at(2), 'GET', `/api/v1/incidents/${id}`)).status).toBe(200);
    await everyoneEquals(at(2));
    servers[0] = await start();
    follow(at(0));
    await everyoneEquals(at(0));
  });
});

describe('limits of several processes', () => {
  it('count writes and refused tokens together', async () => {
    const statuses = async (authorization?: string) => {
      const headers = authorization ? { authorization } : {};
      const got: number[] = [];
      for (let count = 0; count < 8; count += 1) {
        const incident = exampleIncident();
        const { status } = await call(
          at(count % 2),
          'POST',
          '/api/v1/incidents',
          incident,
          headers,
        );
        got.push(status);
        // The first begins the minute; as if all but five of it had been used since.
        if (count > 0) continue;
        const used = WRITES_PER_MINUTE - 5;
        await queryDatabaseOf(
          folder.path,
          `update rate_limits set points = ${used} where points = 1`,
        );
      }
      return got;
    };
    await queryDatabaseOf(folder.path, 'delete from rate_limits');
    expect(await statuses()).toEqual([201, 201, 201, 201, 201, 201, 429, 429]);
    expect(await statuses('Bearer guess')).toEqual([401, 401, 401, 401, 401, 401, 429, 429]);
  });
});
