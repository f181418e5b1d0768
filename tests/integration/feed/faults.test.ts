import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import type { IncidentBody } from '@/lib/domain/incident';
import type { Head } from '@/lib/protocol/changes';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import type { OpenLink } from '@/lib/store/feed-link';
import { createReader, type Reader } from '@/lib/store/reader-client';
import { createSocketLinks } from '@/lib/store/socket-link';
import { call, exampleIncident } from '../../support/api-client';
import { FaultyProxy } from '../../support/faulty-proxy';
import { heavyRecord } from '../../support/heavy-record';
import { seededRandom } from '../../support/incident-inputs';
import { SkippableClock } from '../../support/skippable-clock';
import {
  fillStarted,
  type SpawnedServer,
  spawnServer,
  temporaryFolder,
} from '../../support/spawn-server';
import { until } from '../../support/until';

const STALE_SECONDS = 10;
const RECONNECT_MS = 2_000;
/** A reader looks once a second whether its connection has fallen silent. */
const TICK_MS = 1_000;
const LOOK_MS = 100;
const PATIENCE_MS = 20_000;
const MOST_UNSENT_BYTES = 4 * 1024 * 1024;
const LARGEST_BATCH_BYTES = 256 * 1024;

/** A reader on a clock of the test, with what it did to its connections. */
interface Watched {
  reader: Reader;
  clock: SkippableClock;
  /** On the reader's clock, in ms. */
  opened: number[];
  closed: number[];
  said: FeedStatus['connection'][];
}

let server: SpawnedServer;
let proxy: FaultyProxy;
let readers: Reader[] = [];
beforeAll(async () => {
  server = await spawnServer({ isEmpty: true });
});
beforeEach(async () => {
  proxy = await FaultyProxy.to(server.baseUrl);
});
afterEach(async () => {
  for (const reader of readers) reader.close();
  readers = [];
  await proxy.close();
});
afterAll(() => server.stop());

function watch(baseUrl: string): Watched {
  const clock = new SkippableClock();
  const [opened, closed]: number[][] = [[], []];
  const links = createSocketLinks(baseUrl);
  const openLink: OpenLink = (listener) => {
    opened?.push(clock.now());
    const told = () => {
      closed?.push(clock.now());
      listener.closed();
    };
    return links({ ...listener, closed: told });
  };
  const said: FeedStatus['connection'][] = [];
  const reader = createReader({
    baseUrl,
    onStatus: ({ connection }) => said.push(connection),
    surroundings: { clock, openLink },
  });
  readers.push(reader);
  return { reader, clock, opened: opened ?? [], closed: closed ?? [], said };
}

const isLive = ({ reader }: Watched) => reader.status().connection === 'live';

async function watchLive(baseUrl: string): Promise<Watched> {
  const watched = watch(baseUrl);
  await until('a live reader', () => isLive(watched), PATIENCE_MS);
  return watched;
}

async function post(
  change: Partial<IncidentBody> = {},
  to = server,
): Promise<{ id: string; seq: number }> {
  const { status, body } = await call(to, 'POST', '/api/v1/incidents', exampleIncident(change));
  expect(status).toBe(201);
  return body;
}

async function headOf(of: SpawnedServer): Promise<Head> {
  const { epoch, seq, digest } = (await call(of, 'GET', '/api/v1/digest')).body;
  return { epoch, seq, digest };
}

/** Until a reader holds the server's head, and says that it follows it. */
async function expectCaughtUp(watched: Watched, of = server): Promise<void> {
  await until(
    'a reader at the head',
    async () => {
      const { epoch, seq, digest } = watched.reader.state();
      const head = await headOf(of);
      return isLive(watched) && epoch === head.epoch && seq === head.seq && digest === head.digest;
    },
    PATIENCE_MS,
  );
}

/** Lets seconds pass on the reader's clock until it says that it is stale; how long it had been silent then. */
function skipUntilStale({ reader, clock }: Watched): number {
  for (let step = 0; step < 2 * STALE_SECONDS; step += 1) {
    if (reader.status().connection === 'stale') return reader.status().silentSeconds;
    clock.skip(1_000);
  }
  throw new Error(`never stale, but "${reader.status().connection}"`);
}

describe('a server that falls silent', () => {
  it('[LF7] frozen: the reader says that it is stale after 10 s, connects again, and is live once it wakes', async () => {
    const watched = await watchLive(server.baseUrl);
    server.process.kill('SIGSTOP');
    try {
      expect(skipUntilStale(watched)).toBe(STALE_SECONDS);
      watched.clock.skip(TICK_MS + RECONNECT_MS);
      expect(watched.opened).toHaveLength(2);
      expect(watched.said).toContain('stale');
    } finally {
      server.process.kill('SIGCONT');
    }
    await post();
    await expectCaughtUp(watched);
    expect(watched.reader.status().digestFaults).toBe(0);
  });

  it('[LF7] on a network that loses everything: the same, without loading the snapshot again', async () => {
    const watched = await watchLive(proxy.baseUrl);
    const asked = proxy.asked.length;
    proxy.silence();
    await post();
    expect(skipUntilStale(watched)).toBe(STALE_SECONDS);
    proxy.flow();
    proxy.cut();
    watched.clock.skip(RECONNECT_MS);
    await expectCaughtUp(watched);
    expect(proxy.asked.slice(asked).filter((path) => path.startsWith('/api/'))).toEqual([]);
  });

  it('[LF7] tries again at most 2 s after each failure, as long as it takes', async () => {
    const watched = await watchLive(proxy.baseUrl);
    proxy.refuses = 'everything';
    proxy.cut();
    const { clock, opened, closed } = watched;
    await until(
      'ten attempts',
      () => {
        clock.skip(LOOK_MS);
        return opened.length > 10;
      },
      PATIENCE_MS,
    );
    const pauses = closed.slice(0, 10).map((atMs, index) => (opened[index + 1] ?? 0) - atMs);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(RECONNECT_MS + LOOK_MS);
    expect(new Set(pauses.map(Math.round)).size).toBeGreaterThan(1);
    proxy.refuses = 'nothing';
    clock.skip(RECONNECT_MS);
    await expectCaughtUp(watched);
  });
});

describe('a heartbeat of the reader’s seq', () => {
  it('[LF8] with another digest makes it load the snapshot again, once', async () => {
    await post();
    const watched = await watchLive(proxy.baseUrl);
    const snapshots = () => proxy.asked.filter((path) => path === '/api/v1/snapshot').length;
    expect(snapshots()).toBe(1);
    let altered = 0;
    proxy.alter = (bytes) => {
      const text = bytes.toString('latin1');
      if (altered > 0 || !text.includes('"heartbeat"')) return bytes;
      altered += 1;
      return Buffer.from(
        text.replace(/"digest":"[0-9a-f]{16}"/, '"digest":"0000000000000bad"'),
        'latin1',
      );
    };
    await until('a false heartbeat', () => altered > 0);
    await until('the snapshot', () => snapshots() === 2);
    await expectCaughtUp(watched);
    expect(watched.reader.status().digestFaults).toBe(1);
    expect(altered).toBe(1);
  });
});

describe('a reader that does not read', () => {
  /** Whether a process still holds its end of a connection from a port, by the system's table. */
  function isHeld(fromPort: number): boolean {
    const [own, other] = [Number(new URL(server.baseUrl).port), fromPort].map((port) =>
      port.toString(16).toUpperCase().padStart(4, '0'),
    );
    return readFileSync('/proc/net/tcp', 'latin1')
      .split('\n')
      .map((line) => line.trim().split(/\s+/))
      .some(
        ([, local, remote, , , , , , , inode]) =>
          local?.endsWith(`:${own}`) && remote?.endsWith(`:${other}`) && inode !== '0',
      );
  }

  it('[LF9] is dropped at more than 4 MiB unsent, comes back by catch-up, and others notice nothing', async () => {
    const other = await watchLive(server.baseUrl);
    const slow = await watchLive(proxy.baseUrl);
    const asked = proxy.asked.length;
    const [port = 0] = proxy.stallReaders();
    expect(isHeld(port)).toBe(true);
    // It would give the silent connection up before a busy server has written enough for it.
    slow.clock.stand();
    const random = seededRandom(9);
    const isDropped = () => server.output().includes('a reader was too slow');
    let written = 0;
    while (!isDropped() && written < 500) {
      await post(heavyRecord(random));
      written += 1;
    }
    expect(isDropped(), `${written} records`).toBe(true);
    // Looked at after every large batch: the heartbeat's look would find many more waiting.
    const waiting = Number(/"waiting":(\d+)/.exec(server.output())?.[1]);
    expect(waiting).toBeLessThan(MOST_UNSENT_BYTES + LARGEST_BATCH_BYTES);
    // Its connection is let go of, although nobody took what was on its way.
    await until('the connection let go', () => !isHeld(port));
    proxy.flow();
    slow.clock.goOn();
    await expectCaughtUp(slow);
    expect(proxy.asked.slice(asked).filter((path) => path.startsWith('/api/'))).toEqual([]);
    await expectCaughtUp(other);
    expect(other.opened).toHaveLength(1);
    expect([slow, other].map(({ reader }) => reader.status().digestFaults)).toEqual([0, 0]);
  }, 180_000);
});

describe('a proxy that lets no WebSocket through', () => {
  it('[LF12] makes the reader poll, and say so, until it does', async () => {
    proxy.refuses = 'upgrades';
    const watched = watch(proxy.baseUrl);
    const { reader, clock } = watched;
    await until('a polling reader', () => {
      clock.skip(LOOK_MS);
      return reader.status().connection === 'polling';
    });
    const { seq } = await post();
    await until('the record', () => {
      clock.skip(LOOK_MS);
      return reader.state().seq >= seq;
    });
    expect(reader.state()).toEqual(await headOf(server));
    expect(reader.status().connection).toBe('polling');
    proxy.refuses = 'nothing';
    await until('a live reader', () => {
      clock.skip(LOOK_MS);
      return isLive(watched);
    });
    await expectCaughtUp(watched);
  });
});

describe('clocks that are off', () => {
  const PRELOAD = pathToFileURL(resolve(import.meta.dirname, '../../support/shift-clock.mjs'));
  const HOUR_MS = 3_600_000;
  let folder: ReturnType<typeof temporaryFolder>;
  beforeAll(async () => {
    folder = temporaryFolder('clocks');
    await fillStarted(folder.path, { isEmpty: true });
  });
  let running: SpawnedServer | undefined;
  afterAll(async () => {
    await running?.stop();
    folder.remove();
  });
  const startShifted = (shiftMs: number) =>
    spawnServer({
      dataDir: folder.path,
      environment: { NODE_OPTIONS: `--import=${PRELOAD}`, SHIFT_CLOCK_MS: String(shiftMs) },
    });

  it('[LF13] a day ahead, then a day behind, and a reader an hour off: the order is that of seq, and nothing is stale', async () => {
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + HOUR_MS });
    try {
      running = await startShifted(24 * HOUR_MS);
      proxy.leadTo(running.baseUrl);
      const first = await post({}, running);
      const watched = await watchLive(proxy.baseUrl);
      const ahead = (await call(running, 'GET', '/api/v1/digest')).body.committedAt;
      expect(await running.stop()).toBe(0);

      running = await startShifted(-24 * HOUR_MS);
      proxy.leadTo(running.baseUrl);
      const second = await post({}, running);
      const corrected = await call(running, 'PATCH', `/api/v1/incidents/${first.id}`, {
        killed: { best: 1 },
      });
      expect([second.seq, corrected.body.seq]).toEqual([first.seq + 1, first.seq + 2]);
      await until(
        'a reader of the second server',
        () => {
          watched.clock.skip(LOOK_MS);
          return isLive(watched) && watched.reader.state().seq === corrected.body.seq;
        },
        PATIENCE_MS,
      );
      await expectCaughtUp(watched, running);
      const { asOf, silentSeconds, digestFaults } = watched.reader.status();
      // Times are shown, never compared with a clock: commit times do not go back where a clock does.
      expect(Date.parse(asOf ?? '')).toBeGreaterThanOrEqual(Date.parse(ahead));
      expect([digestFaults, silentSeconds < STALE_SECONDS]).toEqual([0, true]);
      const bySeq = watched.reader.rows().map(([rid, fromSeq]) => [rid, fromSeq]);
      expect(Math.max(...bySeq.map(([, fromSeq]) => fromSeq ?? 0))).toBe(corrected.body.seq);
    } finally {
      vi.useRealTimers();
    }
  });
});
