import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { PageClock } from '@/components/ui/page-clock';
import type { EngineEvent, FeedStatus } from '@/lib/protocol/engine-requests';
import { FeedSession } from '@/lib/store/feed-session';
import type { IncidentStore } from '@/lib/store/incident-store';
import { often } from '../../support/breadth';
import { FakeClock, FakeServer } from './support/fake-server';
import { seededRandom } from './support/random-rows';

interface Scene {
  clock: FakeClock;
  server: FakeServer;
  session: FeedSession;
  events: EngineEvent[];
  stores: IncidentStore[];
  connections: () => FeedStatus['connection'][];
}

function openScene(seed = 1, prepare: (server: FakeServer) => void = () => undefined): Scene {
  const random = seededRandom(seed);
  const clock = new FakeClock();
  const server = new FakeServer(clock, random);
  for (let index = 0; index < 5; index += 1) server.model.commit(4);
  server.rebuild();
  prepare(server);
  const events: EngineEvent[] = [];
  const stores: IncidentStore[] = [];
  const session = new FeedSession(
    { http: server.http, openLink: server.openLink, clock, random },
    { event: (event) => events.push(event), store: (store) => stores.push(store) },
  );
  const connections = () =>
    events.flatMap((event) => (event.type === 'status' ? [event.status.connection] : []));
  session.start();
  return { clock, server, session, events, stores, connections };
}

function expectSame({ server, session }: Scene): void {
  const { epoch, seq, digest } = session.store;
  expect({ epoch, seq, digest }).toEqual(server.model.head());
}

/** A write six times in ten, else a cut, a restore, an outage's begin or end, new partitions, a blocked WebSocket. */
function somethingHappens(server: FakeServer, random: () => number): void {
  const event = random();
  if (event < 0.6) server.commit(1 + Math.floor(random() * 8));
  else if (event < 0.7) server.cutAll();
  else if (event < 0.75) server.restore();
  else if (event < 0.8) server.isDown = !server.isDown;
  else if (event < 0.85) server.rebuild();
  else if (event < 0.9) server.isWebSocketBlocked = !server.isWebSocketBlocked;
}

describe('a session', () => {
  it('[SN1] loads the snapshot, catches up what it does not hold and is live', async () => {
    const scene = openScene(1, (server) => server.commit(7));
    await scene.clock.advance(1_000);
    expectSame(scene);
    expect(scene.session.status().connection).toBe('live');
    scene.session.close();
    expect(scene.server.connections).toBe(0);
  });

  it('passes on what the server’s clock said, and when it was asked and heard', async () => {
    const scene = openScene();
    await scene.clock.advance(10_000);
    const [hello, heartbeat] = scene.session.status().serverTimes;
    const serverMs = Date.parse('2026-01-01T00:00:00.000Z');
    expect(hello).toMatchObject({ serverMs });
    expect(hello?.heardMs).toBeGreaterThanOrEqual(hello?.askedMs ?? Number.POSITIVE_INFINITY);
    expect(heartbeat).toMatchObject({ askedMs: null, serverMs });
    expect(heartbeat?.heardMs).toBeGreaterThan(scene.clock.now() - 3_500);
    scene.session.close();
  });

  it('[SN1] shows partitions newest first, as they come, and says how much is in', async () => {
    const clock = new FakeClock();
    const server = new FakeServer(clock, seededRandom(1));
    for (let index = 0; index < 5; index += 1) server.model.commit(4);
    server.rebuild();
    const { partitions } = server.model.snapshot(server.snapshotSeq).manifest;
    const onTheirWay = new Map<string, () => void>();
    const getBytes: typeof server.http.getBytes = (path) =>
      new Promise((resolve) => onTheirWay.set(path, () => resolve(server.http.getBytes(path))));
    const events: EngineEvent[] = [];
    const session = new FeedSession(
      { http: { ...server.http, getBytes }, openLink: server.openLink, clock, random: () => 0 },
      { event: (event) => events.push(event), store: () => undefined },
    );
    session.start();
    await clock.advance(300);
    const expected = partitions.reduce((sum, { rows }) => sum + rows, 0);
    expect(partitions.length).toBe(3);
    onTheirWay.get(partitions[2]?.url ?? '')?.();
    await clock.advance(300);
    expect(session.status()).toMatchObject({ connection: 'loading', loaded: 0, expected });
    let loaded = 0;
    for (const { url, rows } of partitions.slice(0, 2)) {
      events.length = 0;
      loaded += rows;
      onTheirWay.get(url)?.();
      await clock.advance(300);
      if (url === partitions[0]?.url) {
        expect(session.status()).toMatchObject({ connection: 'loading', loaded, expected });
        expect(session.store.columns.size).toBe(loaded);
      }
      expect(events).toContainEqual({ type: 'changed', seq: server.model.seq });
    }
    expect(session.status()).toMatchObject({ connection: 'live', loaded: expected, expected });
    session.close();
  });

  it('[LF5] follows live batches and says what changed', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    scene.events.length = 0;
    scene.server.commit(7);
    await scene.clock.advance(1_000);
    expectSame(scene);
    expect(scene.events).toContainEqual({ type: 'changed', seq: scene.server.model.seq });
    expect(scene.server.log.filter((entry) => entry === 'catchUp')).toEqual([]);
    scene.session.close();
  });

  it('ends with the server’s digest after any drops, repeats, swaps, cuts, restores and outages', async () => {
    await fc.assert(
      fc.asyncProperty(fc.integer(), async (seed) => {
        const scene = openScene(seed);
        const random = seededRandom(seed + 1);
        scene.server.weather = { drop: 0.15, repeat: 0.2, cut: 0.1, swap: 0.2 };
        for (let step = 0; step < 25; step += 1) {
          somethingHappens(scene.server, random);
          await scene.clock.advance(random() * 3_000);
        }
        scene.server.weather = { drop: 0, repeat: 0, cut: 0, swap: 0 };
        scene.server.isDown = false;
        await scene.clock.advance(45_000);
        expectSame(scene);
        scene.session.close();
      }),
      { numRuns: often(25, 200) },
    );
  });

  it.each(['reset', 'cut', 'poll'] as const)(
    '[AC3] forgets, says that access has ended and does not storm, told by a %s',
    async (way) => {
      const scene = openScene(1, (server) => {
        server.isWebSocketBlocked = way === 'poll';
      });
      await scene.clock.advance(20_000);
      expectSame(scene);
      scene.server.isPrivate = true;
      if (way === 'reset') scene.server.tellReset('access ended');
      if (way === 'cut') scene.server.cutAll();
      await scene.clock.advance(5_000);
      expect(scene.session.status()).toMatchObject({ connection: 'access ended', loaded: 0 });
      expect(scene.session.store.columns.size).toBe(0);
      expect(scene.events.find(({ type }) => type === 'gone')).toBeDefined();
      const asked = scene.server.log.length;
      await scene.clock.advance(50_000);
      expect(scene.server.log.length).toBe(asked);
      await scene.clock.advance(3_600_000);
      expect(scene.server.log.length).toBeLessThan(asked + 61);
      scene.server.isPrivate = false;
      scene.server.isWebSocketBlocked = false;
      await scene.clock.advance(260_000);
      expectSame(scene);
      expect(scene.session.status().connection).toBe('live');
      scene.session.close();
    },
  );

  it('[CH4] asks for what lies before a batch that came too early', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    scene.server.weather = { drop: 1, repeat: 0, cut: 0, swap: 0 };
    scene.server.commit(2);
    scene.server.weather = { drop: 0, repeat: 0, cut: 0, swap: 0 };
    scene.server.commit(2);
    await scene.clock.advance(200);
    expectSame(scene);
    expect(scene.server.log).toContain('catchUp');
    scene.session.close();
  });

  it('asks when heartbeats stay ahead and no batch comes', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    scene.server.weather = { drop: 1, repeat: 0, cut: 0, swap: 0 };
    scene.server.commit(2);
    await scene.clock.advance(7_000);
    expectSame(scene);
    scene.session.close();
  });

  it('[LF8] loads everything again when its digest is not the head’s, and counts it', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    const before = scene.session.store;
    scene.server.tellHead({ ...scene.server.model.head(), digest: '00000000deadbeef' });
    expect(scene.session.store).toBe(before);
    await scene.clock.advance(3_000);
    expectSame(scene);
    expect(scene.session.status()).toMatchObject({ connection: 'live', digestFaults: 1 });
    expect(scene.stores).toHaveLength(2);
    scene.session.close();
  });

  it('[LF10] keeps the old state on the screen until the new one is whole', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    const rows = scene.session.store.columns.size;
    scene.server.restore();
    scene.server.isDown = true;
    await scene.clock.advance(3_000);
    expect(scene.session.store.columns.size).toBe(rows);
    expect(scene.session.status().connection).toBe('loading');
    scene.server.isDown = false;
    await scene.clock.advance(5_000);
    expectSame(scene);
    scene.session.close();
  });

  it('[LF7] says that it is stale within 10 s of silence, each second, and comes back', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    scene.server.isDown = true;
    await scene.clock.advance(8_000);
    expect(scene.connections()).not.toContain('stale');
    scene.events.length = 0;
    await scene.clock.advance(10_000);
    expect(scene.connections().filter((word) => word === 'stale').length).toBeGreaterThanOrEqual(5);
    scene.server.isDown = false;
    await scene.clock.advance(3_000);
    expect(scene.session.status().connection).toBe('live');
    scene.session.close();
  });

  it('[LF7] says so when 9.5 s are over, and not at the next full second', async () => {
    const scene = openScene();
    // The last heartbeat is that of 3.0 s.
    await scene.clock.advance(3_500);
    scene.server.isDown = true;
    await scene.clock.advance(8_900);
    expect(scene.connections()).not.toContain('stale');
    await scene.clock.advance(200);
    expect(scene.connections()).toContain('stale');
    scene.session.close();
  });

  it('[LF7] tries again at most two seconds apart', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    scene.server.isDown = true;
    scene.server.cutAll();
    scene.server.log.length = 0;
    await scene.clock.advance(20_000);
    expect(scene.server.log.filter((entry) => entry === 'connect').length).toBeGreaterThanOrEqual(
      9,
    );
    scene.session.close();
  });

  it('[LF12] polls where WebSocket is blocked, and stops once it is not', async () => {
    const scene = openScene(1, (server) => {
      server.isWebSocketBlocked = true;
    });
    await scene.clock.advance(8_000);
    expect(scene.session.status().connection).toBe('polling');
    scene.server.commit(8);
    await scene.clock.advance(2_500);
    expectSame(scene);
    scene.server.isWebSocketBlocked = false;
    await scene.clock.advance(31_000);
    expect(scene.session.status().connection).toBe('live');
    scene.server.log.length = 0;
    await scene.clock.advance(10_000);
    expect(scene.server.log).not.toContain('/api/v1/changes');
    scene.session.close();
  });

  it('[LF12] does not take the end of an outage for a blocked WebSocket', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    const { server } = scene;
    Object.assign(server, { isDown: true, isWebSocketBlocked: true });
    server.cutAll();
    await scene.clock.advance(60_000);
    server.isDown = false;
    while (scene.session.status().connection !== 'polling') await scene.clock.advance(100);
    server.log.length = 0;
    while (!server.log.includes('connect')) await scene.clock.advance(100);
    server.isWebSocketBlocked = false;
    await scene.clock.advance(2_500);
    expect(scene.session.status().connection).toBe('live');
    scene.session.close();
  });

  it('[LF12] asks over HTTP one question at a time, however long a broken network keeps it', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    const { server } = scene;
    server.isHttpHanging = true;
    server.isWebSocketBlocked = true;
    server.cutAll();
    server.log.length = 0;
    await scene.clock.advance(60_000);
    const polls = server.log.filter((entry) => entry === '/api/v1/changes');
    expect(polls).toHaveLength(1);
    scene.session.close();
  });

  const HOUR_MS = 3_600_000;
  const OFFS_MS = [-24 * HOUR_MS, -HOUR_MS, HOUR_MS, 24 * HOUR_MS];
  it.each(OFFS_MS.flatMap((reader) => OFFS_MS.map((server) => [reader, server] as const)))(
    '[LF13] orders by seq and knows ages where the reader’s clock is off by %d ms and the server’s by %d',
    async (readerOffMs, serverOffMs) => {
      const trueMs = Date.parse('2026-01-01T00:00:00.000Z');
      let clock: FakeClock | null = null;
      const elapsedMs = () => clock?.now() ?? 0;
      vi.useFakeTimers({ toFake: ['Date'], now: trueMs + readerOffMs });
      try {
        let offMs = serverOffMs;
        const scene = openScene(1, (server) => {
          server.serverTime = () => new Date(trueMs + offMs + elapsedMs()).toISOString();
        });
        clock = scene.clock;
        const page = new PageClock({
          deviceMs: () => trueMs + readerOffMs + elapsedMs(),
          monotonicMs: elapsedMs,
        });
        await scene.clock.advance(10_000);
        const published = Date.parse(scene.server.serverTime());
        scene.server.commit(3);
        await scene.clock.advance(60_000);
        page.take(scene.session.status().serverTimes);
        // A record's time is the server's; its age on the screen is how long it has been there.
        expect(Math.abs(page.now() - published - 60_000)).toBeLessThan(1_000);
        expectSame(scene);
        // Started anew, the server's clock is wrong the other way.
        offMs = -serverOffMs;
        scene.server.cutAll();
        scene.server.commit(2);
        await scene.clock.advance(10_000);
        expectSame(scene);
        const { connection, silentSeconds, digestFaults } = scene.session.status();
        expect([connection, digestFaults]).toEqual(['live', 0]);
        expect(silentSeconds).toBeLessThan(4);
        expect(scene.server.log.filter((path) => path === '/api/v1/snapshot')).toHaveLength(1);
        scene.session.close();
      } finally {
        vi.useRealTimers();
      }
    },
  );

  it('[LF3] stops where its protocol is refused', async () => {
    const scene = openScene(1, (server) => {
      server.protocol = 2;
    });
    await scene.clock.advance(20_000);
    expect(scene.session.status().connection).toBe('refused');
    expect(scene.server.log.filter((entry) => entry === 'connect')).toHaveLength(1);
    scene.session.close();
  });

  it('[SN4] loads the manifest again when a partition is gone', async () => {
    const scene = openScene();
    for (const { url } of scene.server.model.snapshot(scene.server.snapshotSeq).manifest
      .partitions) {
      scene.server.gone.add(url);
    }
    await scene.clock.advance(1_000);
    expect(scene.session.status().connection).toBe('loading');
    scene.server.commit(1);
    scene.server.rebuild();
    await scene.clock.advance(3_000);
    expectSame(scene);
    scene.session.close();
  });

  it('[SN4] asks a busy server for the same partition again, and for the manifest only once', async () => {
    const scene = openScene(1, (server) => {
      server.busyAnswers = 5;
    });
    await scene.clock.advance(15_000);
    expectSame(scene);
    const { log } = scene.server;
    expect(log.filter((entry) => entry === '/api/v1/snapshot')).toHaveLength(1);
    scene.session.close();
  });

  it('[SN4] gives a server that stays busy up, and begins with the manifest again', async () => {
    const scene = openScene(1, (server) => {
      server.busyAnswers = 100;
    });
    await scene.clock.advance(300_000);
    expectSame(scene);
    const { log } = scene.server;
    expect(log.filter((entry) => entry === '/api/v1/snapshot').length).toBeGreaterThan(1);
    scene.session.close();
  });

  it('tells its status at most four times a second, and the build it hears of', async () => {
    const scene = openScene();
    await scene.clock.advance(1_000);
    scene.events.length = 0;
    for (let batch = 0; batch < 50; batch += 1) {
      scene.server.commit(1);
      await scene.clock.advance(20);
    }
    expect(scene.connections().length).toBeLessThanOrEqual(5);
    scene.server.build = 'build-2';
    await scene.clock.advance(4_000);
    expect(scene.session.status().build).toBe('build-2');
    scene.session.close();
  });
});
