import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anyCharacter } from '../support/any-character';
import { call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';

let server: OpenServer;
beforeAll(async () => {
  server = await openServer();
});
afterAll(() => server.stop());

async function search(query: string) {
  const answer = await fetch(`${server.baseUrl}/api/v1/search?${query}`);
  return { status: answer.status, headers: answer.headers, body: await answer.json() };
}

describe('GET /api/v1/search', () => {
  it('gives rids with the epoch and seq they are true for, until the record is withdrawn', async () => {
    const title = { nl: 'Voorbeeld: schoten aan de Zeebonkkaai' };
    const written = await call(server, 'POST', '/api/v1/incidents', exampleIncident({ title }));
    const { epoch } = (await call(server, 'GET', '/api/v1/digest')).body;
    const { rid, seq, id } = written.body;
    for (const q of ['zeebonkkaai', 'ZEEBONKKAAI Anderlecht', 'zeebonkaai', 'zeebonk']) {
      const found = await search(`q=${encodeURIComponent(q)}`);
      expect(found.body).toEqual({ epoch, seq, scope: 'real', rids: [rid], truncated: false });
      expect(found.headers.get('access-control-allow-origin')).toBe('*');
    }
    await call(server, 'DELETE', `/api/v1/incidents/${id}`);
    expect((await search('q=zeebonkkaai')).body).toMatchObject({ seq: seq + 1, rids: [] });
  });

  it('finds in a past state what it found then, and files of it have these', async () => {
    const title = { nl: 'Voorbeeld: schoten aan de Bremkaai' };
    const input = exampleIncident({ title });
    const { body } = await call(server, 'POST', '/api/v1/incidents', input);
    const { epoch, rid, seq, id } = { ...(await search('q=x')).body, ...body };
    const path = `/api/v1/incidents/${id}`;
    const renamed = { title: { nl: 'Voorbeeld: schoten aan de Wilgkaai' } };
    const changed = await call(server, 'PATCH', path, renamed);
    expect(changed.status).toBe(200);
    const asOf = `asOf=${epoch}:${seq}`;
    expect((await search('q=bremkaai')).body.rids).toEqual([]);
    const then = { epoch, seq, scope: 'real', rids: [rid], truncated: false };
    for (const q of ['bremkaai', 'bremk', 'bremkai', 'bremkaai anderlecht']) {
      expect((await search(`q=${q}&${asOf}`)).body).toEqual(then);
    }
    expect((await search(`q=wilgkaai&${asOf}`)).body.rids).toEqual([]);
    const file = await fetch(`${server.baseUrl}/api/v1/selection.geojson?q=bremk&${asOf}`);
    expect(file.status).toBe(200);
    const { features } = (await file.json()) as { features: { id: string }[] };
    expect(features.map((feature) => feature.id)).toEqual([id]);
    const csv = await fetch(`${server.baseUrl}/api/v1/selection.csv?q=bremk&${asOf}`);
    expect(await csv.text()).toContain('Bremkaai');
    const beside = /<([^>]+)>; rel="describedby"/.exec(csv.headers.get('link') ?? '')?.[1] ?? '';
    const stateOf = (address: string) => new URL(address, server.baseUrl).searchParams.get('asOf');
    expect(stateOf(beside)).toBe(`${epoch}:${seq}`);
    const told = (await (await fetch(new URL(beside, server.baseUrl))).json()) as { url: string };
    expect(stateOf(told.url)).toBe(`${epoch}:${seq}`);
    expect(await (await fetch(new URL(told.url, server.baseUrl))).text()).toContain('Bremkaai');
    expect((await search(`q=bremk&asOf=another:${seq}`)).status).toBe(404);
    await call(server, 'DELETE', path);
    expect((await search(`q=bremkaai&${asOf}`)).body.rids).toEqual([]);
  });

  it('finds the sourced records of a place by its name in another language', async () => {
    const [dutch, french] = await Promise.all([search('q=antwerpen'), search('q=anvers')]);
    expect(dutch.body.rids.length).toBeGreaterThan(50);
    expect(french.body.rids.length).toBeGreaterThan(50);
    const few = await search('q=antwerpen&limit=3');
    expect(few.body.rids).toEqual(dutch.body.rids.slice(0, 3));
    expect(few.body.truncated).toBe(true);
  });

  it.each([
    ['', 'q'],
    ['q=', 'q'],
    ['q=%25_%27--', 'q'],
    [`q=${'a'.repeat(201)}`, 'q'],
    ['q=a+b+c+d+e+f+g+h+i', 'q'],
    ['q=a&limit=0', 'limit'],
    ['q=a&limit=10001', 'limit'],
    ['q=a&other=1', 'other'],
    ['q=a&scope=all', 'scope'],
    ['q=a&asOf=now', 'asOf'],
    ['q=%00', 'q'],
  ])('refuses ?%s and names the field', async (query, field) => {
    const { status, body } = await search(query);
    expect(status).toBe(400);
    expect(body.errors[0].field === field || body.errors[0].message.includes(field)).toBe(true);
  });

  it('answers any question with 200 or a named field', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: anyCharacter, maxLength: 220 }), async (q) => {
        const { status, body } = await search(new URLSearchParams({ q }).toString());
        expect([200, 400]).toContain(status);
        if (status === 400) expect(body.errors[0].field).toBe('q');
        else expect(body.rids.length).toBeLessThanOrEqual(1_000);
      }),
      { numRuns: 100 },
    );
  });
});
