import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { io } from 'socket.io-client';
import { expect, it } from 'vitest';
import { ACCESS_CODE } from '@/lib/protocol/socket-events';
import { openLiveFeed } from '@/lib/server/live-feed';
import type { Services } from '@/lib/server/services';

/** The code with which a private installation refuses who shows something, and how many guesses that was. */
async function refusalOf(identify: () => Promise<unknown>) {
  const guesses: string[] = [];
  const never = () => () => undefined;
  const services = {
    settings: {
      SOCKETS_PER_ADDRESS: 10,
      ACCESS: 'private',
      TRUST_PROXY: 'no',
      ALLOWED_ORIGINS: [],
    },
    gate: { identify: async () => null, onEnd: never },
    screenGate: { identify },
    limits: { write: async (caller: string) => void guesses.push(caller) },
    tail: { onBatch: never, onNewEpoch: never, isCurrent: false },
  } as unknown as Services;
  const httpServer = createServer();
  const feed = openLiveFeed(httpServer, services);
  await new Promise<void>((resolve) => httpServer.listen(0, '127.0.0.1', resolve));
  const { port } = httpServer.address() as AddressInfo;
  const socket = io(`http://127.0.0.1:${port}/live`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: { authorization: 'Bearer x' },
  });
  const error = await new Promise<Error & { data?: { code?: string } }>((resolve) => {
    socket.on('connect_error', resolve);
  });
  socket.close();
  await feed.close();
  return { code: error.data?.code, guesses };
}

it('[AC1] refuses access to who is none, and only asks to try again while nobody can look', async () => {
  expect(await refusalOf(async () => ({ type: 'none' }))).toEqual({
    code: ACCESS_CODE,
    guesses: ['denied 127.0.0.1'],
  });
  expect(await refusalOf(() => Promise.reject(new Error('Connection terminated')))).toEqual({
    code: undefined,
    guesses: [],
  });
});
