import { io, type Socket } from 'socket.io-client';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { API_ROUTES } from '@/lib/server/api/api-routes';
import { READ_COOKIE } from '@/lib/server/read-gate';
import { createReader } from '@/lib/store/reader-client';
import { call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';
import { cookieOf, registerScreen } from '../support/screen-client';
import { until } from '../support/until';

const UNKNOWN = `hwr_${'A'.repeat(43)}`;
const LATEST_MS = 1_000;
const SECRET_WORD = 'Zeebonkstraat';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer({
    isEmpty: true,
    environment: { ACCESS: 'private', LOG_LEVEL: 'debug' },
  });
  const title = { en: `Example: shots fired, ${SECRET_WORD}` };
  expect((await call(server, 'POST', '/api/v1/incidents', exampleIncident({ title }))).status).toBe(
    201,
  );
});
afterAll(() => server.stop());

interface Given {
  id: string;
  token: string;
  link: string;
}

async function giveToken(name = 'example reader'): Promise<Given> {
  const answer = await call(server, 'POST', '/api/v1/read-tokens', { name });
  expect(answer.status).toBe(201);
  return answer.body;
}

function get(
  path: string,
  headers: Record<string, string> = {},
  method = 'GET',
): Promise<Response> {
  return fetch(server.baseUrl + path, { method, headers, redirect: 'manual' });
}

/** An address of every route, as a stranger would ask for it. */
const addresses = API_ROUTES.map(({ method, path, open }) => ({
  method,
  path: path.replace(/:\w+/g, '00000000-0000-4000-8000-000000000000').replace('*', 'a/1/2026/b'),
  open: open === true,
}));
const FURTHER_EXITS = [
  '/',
  '/nl',
  '/en/about',
  '/nl/incident/00000000-0000-4000-8000-000000000000',
  '/fr/region/BE-BRU',
  '/s/nosuchlink22',
  '/nl/s/nosuchlink22',
  '/robots.txt',
  '/sitemap.xml',
  '/feed.xml',
  '/basemap/basemap-manifest.json',
  '/basemap/streets.pmtiles',
  '/_next/data/build/nl.json',
  '/_next/image?url=/icon.svg&w=16&q=1',
  '/_next/static/../../api/v1/digest',
  '/%5Fnext/static/x',
  '/api/v1/unknown',
  '//api/v1/digest',
  '/API/v1/digest',
];

function connect(headers: Record<string, string>, namespace = '/live'): Promise<Socket | Error> {
  const socket = io(`${server.baseUrl}${namespace}`, {
    transports: ['websocket'],
    reconnection: false,
    forceNew: true,
    extraHeaders: headers,
  });
  return new Promise((settle) => {
    socket.on('connect', () => settle(socket));
    socket.on('connect_error', settle);
  });
}

describe('[AC1] a private installation, to a stranger', () => {
  it('tells no number of its operation through a proxy, whatever token for reading comes along', async () => {
    const { token } = await giveToken();
    for (const headers of [{}, { authorization: `Bearer ${token}` }]) {
      const answer = await get('/metrics', { 'x-forwarded-for': '203.0.113.7', ...headers });
      expect(answer.status).toBe(403);
      expect(await answer.text()).not.toContain('havenwacht_');
    }
    expect(await (await get('/metrics')).text()).toContain('havenwacht_');
  });

  it('leaves those routes of the API open that tell their status only, or look at a credential of their own', async () => {
    expect(addresses.filter(({ open }) => open).map(({ path }) => path)).toEqual([
      '/api/v1/health',
      '/api/v1/screens/registrations',
      '/api/v1/screens/registrations/poll',
      '/api/v1/screens/self',
      '/api/v1/screens/self/report',
      '/api/v1/screens/self/renewal',
    ]);
    for (const [path, method] of [
      ['self', 'GET'],
      ['self/report', 'POST'],
      ['self/renewal', 'POST'],
    ] as const) {
      const headers = method === 'POST' ? { 'content-type': 'application/json' } : undefined;
      expect((await get(`/api/v1/screens/${path}`, headers, method)).status).toBe(401);
    }
    for (const path of ['/api/v1/health', '/health']) {
      expect(await (await get(path)).json()).toEqual({ status: 'ok' });
    }
  });

  it.each(addresses.filter(({ open }) => !open))(
    'refuses $method $path',
    async ({ method, path }) => {
      const answer = await get(path, {}, method);
      expect(answer.status).toBe(401);
      expect(answer.headers.get('cache-control')).toBe('private, no-store');
      expect(await answer.text()).not.toContain(SECRET_WORD);
    },
  );

  it.each(FURTHER_EXITS)('refuses %s', async (path) => {
    for (const method of ['GET', 'HEAD']) {
      expect((await get(path, {}, method)).status, method).toBe(401);
    }
  });

  it.each([
    { authorization: `Bearer ${UNKNOWN}` },
    { authorization: 'Bearer' },
    { authorization: `Basic ${btoa(`admin:${UNKNOWN}`)}` },
    { cookie: `${READ_COOKIE}=${UNKNOWN}` },
    { cookie: `${READ_COOKIE}=` },
    { 'x-middleware-subrequest': 'middleware:middleware:middleware' },
    { 'x-forwarded-for': '127.0.0.1', 'x-original-url': '/api/v1/health' },
  ])('refuses what is no token: %j', async (headers) => {
    expect((await get('/api/v1/snapshot', headers as Record<string, string>)).status).toBe(401);
  });

  it.each(['/live', '/'])('refuses the socket on %s and says why', async (namespace) => {
    for (const headers of [{}, { authorization: `Bearer ${UNKNOWN}` }]) {
      const refused = await connect(headers as Record<string, string>, namespace);
      expect(refused).toBeInstanceOf(Error);
      expect((refused as Error & { data: unknown }).data).toEqual({ code: 'access' });
    }
  });
});

describe('[AC1] a private installation, to a reader', () => {
  it('opens every exit to a token in a header or a cookie, and to the admin', async () => {
    const { token } = await giveToken();
    const ways = [
      { authorization: `Bearer ${token}` },
      { cookie: `other=1; ${READ_COOKIE}=${token}` },
      { authorization: `Bearer ${server.token}` },
    ];
    for (const headers of ways) {
      for (const path of [
        '/api/v1/snapshot',
        '/api/v1/incidents',
        '/api/v1/figures',
        '/api/v1/digest',
      ]) {
        expect((await get(path, headers as Record<string, string>)).status, path).toBe(200);
      }
      const socket = await connect(headers as Record<string, string>);
      expect(socket).not.toBeInstanceOf(Error);
      (socket as Socket).close();
    }
    expect(
      await (await get('/api/v1/health', ways[0] as Record<string, string>)).json(),
    ).toMatchObject({ mode: 'real' });
  });

  it('[AC4] marks every answer as private, allows no other origin, and keeps addresses to itself', async () => {
    const { token } = await giveToken();
    const headers = { authorization: `Bearer ${token}`, origin: 'https://elsewhere.example' };
    const manifest = await (await get('/api/v1/snapshot', headers)).json();
    const partition = manifest.partitions[0].url as string;
    for (const { path } of addresses.filter(({ method }) => method === 'GET')) {
      await expectPrivate(await get(path, headers));
    }
    await expectPrivate(await get('/basemap/basemap-manifest.json', headers));
    await expectPrivate(await get('/api/v1/incidents?limit=0', headers));
    await expectPrivate(await get('/api/v1/digest', headers, 'OPTIONS'));
    await expectPrivate(await get('/socket.io/?EIO=4&transport=polling', headers));
    const kept = await get(partition, headers);
    await expectPrivate(kept);
    expect(kept.headers.get('cache-control')).toBe('private, no-cache');
    const again = await get(partition, {
      ...headers,
      'if-none-match': kept.headers.get('etag') ?? '',
    });
    expect(again.status).toBe(304);
    await expectPrivate(again);
  });

  it('writes nothing by a read token', async () => {
    const { token } = await giveToken();
    const answer = await call({ ...server, token }, 'POST', '/api/v1/incidents', exampleIncident());
    expect(answer.status).toBe(401);
    expect((await call({ ...server, token }, 'GET', '/api/v1/read-tokens')).status).toBe(401);
  });
});

async function expectPrivate(answer: Response): Promise<void> {
  expect(answer.headers.get('cache-control'), answer.url).toMatch(/^private, no-(store|cache)$/);
  expect(answer.headers.get('access-control-allow-origin'), answer.url).toBeNull();
  expect(answer.headers.get('referrer-policy'), answer.url).toBe('no-referrer');
  expect(answer.headers.get('x-robots-tag'), answer.url).toMatch(/noindex/);
}

describe('a short link of a private installation', () => {
  const make = (headers: Record<string, string>) =>
    fetch(`${server.baseUrl}/api/v1/links`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ state: 'k=shooting', title: SECRET_WORD, note: null }),
    });

  it('is made and followed by readers, and by nobody else', async () => {
    const { id, token } = await giveToken();
    const reader = { cookie: `${READ_COOKIE}=${token}` };
    expect((await make({})).status).toBe(401);
    const made = await make(reader);
    expect(made.status).toBe(201);
    await expectPrivate(made);
    const { code, path } = (await made.json()) as { code: string; path: string };
    const opened = await get(path, { ...reader, 'accept-language': 'nl' });
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/nl?k=shooting&link=${code}`,
    ]);
    await expectPrivate(opened);
    const told = await get(`/api/v1/links/${code}`, reader);
    expect(((await told.json()) as { title: string }).title).toBe(SECRET_WORD);

    // A stranger learns neither whether there is one, nor where it leads, nor what it is called.
    const closed = ['', '/nl', '/fr'].map((language) => language + path);
    for (const address of [...closed, `/api/v1/links/${code}`]) {
      const [refused, unknown] = [
        await get(address),
        await get(address.replace(code, 'nosuchlink22')),
      ];
      expect([refused.status, unknown.status], address).toEqual([401, 401]);
      expect(refused.headers.get('location')).toBeNull();
      const words = await refused.text();
      expect(words).not.toMatch(new RegExp(`${SECRET_WORD}|k=shooting`));
      expect(words.replaceAll(code, '')).toBe(
        (await unknown.text()).replaceAll('nosuchlink22', ''),
      );
    }
    await call(server, 'DELETE', `/api/v1/read-tokens/${id}`);
    await until('the reader is let go', async () => (await get(path, reader)).status === 401);
    expect((await make(reader)).status).toBe(401);
  });

  it('shows no stranger a picture, and what leads to a frame is refused there too', async () => {
    const { token } = await giveToken();
    for (const path of [
      '/preview.png?k=shooting',
      '/en/embed?k=shooting',
      '/oembed?url=x',
      '/embed?k=shooting',
    ]) {
      const answer = await get(path);
      expect(answer.status, path).toBe(401);
      await expectPrivate(answer);
      expect((await get(path, { authorization: `Bearer ${token}` })).status, path).not.toBe(401);
    }
  });
});

describe('a link with a token', () => {
  it('keeps the token in a cookie that no script reads, and leads to the address without it', async () => {
    const { token, link } = await giveToken();
    expect(link).toBe(`/?token=${token}`);
    const answer = await get(`/nl?kind=shooting&token=${token}`);
    expect(answer.status).toBe(303);
    expect(answer.headers.get('location')).toBe('/nl?kind=shooting');
    expect(answer.headers.get('referrer-policy')).toBe('no-referrer');
    expect(answer.headers.get('cache-control')).toBe('private, no-store');
    const cookie = answer.headers.get('set-cookie') ?? '';
    expect(cookie).toMatch(/; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Lax$/);
    expect((await get('/api/v1/digest', { cookie: cookie.split(';')[0] ?? '' })).status).toBe(200);
  });

  it.each([
    '//elsewhere.example',
    '///elsewhere.example/x',
    '/%5Celsewhere.example',
    '/\\elsewhere.example',
  ])('never leads to another host: %s', async (path) => {
    const { token } = await giveToken();
    const answer = await get(`${path}?token=${token}`);
    const location = answer.headers.get('location') ?? '';
    expect(answer.status).toBe(303);
    expect(new URL(location, server.baseUrl).host).toBe(new URL(server.baseUrl).host);
  });

  it('is taken from a form too, and refused where it is none', async () => {
    const { token } = await giveToken();
    const post = (body: string) =>
      fetch(`${server.baseUrl}/fr?p=1`, {
        method: 'POST',
        redirect: 'manual',
        headers: { 'content-type': 'application/x-www-form-urlencoded' },
        body,
      });
    const right = await post(`token=%20${token}%20`);
    expect([right.status, right.headers.get('location')]).toEqual([303, '/fr?p=1']);
    for (const body of [`token=${UNKNOWN}`, 'token=', 'other=1', 'x'.repeat(5_000)]) {
      expect([401, 413]).toContain((await post(body)).status);
    }
  });

  it('is never in the log', async () => {
    const { token } = await giveToken();
    await get(`/nl?token=${token}`);
    await get(`/nl?token=${UNKNOWN}`);
    await get(`/api/v1/incidents?token=${token}`, { authorization: `Bearer ${token}` });
    expect(server.output()).not.toContain(token);
    expect(server.output()).not.toContain(UNKNOWN);
  });
});

describe('read tokens', () => {
  it('are listed without themselves, with the minute of their last use', async () => {
    const { id, token } = await giveToken('wall, newsroom');
    await get('/api/v1/digest', { authorization: `Bearer ${token}` });
    const facts = await until('the use is noted', async () => {
      const { body } = await call(server, 'GET', '/api/v1/read-tokens');
      expect(JSON.stringify(body)).not.toContain(token);
      return body.tokens.find(
        (one: Given & { lastUsedAt: string }) => one.id === id && one.lastUsedAt,
      );
    });
    expect(Object.keys(facts).sort()).toEqual([
      'createdAt',
      'id',
      'lastUsedAt',
      'name',
      'revokedAt',
    ]);
    expect(facts).toMatchObject({ name: 'wall, newsroom', revokedAt: null });
  });

  it('are not made from nonsense', async () => {
    for (const body of [
      {},
      { name: '' },
      { name: 'x'.repeat(101) },
      { name: 'a\u0007' },
      { name: 'a', extra: 1 },
    ]) {
      expect((await call(server, 'POST', '/api/v1/read-tokens', body)).status).toBe(422);
    }
    expect((await call(server, 'DELETE', '/api/v1/read-tokens/none')).status).toBe(404);
  });

  it('[AC2] end within a second when they are revoked, on open sockets too', async () => {
    const { id, token } = await giveToken();
    const other = await giveToken();
    const headers = { authorization: `Bearer ${token}` };
    const socket = (await connect(headers)) as Socket;
    const bystander = (await connect({ authorization: `Bearer ${other.token}` })) as Socket;
    let reason = '';
    socket.on('reset', (message: { reason: string }) => {
      reason = message.reason;
    });
    const revoked = await call(server, 'DELETE', `/api/v1/read-tokens/${id}`);
    expect(revoked.body.revokedAt).not.toBeNull();
    await until('the socket is ended', () => !socket.connected, LATEST_MS);
    expect(reason).toMatch(/access ended/);
    expect((await get('/api/v1/digest', headers)).status).toBe(401);
    expect(bystander.connected).toBe(true);
    bystander.close();
  });

  it('[AC3] leave a reader that has forgotten and says so', async () => {
    const { id, token } = await giveToken();
    const headers = { authorization: `Bearer ${token}` };
    const reader = createReader({ baseUrl: server.baseUrl, headers });
    try {
      await until('the reader is live', () => reader.status().connection === 'live');
      expect(reader.rows().length).toBeGreaterThan(0);
      await call(server, 'DELETE', `/api/v1/read-tokens/${id}`);
      await until('the reader knows', () => reader.status().connection === 'access ended', 3_000);
      expect(reader.rows()).toEqual([]);
    } finally {
      reader.close();
    }
  });
});

it('asks whoever shows too many wrong tokens to wait, and lets the right one pass', async () => {
  const guesses = 3;
  const slow = await openServer({
    isEmpty: true,
    environment: { ACCESS: 'private', WRITES_PER_MINUTE: String(guesses) },
  });
  try {
    const statusOf = async (token: string) =>
      (
        await fetch(`${slow.baseUrl}/api/v1/digest`, {
          headers: { authorization: `Bearer ${token}` },
        })
      ).status;
    const answers: number[] = [];
    for (let guess = 0; guess <= guesses; guess += 1) answers.push(await statusOf(UNKNOWN));
    expect(answers).toEqual([401, 401, 401, 429]);
    expect(await statusOf(slow.token)).toBe(200);
  } finally {
    await slow.stop();
  }
});

describe('[SC2] a registered screen of a private installation', () => {
  it('reads what a read token reads, by HTTP and live, and nothing a second after it was revoked', async () => {
    const { id, credential } = await registerScreen(server, 'Wall');
    const cookie = cookieOf(credential);
    expect((await get('/api/v1/incidents', cookie)).status).toBe(200);
    const write = await get('/api/v1/incidents', cookie, 'POST');
    expect(write.status).toBe(401);
    expect((await get('/api/v1/links', cookie, 'POST')).status).toBe(403);
    const socket = await connect(cookie);
    if (socket instanceof Error) throw socket;
    const resets: { reason: string }[] = [];
    socket.on('reset', (message) => resets.push(message));
    await call(server, 'DELETE', `/api/v1/screens/${id}`);
    await until('it is let go', () => socket.disconnected, LATEST_MS);
    expect(resets.map(({ reason }) => reason)).toEqual(['access ended: this screen was revoked']);
    expect((await get('/api/v1/incidents', cookie)).status).toBe(401);
    expect(await connect(cookie)).toBeInstanceOf(Error);
  });
});
