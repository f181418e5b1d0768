import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import type {
  Answer,
  EngineEvent,
  EngineRequestName,
  EngineRequests,
  FromEngine,
  ViewRequest,
} from '@/lib/protocol/engine-requests';
import type { RegionFunctions } from '@/lib/store/engine';
import { createEngineClient, type EngineClient } from '@/lib/store/engine-client';
import { EngineHost, type EngineHostOptions, MOOT } from '@/lib/store/engine-host';
import { SEARCH_INTERVAL_MS, SEARCH_RETRY_MS } from '@/lib/store/text-search';
import { FakeClock, FakeServer } from './support/fake-server';
import { areaMatches, seededRandom } from './support/random-rows';

const VIEW: ViewRequest = {
  filter: EVERYTHING,
  camera: { center: [4.2, 51.3], zoom: 8 },
  width: 1440,
  height: 900,
};

/** A page and a worker that speak by structured clones, without a thread. */
function openPage(
  areas: RegionFunctions['areaMatches'] = areaMatches,
  options: Pick<EngineHostOptions, 'turns'> = {},
): {
  client: EngineClient;
  server: FakeServer;
  clock: FakeClock;
} {
  const random = seededRandom(3);
  const clock = new FakeClock();
  const server = new FakeServer(clock, random);
  server.model.commit(30);
  server.rebuild();
  let toPage: (event: MessageEvent<FromEngine>) => void = () => undefined;
  const host = new EngineHost({
    post: (message) => toPage({ data: structuredClone(message) } as MessageEvent<FromEngine>),
    regions: { areaMatches: areas },
    ...options,
    surroundings: () => ({ http: server.http, openLink: server.openLink, clock, random }),
  });
  const client = createEngineClient(
    {
      postMessage: (message) => host.receive(structuredClone(message)),
      addEventListener: (_, listener) => {
        toPage = listener;
      },
      terminate: () => undefined,
    },
    { baseUrl: 'http://server' },
  );
  return { client, server, clock };
}

const FIRST_FIVE = { order: 'time', parts: 'apart', offset: 0, limit: 5 } as const;

describe('the engine’s client', () => {
  it('gets views that are true for the feed’s head', async () => {
    const { client, server, clock } = openPage();
    await clock.advance(1_000);
    const view = await client.request('view', VIEW);
    expect({ seq: view.seq, digest: view.digest }).toEqual({
      seq: server.model.seq,
      digest: server.model.digestAt(server.model.seq),
    });
    const list = await client.request('list', { ...VIEW, ...FIRST_FIVE });
    expect(list.items).toHaveLength(5);
    client.close();
  });

  it('hears of changes', async () => {
    const { client, server, clock } = openPage();
    const events: EngineEvent[] = [];
    client.onEvent((event) => events.push(event));
    await clock.advance(1_000);
    server.commit(2);
    await clock.advance(1_000);
    expect(events).toContainEqual({ type: 'changed', seq: server.model.seq });
    client.close();
  });

  it('gets an answer to the newest of the views it asked for together; the others are moot', async () => {
    const { client, clock } = openPage();
    await clock.advance(1_000);
    const answers = await Promise.allSettled([
      client.request('view', VIEW),
      client.request('view', { ...VIEW, camera: { center: [4.2, 51.3], zoom: 9 } }),
    ]);
    expect(answers[0]).toMatchObject({ status: 'rejected', reason: new Error(MOOT) });
    expect(answers[1]).toMatchObject({ status: 'fulfilled', value: { zoom: 9 } });
    client.close();
  });

  it('says of every answer which seq it is true for', async () => {
    const { client, server, clock } = openPage();
    await clock.advance(1_000);
    // A response without a seq does not compile.
    type Answers = {
      [Name in Exclude<EngineRequestName, 'changedSince'>]: EngineRequests[Name]['response'] &
        Answer;
    };
    const answers: Answers = {
      view: await client.request('view', VIEW),
      hotspots: await client.request('hotspots', VIEW),
      grid: await client.request('grid', VIEW),
      list: await client.request('list', { ...VIEW, ...FIRST_FIVE }),
      texts: await client.request('texts', { rids: [] }),
      members: await client.request('members', { cluster: 0, ...FIRST_FIVE }),
      histogram: await client.request('histogram', { filter: EVERYTHING, unit: 'month' }),
      hours: await client.request('hours', {
        filter: EVERYTHING,
        days: { from: '2026-01-01', to: '2026-01-02' },
      }),
      facets: await client.request('facets', { filter: EVERYTHING }),
      regionTotals: await client.request('regionTotals', { filter: EVERYTHING }),
      numbers: await client.request('numbers', { filter: EVERYTHING }),
      comparison: await client.request('comparison', {
        filter: EVERYTHING,
        days: {
          own: { from: '2026-01-01', to: '2026-01-31' },
          other: { from: '2025-01-01', to: '2025-01-31' },
        },
      }),
      figures: await client.request('figures', {}),
    };
    const seqs = Object.values(answers).map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.map(() => server.model.seq));
    expect(server.model.seq).toBeGreaterThan(0);
    client.close();
  });

  it('[HS9] gets a view while hotspots are looked for, and hotspots of the newest request only', async () => {
    // Every step of the search fills a turn.
    let nowMs = 0;
    const turns = {
      now: () => (nowMs += 10),
      nextTurn: (callback: () => void) => setTimeout(callback, 0),
    };
    const { client, clock } = openPage(areaMatches, { turns });
    await clock.advance(1_000);
    const answered: string[] = [];
    const ask = (name: 'view' | 'hotspots', zoom: number) =>
      client
        .request(name, { ...VIEW, camera: { ...VIEW.camera, zoom } })
        .then(() => answered.push(`${name} ${zoom}`))
        .catch((error: Error) => answered.push(`${name} ${zoom}: ${error.message}`));
    await Promise.all([ask('hotspots', 7), ask('hotspots', 6), ask('view', 6)]);
    const moot = `hotspots 7: ${MOOT}`;
    expect(answered).toContain(moot);
    expect(answered.filter((line) => line !== moot)).toEqual(['view 6', 'hotspots 6']);
    client.close();
  });

  it('gets a view before the counts of choices that it asked for first, and those of the newest filter only', async () => {
    let nowMs = 0;
    const turns = {
      now: () => (nowMs += 10),
      nextTurn: (callback: () => void) => setTimeout(callback, 0),
    };
    const { client, clock } = openPage(areaMatches, { turns });
    await clock.advance(1_000);
    const answered: string[] = [];
    const facets = (kinds: Filter['kinds']) =>
      client
        .request('facets', { filter: { ...EVERYTHING, kinds } })
        .then(() => answered.push(`facets ${kinds}`))
        .catch((error: Error) => answered.push(error.message));
    const view = client.request('view', VIEW).then(() => answered.push('view'));
    await Promise.all([facets([]), facets(['seizure']), view]);
    expect(answered).toContain(MOOT);
    expect(answered.filter((line) => line !== MOOT)).toEqual(['view', 'facets seizure']);
    client.close();
  });

  it.each(['view', 'list', 'grid', 'regionTotals', 'histogram', 'facets'] as const)(
    'can take a %s request back before it is begun: nothing is computed for it',
    async (name) => {
      let asked = 0;
      const { client, clock } = openPage((area, code) => {
        asked += 1;
        return areaMatches(area, code);
      });
      await clock.advance(1_000);
      const filter = { ...EVERYTHING, regions: ['BE'] };
      const body = { ...VIEW, ...FIRST_FIVE, filter, unit: 'day' as const };
      const controller = new AbortController();
      const answer = client.request(name, body, { signal: controller.signal });
      controller.abort();
      await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
      await client.request('figures', {});
      expect(asked).toBe(0);
      await client.request(name, body);
      expect(asked).toBeGreaterThan(0);
      client.close();
    },
  );

  it('rejects what is still open when it is closed', async () => {
    const { client } = openPage();
    const answer = client.request('view', VIEW);
    client.close();
    await expect(answer).rejects.toThrow('closed');
  });

  it('rejects what it is asked after it was closed', async () => {
    const { client } = openPage();
    client.close();
    await expect(client.request('view', VIEW)).rejects.toThrow('closed');
  });
});

describe('a view with a text', () => {
  const SEARCH: ViewRequest = { ...VIEW, filter: { ...EVERYTHING, text: 'haven' } };

  async function openSearch() {
    const page = openPage();
    page.server.model.commit(80);
    page.server.rebuild();
    const rids = Array.from({ length: 40 }, (_, index) => 2 * index);
    page.server.found.set('haven', rids);
    let told = 0;
    page.client.onEvent((event) => {
      told += Number(event.type === 'changed');
    });
    await page.clock.advance(1_000);
    const asked = () => page.server.log.filter((entry) => entry === '/api/v1/search').length;
    return { ...page, asked, told: () => told };
  }

  it('is searched for in the scope of the view, and in each scope anew', async () => {
    const { client, clock, server } = await openSearch();
    const inScope = (scope: 'real' | 'simulated') =>
      client.request('view', { ...SEARCH, filter: { ...SEARCH.filter, scope } });
    await inScope('real');
    await inScope('simulated');
    await clock.advance(0);
    expect(server.askedScopes).toEqual(['real', 'simulated']);
    await inScope('real');
    await clock.advance(0);
    expect(server.askedScopes).toHaveLength(2);
    client.close();
  });

  it('shows what was shown before until the search has answered, and then what it found', async () => {
    const { client, clock, told } = await openSearch();
    const all = await client.request('view', VIEW);
    expect(all).toMatchObject({ text: null });
    const before = told();
    const first = await client.request('view', SEARCH);
    expect(first.text).toEqual({ state: 'asking', seq: null, truncated: false });
    expect(first.totals).toEqual(all.totals);
    await clock.advance(10);
    expect(told()).toBeGreaterThan(before);
    const found = await client.request('view', SEARCH);
    expect(found.text).toMatchObject({ state: 'ready', seq: found.seq });
    expect(found.totals.count).toBeGreaterThan(0);
    expect(found.totals.count).toBeLessThan(all.totals.count);
    client.close();
  });

  it('keeps the records of the text before while the next is asked about', async () => {
    const { client, clock, server } = await openSearch();
    await client.request('view', SEARCH);
    await clock.advance(10);
    const found = await client.request('view', SEARCH);
    const other = { ...VIEW, filter: { ...EVERYTHING, text: 'nothing' } };
    const asking = await client.request('view', other);
    expect(asking.text?.state).toBe('asking');
    expect(asking.totals).toEqual(found.totals);
    await clock.advance(10);
    expect(await client.request('view', other)).toMatchObject({
      text: { state: 'ready', seq: server.model.seq },
      totals: { count: 0 },
    });
    client.close();
  });

  it('asks again when records change, every few seconds at most, and says what its answer is true for', async () => {
    const { client, clock, server, asked } = await openSearch();
    await client.request('view', SEARCH);
    await clock.advance(10);
    const { seq } = await client.request('view', SEARCH);
    for (let change = 0; change < 20; change += 1) {
      server.commit(1);
      await clock.advance(100);
      const view = await client.request('view', SEARCH);
      expect(view).toMatchObject({ seq: server.model.seq, text: { state: 'ready', seq } });
    }
    expect(asked()).toBe(1);
    await clock.advance(SEARCH_INTERVAL_MS);
    expect(asked()).toBe(2);
    expect((await client.request('view', SEARCH)).text?.seq).toBe(server.model.seq);
    await clock.advance(10 * SEARCH_INTERVAL_MS);
    expect(asked()).toBe(2);
    client.close();
  });

  it('says that the search does not answer, asks again, and keeps what it knew', async () => {
    const { client, clock, server } = await openSearch();
    await client.request('view', SEARCH);
    await clock.advance(10);
    const found = await client.request('view', SEARCH);
    const { getJson } = server.http;
    server.http.getJson = async (path) =>
      path.startsWith('/api/v1/search') ? { status: 503, body: null } : getJson(path);
    server.commit(1);
    await clock.advance(SEARCH_INTERVAL_MS);
    await client.request('view', SEARCH);
    await clock.advance(SEARCH_INTERVAL_MS);
    const failed = await client.request('view', SEARCH);
    expect(failed.text).toEqual({ state: 'failed', seq: found.seq, truncated: false });
    server.http.getJson = getJson;
    await clock.advance(SEARCH_RETRY_MS);
    expect((await client.request('view', SEARCH)).text).toMatchObject({
      state: 'ready',
      seq: server.model.seq,
    });
    client.close();
  });

  it('[AC3] forgets what was found when access ends', async () => {
    const { client, clock, server } = await openSearch();
    await client.request('view', SEARCH);
    await clock.advance(10);
    expect((await client.request('view', SEARCH)).text?.state).toBe('ready');
    server.isPrivate = true;
    server.tellReset('access ended');
    await clock.advance(5_000);
    expect(await client.request('view', SEARCH)).toMatchObject({
      text: { state: 'asking', seq: null },
      totals: { count: 0 },
    });
    client.close();
  });

  it('forgets what was found in a past that a restore ended', async () => {
    const { client, clock, server, asked } = await openSearch();
    await client.request('view', SEARCH);
    await clock.advance(10);
    server.restore();
    await clock.advance(5_000);
    const asking = await client.request('view', SEARCH);
    expect(asking.text).toMatchObject({ state: 'asking', seq: null });
    await clock.advance(SEARCH_INTERVAL_MS);
    expect((await client.request('view', SEARCH)).text?.state).toBe('ready');
    expect(asked()).toBe(2);
    client.close();
  });
});
