import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CODE_ALPHABET, CODE_LENGTH } from '@/lib/domain/link-code';
import { call } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';

const LINKS = '/api/v1/links';

let server: OpenServer;
let callers = 0;
beforeAll(async () => {
  server = await openServer({ isEmpty: true, environment: { TRUST_PROXY: 'yes' } });
});
afterAll(() => server.stop());

/** Another reader, so that limits of one are not those of the next. */
const somebody = () => {
  callers += 1;
  return { 'x-forwarded-for': `192.0.2.${callers}` };
};
const make = (body: unknown, headers = somebody()) => call(server, 'POST', LINKS, body, headers);
const open = (path: string, headers: Record<string, string> = somebody(), method = 'GET') =>
  fetch(server.baseUrl + path, { method, headers, redirect: 'manual' });

describe('a short link', () => {
  it('is made by anybody, and leads to the view as the page would write it', async () => {
    const { status, body } = await make({ state: '?c=4.4,51.20000000,9&k=seizure&utm_source=x' });
    expect(status).toBe(201);
    expect(body).toEqual({
      code: body.code,
      path: `/s/${body.code}`,
      state: 'k=seizure&c=4.4,51.2,9',
      title: null,
      note: null,
    });
    expect(body.code).toMatch(new RegExp(`^[${CODE_ALPHABET}]{${CODE_LENGTH}}$`));
    const answer = await open(body.path, { ...somebody(), 'accept-language': 'fr-BE' });
    expect(answer.status).toBe(302);
    expect(answer.headers.get('location')).toBe('/fr?k=seizure&c=4.4,51.2,9');
    expect(answer.headers.get('cache-control')).toBe('no-store');
    const head = await open(`/nl/s/${body.code}`, somebody(), 'HEAD');
    expect([head.status, head.headers.get('location')]).toEqual([
      302,
      '/nl?k=seizure&c=4.4,51.2,9',
    ]);
  });

  it('has one code for the same state, title and note, and another for another note', async () => {
    const asked = { state: 'k=shooting', title: ' Night ', note: 'Read <b>this</b>' };
    const first = await make(asked);
    const again = await make({ ...asked, state: 'k=shooting&fbclid=1', title: 'Night' });
    expect([first.status, again.status, again.body]).toEqual([201, 200, first.body]);
    const other = await make({ ...asked, note: null });
    expect(other.body.code).not.toBe(first.body.code);
    const opened = await open(first.body.path);
    expect(opened.headers.get('location')).toBe(`/en?k=shooting&link=${first.body.code}`);
    const told = await call(server, 'GET', `${LINKS}/${first.body.code}`, undefined, somebody());
    expect(told.body).toMatchObject({ title: 'Night', note: 'Read <b>this</b>' });
  });

  it.each([
    'https://elsewhere.example/',
    '//elsewhere.example',
    '/\\elsewhere.example',
    'k=seizure&next=https://elsewhere.example',
    'k=seizure\r\nlocation: https://elsewhere.example',
    'asOf=https://elsewhere.example',
    'link=https://elsewhere.example',
  ])('cannot be made of %j, which is no view', async (state) => {
    const { status, body } = await make({ state });
    expect([status, body.errors[0].field]).toEqual([422, 'state']);
  });

  it.each([
    { state: 'k=seizure', title: 'x'.repeat(121) },
    { state: 'k=seizure', note: 'x'.repeat(601) },
    { state: 'k=seizure', note: 'a\u0000b' },
    { state: 'k=seizure', title: 'a\u202eb' },
    { state: 'k=seizure', target: 'https://elsewhere.example' },
    { state: `q=${'x'.repeat(9_000)}` },
  ])('takes no words that are too long or no plain text', async (body) => {
    expect((await make(body)).status).toBe(422);
  });

  it('says 404 for a code that never was, and 410 at once for one that the newsroom has ended', async () => {
    expect((await open('/s/nosuchlink22')).status).toBe(404);
    expect((await open('/s/..%2f..%2fetc')).status).toBe(404);
    const { body } = await make({ state: 'k=incident', title: 'To be ended' });
    const end = await call(server, 'DELETE', `${LINKS}/${body.code}`);
    expect([end.status, typeof end.body.revokedAt]).toEqual([200, 'string']);
    const told = await call(server, 'GET', `${LINKS}/${body.code}`, undefined, somebody());
    expect(told.status).toBe(410);
    expect((await open(body.path)).headers.get('location')).toBeNull();
  });

  it('has a new code where the same is shared again after its end, and the old one stays ended', async () => {
    const asked = { state: 'k=incident.seizure', title: 'Shared again' };
    const first = await make(asked);
    await call(server, 'DELETE', `${LINKS}/${first.body.code}`);
    const [second, other] = await Promise.all([make(asked), make(asked)]);
    expect(second.body.code).not.toBe(first.body.code);
    expect(other.body).toEqual(second.body);
    expect([second.status, other.status].sort()).toEqual([200, 201]);
    expect((await make(asked)).body).toEqual(second.body);
    const opened = await open(second.body.path);
    expect([opened.status, opened.headers.get('location')]).toEqual([
      302,
      `/en?k=seizure.incident&link=${second.body.code}`,
    ]);
    expect((await open(first.body.path)).headers.get('location')).toBeNull();
    const told = await call(server, 'GET', `${LINKS}/${first.body.code}`, undefined, somebody());
    expect(told.status).toBe(410);
    await call(server, 'DELETE', `${LINKS}/${second.body.code}`);
    const third = await make(asked);
    expect(third.status).toBe(201);
    expect(new Set([first, second, third].map(({ body }) => body.code)).size).toBe(3);
    const { body } = await call(server, 'GET', `${LINKS}?limit=3`);
    const ends = body.links.map(({ revokedAt }: { revokedAt: string | null }) => revokedAt);
    expect(ends.map((end: string | null) => end === null)).toEqual([true, false, false]);
  });

  it('is listed and ended with the admin token only', async () => {
    const without = { authorization: '', ...somebody() };
    expect((await call(server, 'GET', LINKS, undefined, without)).status).toBe(401);
    const { body } = await make({ state: 'k=shooting.seizure' });
    const end = await call(server, 'DELETE', `${LINKS}/${body.code}`, undefined, without);
    expect(end.status).toBe(401);
    const codes: string[] = [];
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page: { body: { links: { code: string }[]; next: string | null } } = await call(
        server,
        'GET',
        `${LINKS}?limit=2${cursor ? `&cursor=${cursor}` : ''}`,
      );
      codes.push(...page.body.links.map(({ code }) => code));
      cursor = page.body.next;
    }
    expect(codes).toContain(body.code);
    expect(new Set(codes).size).toBe(codes.length);
  });
});

describe('limits of short links', () => {
  it('let one caller make ten in a minute, and others go on', async () => {
    const one = somebody();
    const statuses = [];
    for (let year = 1980; year < 1992; year += 1) {
      statuses.push((await make({ state: `from=${year}-01-01` }, one)).status);
    }
    expect(statuses).toEqual([...Array(10).fill(201), 429, 429]);
    expect((await make({ state: 'from=1995-01-01' })).status).toBe(201);
  });

  it('stop a caller who tries codes, also at a code that is one, and others go on', async () => {
    const { body } = await make({ state: 'from=1996-01-01' });
    const walker = somebody();
    const tries = await Promise.all(
      Array.from({ length: 120 }, (_, index) =>
        open(index % 2 ? '/s/nosuchlink22' : '/api/v1/links/nosuchlink22', walker),
      ),
    );
    const statuses = tries.map(({ status }) => status).sort();
    expect(statuses).toEqual([...Array(30).fill(404), ...Array(90).fill(429)]);
    const refused = await open(body.path, walker);
    expect(refused.status).toBe(429);
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(60);
    expect((await open(body.path)).status).toBe(302);
  });
});
