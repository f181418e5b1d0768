import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type OpenServer, openServer } from '../support/open-server';

const INCIDENTS = '/api/v1/incidents';
const SIMULATED = 40;

let demo: OpenServer;
beforeAll(async () => {
  demo = await openServer({ mode: 'demo', arguments: ['--incidents', `${SIMULATED}`, '--still'] });
});
afterAll(() => demo.stop());

const get = async (path: string) => {
  const answer = await fetch(demo.baseUrl + path);
  return { status: answer.status, body: await answer.json() };
};

interface Feature {
  id: string;
  properties: { rid: number; origin: string };
}

const originsOf = (features: Feature[]) =>
  [...new Set(features.map(({ properties }) => properties.origin))].sort();

describe('in a demo, where sourced records lie beside simulated ones', () => {
  it('a list that says no origin has the simulated ones only, and says so', async () => {
    const { body } = await get(`${INCIDENTS}?limit=1000`);
    expect(body).toMatchObject({
      scope: 'simulated',
      numberMatched: SIMULATED,
      numberReturned: SIMULATED,
      imprint: { simulated: true },
    });
    expect(originsOf(body.features)).toEqual(['simulated']);
  });

  it('an origin picks the others, which are not called simulated', async () => {
    const { body } = await get(`${INCIDENTS}?origin=sourced,recorded&limit=1000`);
    expect(body).toMatchObject({ scope: 'real', imprint: { simulated: false } });
    expect(body.numberMatched).toBeGreaterThan(500);
    expect(originsOf(body.features)).toEqual(['sourced']);
    const { id } = body.features[0];
    for (const path of [`${INCIDENTS}/${id}`, `${INCIDENTS}/${id}/versions`]) {
      expect((await get(path)).body.imprint.simulated).toBe(false);
    }
  });

  it('a list that would mix both is refused, and so is one as of a past state', async () => {
    const { epoch, seq } = (await get('/api/v1/digest')).body;
    for (const past of ['', `&asOf=${epoch}:${seq}`]) {
      const { status, body } = await get(`${INCIDENTS}?origin=simulated,sourced${past}`);
      expect(status).toBe(400);
      expect(body.errors[0].field).toBe('origin');
    }
    const { body } = await get(`${INCIDENTS}?asOf=${epoch}:${seq}`);
    expect(body).toMatchObject({ scope: 'simulated', numberMatched: SIMULATED });
  });

  it('a search finds in one scope, its own or the one that it is asked for', async () => {
    const rids = async (query: string) => {
      const { body } = await get(`${INCIDENTS}?limit=1000${query}`);
      return new Set(body.features.map(({ properties }: Feature) => properties.rid));
    };
    const [simulated, sourced] = [await rids(''), await rids('&origin=sourced')];
    for (const [query, scope, allowed] of [
      ['', 'simulated', simulated],
      ['&scope=simulated', 'simulated', simulated],
      ['&scope=real', 'real', sourced],
    ] as const) {
      const { body } = await get(`/api/v1/search?q=antwerp${query}`);
      expect(body.scope).toBe(scope);
      expect(body.rids.length).toBeGreaterThan(0);
      for (const rid of body.rids) expect(allowed.has(rid)).toBe(true);
    }
  });

  it('figures and regions, which are real, are not called simulated; one simulated record is', async () => {
    for (const path of ['/api/v1/figures', '/api/v1/regions']) {
      expect((await get(path)).body.imprint.simulated).toBe(false);
    }
    const { id } = (await get(`${INCIDENTS}?limit=1`)).body.features[0];
    expect((await get(`${INCIDENTS}/${id}`)).body.imprint.simulated).toBe(true);
    expect((await get(`${INCIDENTS}/${id}/versions`)).body.imprint.simulated).toBe(true);
  });
});
