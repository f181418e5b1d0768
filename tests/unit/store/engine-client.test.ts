import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import type { EngineEvent, FromEngine, ViewRequest } from '@/lib/protocol/engine-requests';
import { createEngineClient, type EngineClient } from '@/lib/store/engine-client';
import { EngineHost, MOOT } from '@/lib/store/engine-host';
import { FakeClock, FakeServer } from './support/fake-server';
import { areaMatches, seededRandom } from './support/random-rows';

const VIEW: ViewRequest = {
  filter: EVERYTHING,
  camera: { center: [4.2, 51.3], zoom: 8 },
  width: 1440,
  height: 900,
};

/** A page and a worker that speak by structured clones, without a thread. */
function openPage(): { client: EngineClient; server: FakeServer; clock: FakeClock } {
  const random = seededRandom(3);
  const clock = new FakeClock();
  const server = new FakeServer(clock, random);
  server.model.commit(30);
  server.rebuild();
  let toPage: (event: MessageEvent<FromEngine>) => void = () => undefined;
  const host = new EngineHost({
    post: (message) => toPage({ data: structuredClone(message) } as MessageEvent<FromEngine>),
    regions: { areaMatches },
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
