import { describe, expect, it } from 'vitest';
import type { EngineEvent } from '@/lib/protocol/engine-requests';
import type { OpenCommand, ScreenOrders, ScreenSaid, ScreenTold } from '@/lib/protocol/screens';
import type { FeedLink } from '@/lib/store/feed-link';
import { createScreenClient } from '@/lib/store/screen-client';
import { ScreenFollower } from '@/lib/store/screen-follower';
import { EXAMPLE_STATUS } from '../../support/screen-client';
import { FakeClock } from './support/fake-server';

const ORDERS: ScreenOrders = {
  screen: { id: '00000000-0000-4000-8000-000000000001', number: 1, name: 'Wall', place: 'Desk' },
  revision: 3,
  serverTime: '2026-01-01T00:00:00.000Z',
  playlist: null,
  steering: { mode: 'follow' },
  message: null,
  commands: [],
};

/** A follower with what it said and was told; HTTP answers as `answers` says. */
function follow(answers: { status: number; body: unknown } = { status: 200, body: ORDERS }) {
  const clock = new FakeClock();
  const told: ScreenTold[] = [];
  const said: { event: string; body: unknown; answer: (payload: unknown) => void }[] = [];
  const asked: { path: string; body?: unknown }[] = [];
  const http = {
    getJson: async (path: string) => {
      asked.push({ path });
      return answers;
    },
    getBytes: async () => ({ status: 404, bytes: new Uint8Array() }),
    postJson: async (path: string, body: unknown) => {
      asked.push({ path, body });
      return { status: 200, body: { isTaken: true } };
    },
  };
  const link: FeedLink = {
    hello: () => {},
    catchUp: () => {},
    close: () => {},
    screen: (event, body, answer) => void said.push({ event, body, answer }),
  };
  const reopened: number[] = [];
  const follower = new ScreenFollower(
    { http, clock },
    (one) => told.push(one),
    () => reopened.push(clock.now()),
  );
  const joined = () => {
    follower.said({ type: 'join' });
    follower.linked(link);
    said.at(-1)?.answer({ orders: ORDERS });
  };
  const events = () => said.map(({ event }) => event);
  return { clock, told, said, asked, link, follower, joined, events, reopened };
}

describe('the engine of a registered screen', () => {
  it('[SC3] joins each connection, and says nothing on a page that is no screen', () => {
    const { follower, link, events, told, said } = follow();
    follower.linked(link);
    expect(events()).toEqual([]);
    follower.said({ type: 'join' });
    said.at(-1)?.answer({ orders: ORDERS });
    follower.linked(null);
    follower.linked(link);
    expect(events()).toEqual(['screenJoin', 'screenJoin']);
    said.at(-1)?.answer({ orders: { ...ORDERS, revision: 4 } });
    expect(told.map((one) => one.type === 'orders' && one.orders.revision)).toEqual([3, 4]);
  });

  it('[SC4] ignores orders that are no newer than those it has', () => {
    const { follower, told, joined } = follow();
    joined();
    follower.ordered({ ...ORDERS, revision: 2 });
    follower.ordered({ ...ORDERS, revision: 3 });
    follower.ordered({ ...ORDERS, revision: 'x' });
    follower.ordered({ ...ORDERS, revision: 4 });
    expect(told.map((one) => one.type === 'orders' && one.orders.revision)).toEqual([3, 4]);
  });

  it('[SC4] takes what a join answers as what stands, also where a restored backup has taken the revision back', () => {
    const { follower, told, joined, said, link } = follow();
    joined();
    follower.linked(null);
    follower.linked(link);
    said.at(-1)?.answer({ orders: { ...ORDERS, revision: 1 } });
    follower.ordered({ ...ORDERS, revision: 2 });
    expect(told.map((one) => one.type === 'orders' && one.orders.revision)).toEqual([3, 1, 2]);
  });

  it('[SC6] says an acknowledgement at once, again without an answer, on the next connection, and no more when it is taken', async () => {
    const { follower, said, joined, clock, link } = follow();
    joined();
    follower.said({ type: 'acknowledge', acknowledgements: [{ id: 7, outcome: 'applied' }] });
    const acknowledgements = () => said.filter(({ event }) => event === 'screenAcknowledge');
    expect(acknowledgements().map(({ body }) => body)).toEqual([[{ id: 7, outcome: 'applied' }]]);
    await clock.advance(4_000);
    expect(acknowledgements()).toHaveLength(1);
    await clock.advance(2_000);
    expect(acknowledgements()).toHaveLength(2);
    follower.linked(null);
    follower.linked(link);
    said.at(-1)?.answer({ orders: ORDERS });
    expect(acknowledgements()).toHaveLength(3);
    acknowledgements().at(-1)?.answer({ isTaken: true });
    await clock.advance(20_000);
    expect(acknowledgements()).toHaveLength(3);
  });

  it('[SC9] says its status every 15 s, and a change of scene within a second', async () => {
    const { follower, said, joined, clock } = follow();
    joined();
    const statuses = () => said.filter(({ event }) => event === 'screenStatus').length;
    follower.said({ type: 'status', status: EXAMPLE_STATUS });
    expect(statuses()).toBe(1);
    for (let second = 0; second < 14; second += 1) {
      await clock.advance(1_000);
      follower.said({ type: 'status', status: { ...EXAMPLE_STATUS, heapBytes: second } });
    }
    expect(statuses()).toBe(1);
    await clock.advance(1_000);
    expect(statuses()).toBe(2);
    follower.said({ type: 'status', status: { ...EXAMPLE_STATUS, scene: 'two' } });
    follower.said({ type: 'status', status: { ...EXAMPLE_STATUS, scene: 'three' } });
    await clock.advance(1_000);
    expect(statuses()).toBe(3);
  });

  it('[SC10] asks by HTTP where no connection comes, and reports there', async () => {
    const { follower, told, asked, clock } = follow();
    follower.said({ type: 'join' });
    follower.said({ type: 'status', status: EXAMPLE_STATUS });
    await clock.advance(4_000);
    expect(asked).toEqual([]);
    await clock.advance(1_000);
    expect(told).toEqual([{ type: 'orders', orders: ORDERS }]);
    expect(asked.map(({ path }) => path)).toEqual([
      '/api/v1/screens/self',
      '/api/v1/screens/self/report',
    ]);
    expect(asked[1]?.body).toEqual({ status: EXAMPLE_STATUS, acknowledgements: [] });
  });

  it('[SC10] asks by HTTP also while connections fail one after the other, and takes the revision that stands', async () => {
    const answers = { status: 200, body: ORDERS };
    const { follower, told, asked, clock } = follow(answers);
    follower.said({ type: 'join' });
    for (let second = 0; second < 8; second += 1) {
      await clock.advance(1_000);
      follower.linked(null);
    }
    expect(asked.length).toBeGreaterThan(0);
    answers.body = { ...ORDERS, revision: 1 };
    await clock.advance(4_000);
    expect(told.map((one) => one.type === 'orders' && one.orders.revision)).toEqual([3, 1]);
  });

  it('[SC2] asks by the cookie of now before it says that it is none, and opens a connection that is older anew', async () => {
    const answers: { status: number; body: unknown } = { status: 200, body: ORDERS };
    const { follower, told, said, clock, link, reopened } = follow(answers);
    const none = { refused: 'none', reason: 'Not known' };
    follower.linked(link);
    follower.said({ type: 'join' });
    said.at(-1)?.answer(none);
    await clock.advance(0);
    expect([told, reopened]).toEqual([[], [0]]);
    answers.status = 503;
    said.at(-1)?.answer(none);
    await clock.advance(0);
    expect([told, reopened]).toEqual([[], [0]]);
    answers.status = 401;
    answers.body = { type: 'urn:havenwacht:problem:screen-none' };
    said.at(-1)?.answer(none);
    await clock.advance(0);
    expect(told).toEqual([{ type: 'refused', refusal: none }]);
    // Whoever has registered anew since says join again.
    follower.said({ type: 'join' });
    expect(reopened).toEqual([0, 0]);
  });

  it('[SC8] says why it is none, and asks no more', async () => {
    const body = { type: 'urn:havenwacht:problem:screen-revoked', title: 'Revoked' };
    const { follower, told, asked, clock } = follow({ status: 401, body });
    follower.said({ type: 'join' });
    await clock.advance(5_000);
    expect(told).toEqual([{ type: 'refused', refusal: { refused: 'revoked', reason: 'Revoked' } }]);
    await clock.advance(60_000);
    expect(asked).toHaveLength(1);
  });

  it('[SC8] is told of its end on the connection', () => {
    const { follower, told, joined } = follow();
    joined();
    follower.revoked();
    expect(told.at(-1)).toMatchObject({ type: 'refused', refusal: { refused: 'revoked' } });
  });
});

describe('the page of a registered screen', () => {
  it('[SC3] joins, gets the newest orders whenever it listens, and hears why it is none', () => {
    const said: ScreenSaid[] = [];
    let tell: (event: EngineEvent) => void = () => {};
    const client = createScreenClient({
      screen: (one) => void said.push(one),
      onEvent: (listener) => {
        tell = listener;
        return () => {};
      },
    });
    const reload: OpenCommand = { id: 1, command: { type: 'reload' }, isReceived: false };
    const orders = { ...ORDERS, commands: [reload] };
    tell({ type: 'screen', told: { type: 'orders', orders } });
    const heard: unknown[] = [];
    client.onOrders((one) => heard.push(one));
    client.onRefused((one) => heard.push(one));
    client.acknowledge([{ id: 1, outcome: 'received' }]);
    client.reportStatus(EXAMPLE_STATUS);
    const refusal = { refused: 'none', reason: 'example' } as const;
    tell({ type: 'screen', told: { type: 'refused', refusal } });
    expect(heard).toEqual([orders, refusal]);
    expect(said.map(({ type }) => type)).toEqual(['join', 'acknowledge', 'status']);
  });
});
