import { EventEmitter } from 'node:events';
import { describe, expect, it } from 'vitest';
import type { LiveSocket } from '@/lib/server/live-feed';
import type { Presented } from '@/lib/server/screens/screen-gate';
import type { ScreenListener } from '@/lib/server/screens/screen-hub';
import { serveScreen } from '@/lib/server/screens/screen-socket';
import type { Services } from '@/lib/server/services';

const SCREEN = {
  id: 'one',
  number: 1,
  name: 'Wall',
  place: 'Desk',
  revision: 3,
  steering: { mode: 'follow' },
  message: null,
};

/** A connection of a screen, with those who follow its orders. */
function connect(identify: () => Promise<Presented>) {
  const followers = new Set<ScreenListener>();
  let isCut = false;
  const socket = Object.assign(new EventEmitter(), {
    handshake: { headers: {} },
    data: { reader: { tokenId: null } },
    disconnected: false,
    disconnect: () => {
      isCut = true;
    },
  });
  const rows = () =>
    Object.assign(Promise.resolve([{ screen: SCREEN, playlist: null }]), {
      orderBy: () => ({ limit: async () => [] }),
    });
  const from = { leftJoin: () => ({ where: rows }), where: rows };
  const services = {
    screenGate: { identify },
    database: { orm: { select: () => ({ from: () => from }) } },
    now: () => new Date(),
    screens: {
      heard: () => undefined,
      follow: (_id: string, _revision: number, listener: ScreenListener) => {
        followers.add(listener);
        return () => followers.delete(listener);
      },
    },
  } as unknown as Services;
  serveScreen(socket as unknown as LiveSocket, services, {
    answer: async (_schema, payload, reply, work) =>
      (reply as (value: unknown) => void)(await work(payload as never)),
    endAccess: () => undefined,
    caller: 'one',
  });
  const join = () => new Promise((resolve) => socket.emit('screenJoin', {}, resolve));
  return { followers, socket, join, isCut: () => isCut };
}

const screen: Presented = { type: 'screen', id: 'one' };

describe('the connection of a screen', () => {
  it('[SC3] follows its orders once, however many joins were under way at once', async () => {
    const { followers, socket, join } = connect(async () => screen);
    await Promise.all([join(), join(), join()]);
    expect(followers.size).toBe(1);
    socket.emit('disconnect');
    expect(followers.size).toBe(0);
  });

  it('[SC2] stays the screen that it was found to be once its credential was renewed', async () => {
    const answers: Presented[] = [screen];
    const { join } = connect(async () => answers.shift() ?? { type: 'none' });
    expect(await join()).toMatchObject({ orders: { revision: 3 } });
    expect(await join()).toMatchObject({ orders: { revision: 3 } });
  });

  it('[SC3] is cut where a restored backup does not know its screen, so that it comes again and hears so', async () => {
    const { followers, join, isCut } = connect(async () => screen);
    await join();
    for (const { gone } of followers) gone();
    expect(isCut()).toBe(true);
  });

  it('[SC2] is told to wait where too many credentials were tried, not that it is none', async () => {
    const allowance = { allowed: false, retryAfterSeconds: 9 } as const;
    const { join } = connect(async () => ({ type: 'tooMany', allowance }));
    expect(await join()).toHaveProperty('error');
  });
});
