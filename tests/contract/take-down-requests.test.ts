import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';

const INCIDENTS = '/api/v1/incidents';

let server: OpenServer;
let id: string;
beforeAll(async () => {
  server = await openServer({ isEmpty: true });
  id = (await call(server, 'POST', INCIDENTS, exampleIncident())).body.id;
});
afterAll(() => server.stop());

describe('a request to take down', () => {
  it.each([
    ['retract', {}, 'reason'],
    ['retract', { reason: 'plain' }, 'reason'],
    ['erase', {}, 'reason'],
    ['erase', { reason: '' }, 'reason'],
    ['withdraw', { reason: 7 }, 'reason'],
    ['erase', { reason: 'x', content: 'y' }, 'content'],
  ])('%s with %j is refused, and names the field', async (verb, body, field) => {
    const path = `${INCIDENTS}/${id}/${verb}`;
    const answer = await call(server, 'POST', path, body);
    expect(answer.status).toBe(422);
    expect(answer.body.errors.map((fault: { field: string }) => fault.field)).toContain(field);
  });

  it('needs the token, the current revision and a record', async () => {
    const path = `${INCIDENTS}/${id}/erase`;
    const body = { reason: 'A reason' };
    const anonymous = await call(server, 'POST', path, body, { authorization: '' });
    expect(anonymous.status).toBe(401);
    expect((await call(server, 'POST', path, body, { 'if-match': '"99999"' })).status).toBe(412);
    const never = `${INCIDENTS}/00000000-0000-4000-8000-000000000000/erase`;
    expect((await call(server, 'POST', never, body)).status).toBe(404);
  });

  it('[AO1] a past that cannot be had is refused in words', async () => {
    const { epoch, seq } = (await call(server, 'GET', '/api/v1/digest')).body;
    const status = async (query: string) =>
      (await fetch(`${server.baseUrl}${INCIDENTS}?asOf=${query}`)).status;
    expect(await status(`${epoch}:${seq}`)).toBe(200);
    expect(await status(`${epoch}:${seq + 1000}`)).toBe(400);
    expect(await status(`another-epoch:1`)).toBe(404);
    for (const wrong of ['1', `${epoch}`, `${epoch}:-1`, `${epoch}:99999999999`, ':1'])
      expect(await status(encodeURIComponent(wrong))).toBe(400);
    const wayBack = `${server.baseUrl}/api/v1/as-of?epoch=${epoch}`;
    expect((await fetch(`${wayBack}&seq=${seq}&at=0`)).status).toBe(400);
    expect((await fetch(`${wayBack}&seq=1`)).status).toBe(400);
  });
});
