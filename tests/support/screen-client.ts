import { io, type Socket } from 'socket.io-client';
import {
  type Acknowledgement,
  type Registration,
  SCREEN_COOKIE,
  type ScreenOrders,
  type ScreenStatus,
  type ScreenWelcome,
} from '@/lib/protocol/screens';
import { type Answer, call } from './api-client';
import type { SpawnedServer } from './spawn-server';
import { until } from './until';

type Target = Pick<SpawnedServer, 'baseUrl' | 'token'>;
const SCREENS = '/api/v1/screens';
const PATIENCE_MS = 5_000;

/** A post without the admin token. */
export function post(
  server: Target,
  path: string,
  body: unknown = {},
  headers: Record<string, string> = {},
): Promise<Answer> {
  return call(server, 'POST', path, body, { authorization: '', ...headers });
}

export const cookieOf = (credential: string) => ({ cookie: `${SCREEN_COOKIE}=${credential}` });

/** The credential that an answer gives, or null. */
export function givenCredential({ headers }: Pick<Answer, 'headers'>): string | null {
  return new RegExp(`${SCREEN_COOKIE}=([^;]+)`).exec(headers.get('set-cookie') ?? '')?.[1] ?? null;
}

export interface RegisteredScreen {
  id: string;
  number: number;
  credential: string;
}

/** Registers a screen as a page and an administrator do. */
export async function registerScreen(
  server: Target,
  name: string,
  headers: Record<string, string> = {},
): Promise<RegisteredScreen> {
  const registration: Registration = (await post(server, `${SCREENS}/registrations`, {}, headers))
    .body;
  const confirmation = { code: registration.code, name, place: 'newsroom' };
  const confirmed = await call(server, 'POST', `${SCREENS}/confirmations`, confirmation);
  if (confirmed.status !== 201) throw new Error(`not confirmed: ${JSON.stringify(confirmed.body)}`);
  const { secret } = registration;
  const polled = await post(server, `${SCREENS}/registrations/poll`, { secret }, headers);
  const credential = givenCredential(polled);
  if (!credential) throw new Error(`no credential: ${JSON.stringify(polled.body)}`);
  return { id: confirmed.body.id, number: confirmed.body.number, credential };
}

/** A live connection as a screen. */
export class ScreenSocket {
  readonly socket: Socket;
  readonly orders: ScreenOrders[] = [];
  readonly revocations: { reason: string }[] = [];

  constructor(baseUrl: string, credential: string | null) {
    this.socket = io(`${baseUrl}/live`, {
      transports: ['websocket'],
      reconnection: false,
      forceNew: true,
      extraHeaders: credential ? cookieOf(credential) : {},
    });
    this.socket.on('screenOrders', (orders: ScreenOrders) => this.orders.push(orders));
    this.socket.on('screenRevoked', (message) => this.revocations.push(message));
  }

  static async join(
    baseUrl: string,
    credential: string | null,
  ): Promise<{ client: ScreenSocket; welcome: ScreenWelcome }> {
    const client = new ScreenSocket(baseUrl, credential);
    const welcome: ScreenWelcome = await client.say('screenJoin', {});
    if ('orders' in welcome) client.orders.push(welcome.orders);
    return { client, welcome };
  }

  say<T>(event: string, body: unknown): Promise<T> {
    return this.socket.timeout(PATIENCE_MS).emitWithAck(event, body);
  }

  get newest(): ScreenOrders {
    const orders = this.orders.at(-1);
    if (!orders) throw new Error('no orders came');
    return orders;
  }

  acknowledge(list: Acknowledgement[]): Promise<unknown> {
    return this.say('screenAcknowledge', list);
  }

  /** Waits until orders have come of which this holds. */
  until(what: string, test: (orders: ScreenOrders) => boolean, patienceMs = 1_000): Promise<true> {
    return until(what, () => this.orders.length > 0 && test(this.newest), patienceMs);
  }

  close(): void {
    this.socket.close();
  }
}

export const EXAMPLE_STATUS: ScreenStatus = {
  width: 1920,
  height: 1080,
  devicePixelRatio: 1,
  build: 'example',
  seq: 1,
  isDigestOk: true,
  heapBytes: 1_000_000,
  frameMs: { median: 16.7, worst: 30 },
  lastError: null,
  scene: 'one',
  sceneStartedAt: '2026-01-01T00:00:00.000Z',
  revision: 1,
};

/** Two scenes that are always open. */
export const EXAMPLE_PLAYLIST = {
  name: 'Example',
  scenes: [
    { id: 'one', name: 'One', view: '', layout: 'map', seconds: 600 },
    { id: 'two', name: 'Two', view: 'k=shooting', layout: 'map', seconds: 600 },
  ],
};
