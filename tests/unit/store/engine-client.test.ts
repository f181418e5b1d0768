import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import type { EngineEvent, FromEngine, ViewRequest } from '@/lib/protocol/engine-requests';
import { createEngineClient, type EngineClient } from '@/lib/store/engine-client';
import { EngineHost, type EngineHostOptions, MOOT } from '@/lib/store/engine-host';
import { FakeClock, FakeServer } from './support/fake-server';
import { areaMatches, seededRandom } from './support/random-rows';

const VIEW: ViewRequest = {
  filter: EVERYTHING,
  camera: { center: [4.2, 51.3], zoom: 8 },
  width: 1440,
  height: 900,
};

/** A page and a worker that speak by structured clones, without a thread. */
function openPage(options: Pick<EngineHostOptions, 'turns'> = {}): {
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
    regions: { areaMatches },
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
    'http://server',
  );
  return { client, server, clock };
}

describe('the engine’s client', () => {
  it('gets views that are true for the feed’s head', async () => {
    const { client, server, clock } = openPage();
    await clock.advance(1_000);
    const view = await client.request('view', VIEW);
    expect({ seq: view.seq, digest: view.digest }).toEqual({
      seq: server.model.seq,
      digest: server.model.digestAt(server.model.seq),
    });
    const list = await client.request('list', { ...VIEW, offset: 0, limit: 5 });
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

  it('[HS9] gets a view while hotspots are looked for, and hotspots of the newest request only', async () => {
    // Every step of the search fills a turn.
    let nowMs = 0;
    const turns = {
      now: () => (nowMs += 10),
      nextTurn: (callback: () => void) => setTimeout(callback, 0),
    };
    const { client, clock } = openPage({ turns });
    await clock.advance(1_000);
    const answered: string[] = [];
    const ask = (name: 'view' | 'hotspots', zoom: number) =>
      client
        .request(name, { ...VIEW, camera: { ...VIEW.camera, zoom } })
        .then(() => answered.push(`${name} ${zoom}`))
        .catch((error: Error) => answered.push(`${name} ${zoom}: ${error.message}`));
    await Promise.all([ask('hotspots', 7), ask('hotspots', 6), ask('view', 6)]);
    expect(answered).toEqual([`hotspots 7: ${MOOT}`, 'view 6', 'hotspots 6']);
    client.close();
  });

  it('can take a request back', async () => {
    const { client } = openPage();
    const controller = new AbortController();
    const answer = client.request('view', VIEW, { signal: controller.signal });
    controller.abort();
    await expect(answer).rejects.toMatchObject({ name: 'AbortError' });
    client.close();
  });

  it('rejects what is still open when it is closed', async () => {
    const { client } = openPage();
    const answer = client.request('view', VIEW);
    client.close();
    await expect(answer).rejects.toThrow('closed');
  });
});
