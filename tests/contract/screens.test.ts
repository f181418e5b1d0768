import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { CODE_ALPHABET } from '@/lib/domain/link-code';
import type {
  CommandFacts,
  CommandRequest,
  Confirmation,
  ScreenChange,
  ScreenFacts,
} from '@/lib/protocol/screens';
import { API_ROUTES } from '@/lib/server/api/api-routes';
import { call } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';
import {
  cookieOf,
  EXAMPLE_PLAYLIST,
  EXAMPLE_STATUS,
  givenCredential,
  post,
  type RegisteredScreen,
  registerScreen,
  ScreenSocket,
} from '../support/screen-client';
import { until } from '../support/until';

const SCREENS = '/api/v1/screens';
const PLAYLISTS = '/api/v1/playlists';
const NOBODY = '00000000-0000-4000-8000-000000000000';

let server: OpenServer;
let callers = 0;
let left: RegisteredScreen;
let right: RegisteredScreen;
let playlist: string;
const open: ScreenSocket[] = [];

/** Another caller, so that limits of one are not those of the next. */
const somebody = () => {
  callers += 1;
  return { 'x-forwarded-for': `192.0.2.${callers}` };
};

beforeAll(async () => {
  server = await openServer({
    isEmpty: true,
    environment: { TRUST_PROXY: 'yes' },
  });
  left = await registerScreen(server, 'Left', somebody());
  right = await registerScreen(server, 'Right', somebody());
  playlist = (await call(server, 'POST', PLAYLISTS, EXAMPLE_PLAYLIST)).body.id;
});
afterEach(() => {
  for (const client of open.splice(0)) client.close();
});
afterAll(() => server.stop());

async function join({ credential }: RegisteredScreen): Promise<ScreenSocket> {
  const { client } = await ScreenSocket.join(server.baseUrl, credential);
  open.push(client);
  return client;
}

async function command(
  screens: CommandRequest['screens'],
  asked: CommandRequest['command'],
): Promise<CommandFacts[]> {
  const body: CommandRequest = { screens, command: asked };
  const answer = await call(server, 'POST', `${SCREENS}/commands`, body);
  expect(answer.status, JSON.stringify(answer.body)).toBe(201);
  return answer.body.commands;
}

const facts = async (id: string): Promise<ScreenFacts> =>
  (await call(server, 'GET', `${SCREENS}/${id}`)).body;
const progress = async (id: number): Promise<CommandFacts> =>
  (await call(server, 'GET', `${SCREENS}/commands?ids=${id}`)).body.commands[0];

describe('[SC1] a screen', () => {
  it('shows a code, waits, and gets its cookie once an administrator has confirmed it', async () => {
    const caller = { ...somebody(), 'x-forwarded-proto': 'https' };
    const { status, body } = await post(server, `${SCREENS}/registrations`, {}, caller);
    expect(status).toBe(201);
    expect(body.code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{6}$`));
    const poll = () =>
      post(server, `${SCREENS}/registrations/poll`, { secret: body.secret }, caller);
    const waiting = await poll();
    expect([waiting.body.state, givenCredential(waiting)]).toEqual(['waiting', null]);
    const typed = `${body.code.slice(0, 3).toUpperCase()}-${body.code.slice(3)}`;
    const confirmation: Confirmation = { code: typed, name: 'Corner', place: 'Second floor' };
    const confirmed = await call(server, 'POST', `${SCREENS}/confirmations`, confirmation);
    expect(confirmed.body).toMatchObject({
      name: 'Corner',
      place: 'Second floor',
      revokedAt: null,
    });
    const again = await call(server, 'POST', `${SCREENS}/confirmations`, confirmation);
    expect([again.status, again.body.errors[0].field]).toEqual([404, 'code']);
    // An answer that is lost is given again, until the screen has used a credential.
    const lost = givenCredential(await poll()) ?? '';
    const polled = await poll();
    expect(polled.headers.get('set-cookie')).toMatch(
      /^havenwacht_screen=hws_[\w-]{43}; Path=\/; Max-Age=\d+; HttpOnly; SameSite=Strict; Secure$/,
    );
    const self = (credential: string) =>
      call(server, 'GET', `${SCREENS}/self`, undefined, {
        authorization: '',
        ...cookieOf(credential),
      });
    expect((await self(lost)).status).toBe(401);
    expect((await self(givenCredential(polled) ?? '')).body.screen.name).toBe('Corner');
    expect((await poll()).status).toBe(410);
    await call(server, 'DELETE', `${SCREENS}/${confirmed.body.id}`);
  });

  it('is no page of another site', async () => {
    const elsewhere = { ...somebody(), origin: 'https://elsewhere.example' };
    const answer = await post(server, `${SCREENS}/registrations`, {}, elsewhere);
    expect(answer.status).toBe(403);
  });

  it('cannot be found by walking codes or secrets, and registers a hundred times an hour at most', async () => {
    const caller = somebody();
    const statuses: number[] = [];
    for (let guess = 0; guess < 25; guess += 1) {
      const body = { code: `22222${CODE_ALPHABET[guess]}`, name: 'x', place: 'x' };
      statuses.push((await call(server, 'POST', `${SCREENS}/confirmations`, body, caller)).status);
    }
    expect(statuses.slice(0, 20)).toEqual(Array(20).fill(404));
    expect(statuses.slice(20)).toEqual(Array(5).fill(429));
    // The right one is not told either.
    const registration = await post(server, `${SCREENS}/registrations`, {}, somebody());
    const right = { code: registration.body.code, name: 'x', place: 'x' };
    const told = await call(server, 'POST', `${SCREENS}/confirmations`, right, caller);
    expect([told.status, Number(told.headers.get('retry-after'))]).toEqual([
      429,
      expect.any(Number),
    ]);
    const guesser = somebody();
    const polls: number[] = [];
    for (let guess = 0; guess < 22; guess += 1) {
      const secret = { secret: `hws_${guess}` };
      polls.push((await post(server, `${SCREENS}/registrations/poll`, secret, guesser)).status);
    }
    expect(polls).toEqual([...Array(20).fill(410), 429, 429]);
    // The secret of a registration that has ended is no guess.
    const ended = { secret: `hws_${'a'.repeat(43)}` };
    expect((await post(server, `${SCREENS}/registrations/poll`, ended, guesser)).status).toBe(410);
    const eager = somebody();
    const made: number[] = [];
    for (let count = 0; count < 101; count += 1)
      made.push((await post(server, `${SCREENS}/registrations`, {}, eager)).status);
    expect(made).toEqual([...Array(100).fill(201), 429]);
  });
});

describe('[SC2] the credential of a screen', () => {
  it('opens nothing that the admin token opens, by cookie or as a bearer token', async () => {
    const desk = API_ROUTES.filter(({ write }) => write);
    expect(desk.length).toBeGreaterThan(20);
    for (const { method, path } of desk) {
      const address = path.replace(/:\w+/g, left.id);
      for (const headers of [
        { authorization: '', ...cookieOf(left.credential) },
        { authorization: `Bearer ${left.credential}` },
      ]) {
        const body = method === 'GET' ? undefined : {};
        const answer = await call(server, method, address, body, { ...somebody(), ...headers });
        expect([method, path, answer.status]).toEqual([method, path, 401]);
      }
    }
  });

  it('is not shown to the desk, nor is any other reader told of screens', async () => {
    const list = await call(server, 'GET', SCREENS);
    expect(JSON.stringify(list.body)).not.toMatch(/hws_|sha256|[0-9a-f]{64}/);
    const stranger = { authorization: '', ...somebody() };
    for (const path of [SCREENS, `${SCREENS}/${left.id}`, `${SCREENS}/commands`, PLAYLISTS])
      expect((await call(server, 'GET', path, undefined, stranger)).status).toBe(401);
    const self = await call(server, 'GET', `${SCREENS}/self`, undefined, stranger);
    expect([self.status, self.body.type]).toEqual([401, 'urn:havenwacht:problem:screen-none']);
  });

  it('is not renewed before it is a day old', async () => {
    const headers = { ...somebody(), ...cookieOf(left.credential) };
    const answer = await post(server, `${SCREENS}/self/renewal`, {}, headers);
    expect(answer.body).toEqual({ isRenewed: false, againInSeconds: 3600 });
    expect(answer.headers.get('set-cookie')).toBeNull();
  });
});

describe('[SC4] commands', () => {
  it('reach two live screens within a second, each with its id, and the desk sees what became of them', async () => {
    const clients = [await join(left), await join(right)];
    const given = await command([left.id, right.id], { type: 'assign', playlist });
    expect(given.map(({ screen, state }) => [screen, state])).toEqual([
      [left.id, 'pending'],
      [right.id, 'pending'],
    ]);
    for (const [index, client] of clients.entries()) {
      await client.until('the playlist', ({ playlist: shown }) => shown?.id === playlist);
      expect(client.newest.playlist?.body).toMatchObject({ name: 'Example', language: 'nl' });
      expect(client.newest.commands.map(({ id }) => id)).toContain(given[index]?.id);
    }
    const [first, second] = given.map(({ id }) => id) as [number, number];
    await clients[0]?.acknowledge([{ id: first, outcome: 'received' }]);
    expect(await progress(first)).toMatchObject({ state: 'received' });
    await clients[0]?.acknowledge([{ id: first, outcome: 'applied' }]);
    await clients[0]?.acknowledge([{ id: first, outcome: 'received' }]);
    expect(await progress(first)).toMatchObject({ state: 'applied', reason: null });
    // Another screen's command is not its own.
    await clients[0]?.acknowledge([{ id: second, outcome: 'applied' }]);
    expect(await progress(second)).toMatchObject({ state: 'pending' });
    await clients[1]?.acknowledge([{ id: second, outcome: 'failed', reason: 'too old a page' }]);
    expect(await progress(second)).toMatchObject({ state: 'failed', reason: 'too old a page' });
  });

  it.each([
    { type: 'jump', scene: 'two' },
    { type: 'next' },
    { type: 'previous' },
    { type: 'pause' },
    { type: 'resume' },
    { type: 'identify', seconds: 5 },
    { type: 'message', text: 'Press conference at noon', minutes: 5 },
    { type: 'clearMessage' },
    { type: 'reload' },
  ] as const)('$type comes to both screens, and to one that was away', async (asked) => {
    await command('all', { type: 'assign', playlist });
    const here = await join(left);
    const given = await command([left.id, right.id], asked);
    const ids = given.map(({ id }) => id);
    await here.until('the command', ({ commands }) => commands.some(({ id }) => ids.includes(id)));
    const away = await join(right);
    expect(away.newest.commands.at(-1)).toMatchObject({ id: ids[1], isReceived: false });
    expect(away.newest.commands.at(-1)?.command).toMatchObject(asked);
    expect(away.newest.steering).toEqual(here.newest.steering);
    expect(away.newest.message).toEqual(here.newest.message);
    await away.acknowledge(away.newest.commands.map(({ id }) => ({ id, outcome: 'applied' })));
    const after = await join(right);
    expect(after.newest.commands).toEqual([]);
  });

  it('[SC5] keep screens of one playlist together, those too that had drifted apart', async () => {
    await command([left.id, right.id], { type: 'assign', playlist });
    await command([left.id], { type: 'jump', scene: 'two' });
    await command([right.id], { type: 'pause' });
    const clients = [await join(left), await join(right)];
    await command([left.id, right.id], { type: 'next' });
    for (const client of clients)
      await client.until('the next scene', ({ steering }) => steering.mode === 'start');
    expect(clients[0]?.newest.steering).toMatchObject({ mode: 'start', scene: 'one' });
    expect(clients[1]?.newest.steering).toEqual(clients[0]?.newest.steering);
  });

  it('[SC4] and a new name are told to a screen that stands', async () => {
    const client = await join(left);
    const change: ScreenChange = { name: 'Left of the door' };
    const renamed = await call(server, 'PATCH', `${SCREENS}/${left.id}`, change);
    expect(renamed.body).toMatchObject({ name: 'Left of the door', place: 'newsroom' });
    await client.until('the name', ({ screen }) => screen.name === 'Left of the door');
    const nobody = await call(server, 'PATCH', `${SCREENS}/${NOBODY}`, change);
    expect(nobody.status).toBe(404);
  });

  it('[SC6] reload is known as received by the page that comes after it', async () => {
    const before = await join(left);
    const [given] = await command([left.id], { type: 'reload' });
    const id = given?.id ?? 0;
    await before.until('the reload', ({ commands }) => commands.some((one) => one.id === id));
    await before.acknowledge([{ id, outcome: 'received' }]);
    before.close();
    const after = await join(left);
    expect(after.newest.commands.find((one) => one.id === id)?.isReceived).toBe(true);
  });

  it('are refused with the screen and the reason where they cannot be done', async () => {
    await command([left.id], { type: 'assign', playlist });
    await command([right.id], { type: 'assign', playlist: null });
    const asked = { screens: [left.id, right.id, NOBODY], command: { type: 'next' } };
    const some = await call(server, 'POST', `${SCREENS}/commands`, asked);
    expect(some.body.commands.map(({ screen }: CommandFacts) => screen)).toEqual([left.id]);
    expect(some.body.refused.map(({ screen }: { screen: string }) => screen)).toEqual([
      right.id,
      NOBODY,
    ]);
    const jump = { screens: [left.id], command: { type: 'jump', scene: 'nowhere' } };
    const none = await call(server, 'POST', `${SCREENS}/commands`, jump);
    expect([none.status, none.body.errors[0].field]).toEqual([422, 'screens']);
    expect(none.body.errors[0].message).toContain('has no scene "nowhere"');
  });
});

describe('[SC9] the status of a screen', () => {
  it('is what the desk reads, with the seconds since its last sign of life', async () => {
    const client = await join(left);
    await client.say('screenStatus', EXAMPLE_STATUS);
    const known = await facts(left.id);
    expect(known.status).toEqual(EXAMPLE_STATUS);
    expect(known.silentSeconds).toBeLessThan(2);
    const fault = await client.say('screenStatus', { ...EXAMPLE_STATUS, text: 'x'.repeat(9_000) });
    expect(fault).toMatchObject({ error: expect.stringContaining('no such field') });
  });

  it('moves no seq', async () => {
    const seq = async () => (await call(server, 'GET', '/api/v1/digest')).body.seq;
    const before = await seq();
    const client = await join(left);
    await client.say('screenStatus', { ...EXAMPLE_STATUS, scene: 'two' });
    expect(await seq()).toBe(before);
  });

  it('[SC10] is taken by HTTP too, as acknowledgements are', async () => {
    const headers = { ...somebody(), ...cookieOf(right.credential) };
    const [given] = await command([right.id], { type: 'identify' });
    const orders = await call(server, 'GET', `${SCREENS}/self`, undefined, {
      authorization: '',
      ...headers,
    });
    expect(orders.body.commands.at(-1)).toMatchObject({ id: given?.id, command: { seconds: 10 } });
    const report = {
      status: EXAMPLE_STATUS,
      acknowledgements: [{ id: given?.id, outcome: 'applied' }],
    };
    expect((await post(server, `${SCREENS}/self/report`, report, headers)).status).toBe(200);
    expect(await progress(given?.id ?? 0)).toMatchObject({ state: 'applied' });
    expect((await facts(right.id)).status).toEqual(EXAMPLE_STATUS);
  });

  it('is taken from nobody who has not joined', async () => {
    const { client, welcome } = await ScreenSocket.join(server.baseUrl, null);
    open.push(client);
    expect(welcome).toMatchObject({ refused: 'none' });
    expect(await client.say('screenStatus', EXAMPLE_STATUS)).toMatchObject({
      error: 'say screenJoin first',
    });
  });
});

describe('[SC8] a revoked screen', () => {
  it('is told at once, is let in no more, and may register anew', async () => {
    const screen = await registerScreen(server, 'To be revoked', somebody());
    const client = await join(screen);
    const revoked = await call(server, 'DELETE', `${SCREENS}/${screen.id}`);
    expect(revoked.body.revokedAt).not.toBeNull();
    await until('it is told', () => client.revocations.length === 1, 1_000);
    expect(await client.say('screenStatus', EXAMPLE_STATUS)).toMatchObject({
      error: 'say screenJoin first',
    });
    const headers = { ...somebody(), ...cookieOf(screen.credential) };
    const renewal = await post(server, `${SCREENS}/self/renewal`, {}, headers);
    expect([renewal.status, renewal.body.type]).toEqual([
      401,
      'urn:havenwacht:problem:screen-revoked',
    ]);
    const { welcome, client: again } = await ScreenSocket.join(server.baseUrl, screen.credential);
    open.push(again);
    expect(welcome).toMatchObject({ refused: 'revoked' });
    const anew = await registerScreen(server, 'Anew', somebody());
    expect(anew.number).toBeGreaterThan(screen.number);
    await call(server, 'DELETE', `${SCREENS}/${anew.id}`);
  });
});

describe('a playlist', () => {
  it.each([
    [{ name: '' }, 'name'],
    [{ name: 'a\u0000b' }, 'name'],
    [{ language: 'de' }, 'language'],
    [{ scenes: [] }, 'scenes'],
    [{ scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], seconds: 1 }] }, 'scenes.0.seconds'],
    [{ scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], layout: 'cinema' }] }, 'scenes.0.layout'],
    [{ scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], id: 'No spaces' }] }, 'scenes.0.id'],
    [{ scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], name: '' }] }, 'scenes.0.name'],
    [{ scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], weekdays: [8] }] }, 'scenes.0.weekdays.0'],
    [
      { scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], hours: { from: '9', to: '10:00' } }] },
      'scenes.0.hours.from',
    ],
    [{ scenes: [{ ...EXAMPLE_PLAYLIST.scenes[0], view: 'k=pigeons' }] }, 'scenes.0.view'],
    [{ scenes: [EXAMPLE_PLAYLIST.scenes[0], EXAMPLE_PLAYLIST.scenes[0]] }, 'scenes.1.id'],
    [{ breaking: [{ kinds: ['fire'] }] }, 'breaking.0.kinds.0'],
    [{ quietHours: { from: '23:00' } }, 'quietHours.to'],
    [{ nightHours: { from: '23:00', to: '24:00' } }, 'nightHours.to'],
    [{ colour: 'red' }, 'colour'],
  ])('that is broken is refused with the field: %j', async (change, field) => {
    const answer = await call(server, 'POST', PLAYLISTS, { ...EXAMPLE_PLAYLIST, ...change });
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((error: { field: string }) => error.field)).toContain(field);
  });

  it('is changed in place of what was read, on the screens that show it too', async () => {
    await command([left.id], { type: 'assign', playlist });
    const client = await join(left);
    const { revision, screens } = (await call(server, 'GET', `${PLAYLISTS}/${playlist}`)).body;
    expect(screens).toContain(left.id);
    const body = { ...EXAMPLE_PLAYLIST, name: 'Changed' };
    const put = () => call(server, 'PUT', `${PLAYLISTS}/${playlist}`, { revision, body });
    expect((await put()).body).toMatchObject({ revision: revision + 1, body: { name: 'Changed' } });
    await client.until('the change', ({ playlist: shown }) => shown?.revision === revision + 1);
    const late = await put();
    expect([late.status, late.body.type]).toEqual([409, 'urn:havenwacht:problem:playlist-changed']);
  });

  it('takes a view of the explorer as its last scene', async () => {
    const scene = { name: 'Antwerpen, été', view: '?k=seizure&utm_source=x' };
    const add = () => call(server, 'POST', `${PLAYLISTS}/${playlist}/scenes`, scene);
    expect((await add()).body.body.scenes.at(-1)).toEqual({
      id: 'antwerpen-ete',
      name: 'Antwerpen, été',
      view: 'k=seizure',
      layout: 'map and ticker',
      seconds: 30,
    });
    expect((await add()).body.body.scenes.at(-1).id).toBe('antwerpen-ete-2');
    const broken = { ...scene, view: 'k=pigeons' };
    const answer = await call(server, 'POST', `${PLAYLISTS}/${playlist}/scenes`, broken);
    expect([answer.status, answer.body.errors[0].field]).toEqual([422, 'view']);
  });

  it('that screens show is not deleted unless it is to be taken off them', async () => {
    const { id } = (await call(server, 'POST', PLAYLISTS, EXAMPLE_PLAYLIST)).body;
    await command([right.id], { type: 'assign', playlist: id });
    const client = await join(right);
    const refused = await call(server, 'DELETE', `${PLAYLISTS}/${id}`);
    expect([refused.status, refused.body.type]).toEqual([
      409,
      'urn:havenwacht:problem:playlist-in-use',
    ]);
    expect(refused.body.detail).toContain('Right');
    expect((await call(server, 'DELETE', `${PLAYLISTS}/${id}?unassign=yes`)).body).toEqual({ id });
    await client.until('it is taken off', ({ playlist: shown }) => shown === null);
    expect((await call(server, 'GET', `${PLAYLISTS}/${id}`)).status).toBe(404);
    const answer = await call(server, 'POST', `${SCREENS}/commands`, {
      screens: [right.id],
      command: { type: 'assign', playlist: id },
    });
    expect(answer.status).toBe(422);
  });
});
