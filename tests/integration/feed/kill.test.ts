import { existsSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../../support/api-client';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../../support/spawn-server';
import { readByHttp } from '../../support/spec-reader';
import { testEngine } from '../../support/test-engine';
import { until } from '../../support/until';

/** On a server the kill hits the application alone: it puts no file of the database at risk. */
const KILLS = testEngine === 'embedded' ? 30 : 10;
/** Restarts that have the pages in front, where a build is there. */
const KILLS_WITH_PAGES = 3;
const READERS = 20;
const WRITERS = 4;
const EQUAL_WITHIN_MS = 10_000;
const ROOT = resolve(import.meta.dirname, '../../..');
/** The whole test run builds both first; a run of this file alone may do without. */
const BUNDLE = join(ROOT, '.build/server/main.js');
const PAGES = join(ROOT, '.next/BUILD_ID');

/** What the writers know: which records they sent, and which of them the server said it has. */
interface Ledger {
  sent: Set<string>;
  acknowledged: Map<string, { id: string; killed: number }>;
}

async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((settle) => probe.listen(0, '127.0.0.1', settle));
  const address = probe.address();
  await new Promise((settle) => probe.close(settle));
  if (!address || typeof address === 'string') throw new Error('no free port');
  return address.port;
}

/** Writes and corrects records as fast as they are answered, until the server is gone. */
async function writeUntilGone(server: SpawnedServer, name: string, ledger: Ledger): Promise<void> {
  for (let count = 0; ; count += 1) {
    const title = `Kill example ${name}.${count}`;
    ledger.sent.add(title);
    try {
      const created = await call(
        server,
        'POST',
        '/api/v1/incidents',
        exampleIncident({ title: { en: title } }),
      );
      if (created.status !== 201) throw new Error(`POST answered ${created.status}`);
      const { id } = created.body;
      ledger.acknowledged.set(title, { id, killed: -1 });
      if (count % 3 === 0) {
        const changed = await call(server, 'PATCH', `/api/v1/incidents/${id}`, {
          killed: { best: count },
        });
        if (changed.status !== 200) throw new Error(`PATCH answered ${changed.status}`);
        ledger.acknowledged.set(title, { id, killed: count });
      }
    } catch (error) {
      // A connection that breaks is the kill; any answer but success is a fault.
      if (error instanceof TypeError) return;
      throw error;
    }
  }
}

/** Every public record of the writers, by title. */
async function recordsOf(
  server: SpawnedServer,
): Promise<Map<string, { id: string; killed: number }>> {
  const found = new Map<string, { id: string; killed: number }>();
  for (let cursor = ''; ; ) {
    const query = `limit=1000&origin=recorded${cursor}`;
    const { status, body } = await call(server, 'GET', `/api/v1/incidents?${query}`);
    expect(status).toBe(200);
    for (const { id, properties } of body.features) {
      expect(found.has(properties.title.en)).toBe(false);
      found.set(properties.title.en, { id, killed: properties.killed?.best ?? -1 });
    }
    if (body.next === null) return found;
    cursor = `&cursor=${body.next}`;
  }
}

function expectNothingLost(
  stored: Awaited<ReturnType<typeof recordsOf>>,
  { sent, acknowledged }: Ledger,
): void {
  for (const [title, { id, killed }] of acknowledged) {
    const record = stored.get(title);
    expect(record?.id, `${title} was acknowledged`).toBe(id);
    // A correction may have been stored although its answer was cut off; never the other way round.
    if (killed >= 0)
      expect(record?.killed, `the correction of ${title} was acknowledged`).toBe(killed);
  }
  for (const title of stored.keys()) expect(sent, `${title} was never sent`).toContain(title);
}

async function expectEqualDigests(
  server: SpawnedServer,
  readers: readonly Reader[],
): Promise<void> {
  const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
  const isEqual = (reader: Reader) => {
    const state = reader.state();
    return state.epoch === epoch && state.seq === seq && state.digest === digest;
  };
  await until('equal digests at every reader', () => readers.every(isEqual), EQUAL_WITHIN_MS);
}

describe('kill -9 under writes', () => {
  const folder = temporaryFolder('kill');
  let server: SpawnedServer | undefined;
  const readers: Reader[] = [];
  afterAll(async () => {
    for (const reader of readers) reader.close();
    await server?.kill();
    folder.remove();
  });

  it(`${KILLS} times, with ${READERS} readers: nothing acknowledged is lost, nothing appears, every digest is equal within 10 s`, async () => {
    const port = await freePort();
    const isBundled = existsSync(BUNDLE);
    const environment = { PORT: String(port), LOG_LEVEL: 'error' };
    const start = (pages: boolean) =>
      spawnServer({ dataDir: folder.path, environment, pages, isBundled });
    const ledger: Ledger = { sent: new Set(), acknowledged: new Map() };
    server = await start(false);
    const { baseUrl } = server;
    for (let count = 0; count < READERS; count += 1) {
      // The shortest pause that the jitter allows: thirty times the longest would be half of the test's time.
      readers.push(createReader({ baseUrl, surroundings: { random: () => 0 } }));
    }
    await until(
      'all readers live',
      () => readers.every((reader) => reader.status().connection === 'live'),
      20_000,
    );

    for (let kill = 1; kill <= KILLS; kill += 1) {
      const known = ledger.acknowledged.size;
      const running = server;
      const writers = Array.from({ length: WRITERS }, (_, writer) =>
        writeUntilGone(running, `${kill}.${writer}`, ledger),
      );
      // The moment differs from kill to kill: after 1 to 20 acknowledged writes, with others under way.
      await until('some writes', () => ledger.acknowledged.size >= known + 1 + ((kill * 7) % 20));
      await running.kill();
      await Promise.all(writers);
      server = await start(isBundled && existsSync(PAGES) && kill > KILLS - KILLS_WITH_PAGES);
      expect(server.baseUrl).toBe(baseUrl);
      await expectEqualDigests(server, readers);
    }

    expect(ledger.acknowledged.size).toBeGreaterThan(KILLS);
    expectNothingLost(await recordsOf(server), ledger);
    const { epoch, seq, digest } = (await call(server, 'GET', '/api/v1/digest')).body;
    expect((await readByHttp(baseUrl)).head).toEqual({ epoch, seq, digest });
    for (const reader of readers) expect(reader.status().digestFaults).toBe(0);
  }, 420_000);
});
