import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IncidentBody } from '@/lib/domain/incident';
import { call, exampleIncident } from '../support/api-client';
import { type OpenServer, openServer } from '../support/open-server';

const INCIDENTS = '/api/v1/incidents';
const STREET = 'Example Street 12, third floor';
const LNG = 4.3517777;
const LAT = 50.8466666;

let server: OpenServer;
beforeAll(async () => {
  server = await openServer({ isEmpty: true });
});
afterAll(async () => {
  await server.stop();
});

async function record(change: Partial<IncidentBody> = {}) {
  const body = exampleIncident({ point: [LNG, LAT], placePrecision: 'exact', ...change });
  const answer = await call(server, 'POST', INCIDENTS, body);
  expect(answer.status).toBe(201);
  return answer.body;
}

async function patch(id: string, change: object) {
  const answer = await call(server, 'PATCH', `${INCIDENTS}/${id}`, change);
  expect(answer.status).toBe(200);
  return answer.body;
}

/** What any reader is answered, without a token. */
async function read(path: string): Promise<string> {
  return (await fetch(server.baseUrl + path)).text();
}

async function shown(id: string) {
  return JSON.parse(await read(`${INCIDENTS}/${id}`)).properties;
}

describe('a sensitivity that is raised after publication', () => {
  it.each([['minor'], ['private home']] as const)(
    'takes the exact place out of every earlier answer: %s',
    async (sensitivity) => {
      const created = await record({ placeName: { en: STREET } });
      const paths = [
        `${INCIDENTS}/${created.id}`,
        `${INCIDENTS}/${created.id}/versions`,
        `/api/v1/texts?v=${created.rid}.${created.seq}`,
      ];
      for (const path of paths) expect(await read(path)).toContain(STREET);
      const { partitions } = JSON.parse(await read('/api/v1/snapshot'));
      await patch(created.id, { sensitivity: [sensitivity] });
      for (const path of paths) {
        const answer = await read(path);
        for (const secret of [STREET, '4.35177', '50.84666']) expect(answer).not.toContain(secret);
      }
      const { url } = partitions.find(({ year }: { year: number }) => year === 2026);
      expect((await fetch(new URL(url, server.baseUrl))).status).toBe(410);
    },
  );
});

describe('a public correction', () => {
  const correction = { en: 'Corrected.' };
  const namesOf = async (id: string) =>
    (await shown(id)).corrections.map(({ fields }: { fields: string[] }) => fields);

  it('names no private field, whether the desk sends the text or the whole list', async () => {
    const { id } = await record();
    const change = { sensitivity: ['minor'], notes: 'For the desk.', status: 'published' };
    await patch(id, { ...change, killed: { best: 1 }, correction });
    expect(await namesOf(id)).toEqual([['killed']]);
    const at = '2026-01-03T10:00:00Z';
    await patch(id, { corrections: [{ text: correction, at, fields: ['notes', 'killed'] }] });
    expect(await namesOf(id)).toEqual([['killed']]);
  });

  it('names the point where readers saw it move, and not where its move stays hidden', async () => {
    const { id } = await record();
    await patch(id, { point: [4.36, 50.85], correction });
    expect(await namesOf(id)).toEqual([['point']]);
    const hidden = await record({ sensitivity: ['minor'] });
    const change = { point: [4.36, 50.85], placeName: { en: STREET }, killed: { best: 1 } };
    await patch(hidden.id, { ...change, correction });
    expect(await namesOf(hidden.id)).toEqual([['killed']]);
  });
});

describe('a retracted record', () => {
  it('keeps its Brussels day, and neither the minute nor who had confirmed it', async () => {
    const { id } = await record({ announcedAt: '2026-01-03T07:30:00Z' });
    await patch(id, { status: 'retracted', retractionReason: { en: 'It did not happen.' } });
    expect(await shown(id)).toMatchObject({
      occurredFrom: '2026-01-01T23:00:00.000Z',
      occurredTo: '2026-01-02T22:59:59.000Z',
      timePrecision: 'day',
      announcedAt: null,
      verification: 'unverified',
    });
  });
});
