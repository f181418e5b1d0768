import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';

const WRITES_PER_MINUTE = 3;
const ALLOWED = 'https://partner.example';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer({
    isEmpty: true,
    environment: { WRITES_PER_MINUTE: String(WRITES_PER_MINUTE), ALLOWED_ORIGINS: ALLOWED },
  });
});
afterAll(() => server.stop());

/** Whether a handshake on `/live` with these headers ends in a connection. */
function connects(headers: Record<string, string>): Promise<boolean> {
  const socket: Socket = io(`${server.baseUrl}/live`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  return new Promise<boolean>((settle) => {
    socket.on('connect', () => settle(true));
    socket.on('connect_error', () => settle(false));
  }).finally(() => socket.close());
}

describe('[LF1] the socket', () => {
  it("takes a browser of the server's own pages and a program without origin", async () => {
    expect(await connects({})).toBe(true);
    expect(await connects({ origin: server.baseUrl })).toBe(true);
  });

  it('takes an origin that the operator allowed', async () => {
    expect(await connects({ origin: ALLOWED })).toBe(true);
  });

  it.each([
    'https://elsewhere.example',
    'https://partner.example.elsewhere.example',
    'http://127.0.0.1',
    'http://127.0.0.1:1',
    'null',
    'file://',
  ])('refuses the origin %s', async (origin) => {
    expect(await connects({ origin })).toBe(false);
  });

  it('speaks WebSocket only', async () => {
    const answer = await fetch(`${server.baseUrl}/socket.io/?EIO=4&transport=polling`);
    expect(answer.status).toBe(400);
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
    expect(answer.headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin');
    expect(answer.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(answer.headers.get('cache-control')).toBe('no-store');
  });
});

describe('writes', () => {
  it('are refused with 429 and a time to wait after so many in a minute, while reads go on', async () => {
    const write = () => call(server, 'POST', '/api/v1/incidents', exampleIncident());
    for (let count = 0; count < WRITES_PER_MINUTE; count += 1) {
      expect((await write()).status).toBe(201);
    }
    const refused = await write();
    expect(refused.status).toBe(429);
    expect(refused.headers.get('content-type')).toBe('application/problem+json');
    const seconds = Number(refused.headers.get('retry-after'));
    expect(seconds).toBeGreaterThan(0);
    expect(seconds).toBeLessThanOrEqual(60);
    expect((await call(server, 'GET', '/api/v1/incidents?limit=1')).status).toBe(200);
  });

  it('are counted apart for callers without the token, so that they cannot lock the desk out', async () => {
    const guess = () =>
      call(server, 'POST', '/api/v1/incidents', {}, { authorization: 'Bearer guess' });
    const statuses = [];
    for (let count = 0; count < WRITES_PER_MINUTE + 1; count += 1)
      statuses.push((await guess()).status);
    expect(statuses).toEqual([401, 401, 401, 429]);
  });
});

it('a read that is refused for its number may be read by pages of any origin, with its time to wait', async () => {
  const slow = await openServer({ isEmpty: true, environment: { READS_PER_MINUTE: '2' } });
  try {
    const read = () => fetch(`${slow.baseUrl}/api/v1/digest`);
    const statuses: number[] = [];
    for (let answer = await read(); ; answer = await read()) {
      statuses.push(answer.status);
      if (answer.status === 200) continue;
      expect(answer.headers.get('access-control-allow-origin')).toBe('*');
      expect(answer.headers.get('access-control-expose-headers')).toContain('retry-after');
      break;
    }
    expect(statuses).toEqual([200, 200, 429]);
  } finally {
    await slow.stop();
  }
});
