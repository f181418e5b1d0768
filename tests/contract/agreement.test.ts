import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { areaMatches, REGIONS, regionByCode } from '@/lib/regions/gazetteer';
import { Engine } from '@/lib/store/engine';
import { formatView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { defaultViewState } from '@/lib/url/view-state';
import { call } from '../support/api-client';
import { dayBetween, periodOn } from '../support/bounds';
import { criteria, LOW_COUNTRIES, shapeIn } from '../support/filters';
import { type OpenServer, openServer } from '../support/open-server';
import { fetchSnapshot } from '../support/spec-reader';
import { until } from '../support/until';

/** All the world in one view. */
const VIEW = { camera: { center: [0, 0] as [number, number], zoom: 0 }, width: 8192, height: 8192 };
/** A page of a list holds no more. */
const RECORDS = 1_000;
const FILTERS = 50;

const EVERYTHING_HERE: Filter = { ...EVERYTHING, scope: 'simulated' };

let server: OpenServer;
/** The state that the engine has, as the API names one: of it the database itself is asked. */
let asOf: string;
const engine = new Engine({ areaMatches, labelPoint: (code) => regionByCode(code)?.point ?? null });

beforeAll(async () => {
  server = await openServer({
    mode: 'demo',
    arguments: ['--still', '--seed', '7', '--incidents', String(RECORDS)],
  });
  const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
  asOf = `${manifest.epoch}:${manifest.seq}`;
  engine.loadManifest(manifest);
  for (const bytes of partitions) engine.loadPartition(bytes);
});
afterAll(async () => {
  await server?.stop();
});

const days = periodOn(dayBetween('2021-12-01', '2027-01-31'));
const regions = fc.oneof(
  { arbitrary: fc.constant<string[]>([]), weight: 2 },
  {
    arbitrary: fc.uniqueArray(fc.constantFrom(...REGIONS.map(({ code }) => code)), {
      maxLength: 4,
    }),
    weight: 1,
  },
);
const filters: fc.Arbitrary<Filter> = fc
  .record({ days, regions, criteria: criteria(shapeIn(LOW_COUNTRIES), 4) })
  .map(({ days: period, regions: codes, criteria: chosen }) => ({
    scope: 'simulated' as const,
    ...period,
    last: null,
    regions: codes,
    text: null,
    ...chosen,
  }));

/** The same question as an editor's program asks it. */
function queryOf(filter: Filter): URLSearchParams {
  const { kinds, verifications, contexts, casualties, quantity, from, to } = filter;
  const amount = (wire: number) => String(wire / (quantity?.unit === 'kg' ? 1000 : 1));
  const lists = {
    kind: kinds,
    subtype: [...filter.subtypes, ...filter.drugs],
    verification: verifications,
    context: contexts,
    casualties,
    region: filter.regions,
  };
  return new URLSearchParams({
    origin: 'simulated',
    ...Object.fromEntries(
      Object.entries(lists).flatMap(([name, words]) =>
        words.length > 0 ? [[name, words.join(',')]] : [],
      ),
    ),
    ...(from ? { from } : {}),
    ...(to ? { to } : {}),
    ...(quantity ? { unit: quantity.unit } : {}),
    ...(quantity?.least != null ? { minQuantity: amount(quantity.least) } : {}),
    ...(quantity?.most != null ? { maxQuantity: amount(quantity.most) } : {}),
  });
}

interface Listed {
  rid: number;
  status: string;
}

async function listed(filter: Filter): Promise<{ matched: number; records: Listed[] }> {
  const records: Listed[] = [];
  const query = queryOf(filter);
  query.set('limit', '1000');
  for (;;) {
    const { status, body } = await call(server, 'GET', `/api/v1/incidents?${query}`);
    expect(status, JSON.stringify(body)).toBe(200);
    records.push(...body.features.map(({ properties }: { properties: Listed }) => properties));
    if (body.next === null) return { matched: body.numberMatched, records };
    query.set('cursor', body.next);
  }
}

/** The same question as the explorer's address asks it, of a file. */
async function taken(extension: string, filter: Filter): Promise<Response> {
  const defaults = viewDefaultsOf('demo');
  const query = formatView({ ...defaultViewState(defaults), filter }, defaults);
  const answer = await fetch(`${server.baseUrl}/api/v1/selection.${extension}?${query}`);
  expect(answer.status, query).toBe(200);
  return answer;
}

async function expectSameInFiles(filter: Filter): Promise<void> {
  const { totals } = engine.view({ ...VIEW, filter });
  const rows: { status: string }[] = parse(await (await taken('csv', filter)).text(), {
    bom: true,
    columns: true,
  });
  const counted = rows.filter(({ status }) => status === 'published').length;
  expect([counted, rows.length - counted]).toEqual([totals.count, totals.retracted]);
  const collection = (await (await taken('geojson', filter)).json()) as {
    numberReturned: number;
    features: unknown[];
  };
  expect(collection.features.length).toBe(rows.length);
  expect(collection.numberReturned).toBe(rows.length);
}

describe('a filter', () => {
  it('selects the same records on the map, in the list, in the timeline, by region, in the API and in files', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(filters, async (asked) => {
        await expectSameInFiles(asked);
        // The list of the API takes boxes and no shapes.
        const filter = { ...asked, shape: null };
        if (asked.shape) await expectSameInFiles(filter);
        const { matched, records } = await listed(filter);
        expect(records.length).toBe(matched);
        const query = queryOf(filter);
        query.set('asOf', asOf);
        query.set('limit', '1');
        const { body } = await call(server, 'GET', `/api/v1/incidents?${query}`);
        expect(body.numberMatched, String(query)).toBe(matched);
        const published = records.filter(({ status }) => status === 'published');
        found += published.length;

        const { totals, clusters, areas } = engine.view({ ...VIEW, filter });
        expect(totals.count).toBe(published.length);
        expect(totals.retracted).toBe(records.length - published.length);
        const drawn = clusters.features.reduce((sum, { properties }) => sum + properties.count, 0);
        const plated = areas.reduce((sum, area) => sum + area.count, 0);
        expect(drawn + plated + totals.unlocated).toBe(published.length);

        const page = { order: 'time' as const, parts: 'together' as const, offset: 0 };
        const list = engine.list({ ...VIEW, filter, ...page, limit: RECORDS });
        const byRid = (a: number, b: number) => a - b;
        expect(list.items.map(({ rid }) => rid).sort(byRid)).toEqual(
          records.map(({ rid }) => rid).sort(byRid),
        );

        const levels = engine.regionTotals({ filter }).levels.country;
        const named = levels.regions.reduce((sum, { count }) => sum + count, 0);
        expect(named + levels.unnamed).toBe(published.length);

        // The timeline shows every day, whatever days are chosen.
        const anyDay = { ...filter, from: null, to: null };
        const { bins, coarser } = engine.histogram({ filter, unit: 'month' });
        const barred = [...bins, coarser].reduce(
          (sum, { shooting, seizure, incident }) => sum + shooting + seizure + incident,
          0,
        );
        expect(barred).toBe(engine.view({ ...VIEW, filter: anyDay }).totals.count);
      }),
      { numRuns: FILTERS },
    );
    expect(found).toBeGreaterThan(FILTERS);
  });

  it('is answered from a copy as long as nothing changed, packed where the caller takes that', async () => {
    const first = await fetch(`${server.baseUrl}/api/v1/selection.csv?k=seizure`, {
      headers: { 'accept-encoding': 'gzip' },
    });
    expect(first.headers.get('content-encoding')).toBe('gzip');
    expect(first.headers.get('content-disposition')).toMatch(/havenwacht-SIMULATED-seq\d+\.csv"$/);
    const rows: unknown[] = parse(await first.text(), { bom: true, columns: true });
    expect(rows.length).toBeGreaterThan(100);
    const held = { 'if-none-match': first.headers.get('etag') ?? '' };
    const path = `${server.baseUrl}/api/v1/selection.`;
    expect((await fetch(`${path}csv?k=seizure`, { headers: held })).status).toBe(304);
    expect((await fetch(`${path}csv?k=shooting`, { headers: held })).status).toBe(200);
    expect((await fetch(`${path}geojson?k=seizure`, { headers: held })).status).toBe(200);
    const beside = /<([^>]+)>; rel="describedby"/.exec(first.headers.get('link') ?? '')?.[1];
    const told = await fetch(server.baseUrl + beside);
    expect(((await told.json()) as { url: string }).url).toContain('selection.csv?k=seizure&asOf=');
    const feed = await fetch(`${path}atom?k=seizure`);
    const modified = { 'if-modified-since': feed.headers.get('last-modified') ?? '' };
    expect((await feed.text()).match(/<entry>/g)?.length).toBe(100);
    expect((await fetch(`${path}atom?k=seizure`, { headers: modified })).status).toBe(304);
    const longAgo = { 'if-modified-since': 'Thu, 01 Jan 2026 00:00:00 GMT' };
    expect((await fetch(`${path}atom?k=seizure`, { headers: longAgo })).status).toBe(200);
  });

  it('that is not understood is refused by the name of its parameter', async () => {
    for (const extension of ['csv', 'geojson', 'arrow', 'atom', 'csv-metadata.json']) {
      const path = `/api/v1/selection.${extension}?k=seizure&from=2025-02-30&lang=de`;
      const { status, body } = await call(server, 'GET', path);
      expect(status, extension).toBe(400);
      expect(body.errors.map(({ field }: { field: string }) => field)).toEqual(['from']);
    }
  });

  it('is not read to its end for a caller that has gone', async () => {
    for (let time = 0; time < 6; time += 1) {
      const stop = new AbortController();
      const answer = await fetch(`${server.baseUrl}/api/v1/selection.csv`, { signal: stop.signal });
      await answer.body?.getReader().read();
      stop.abort();
    }
    // Else four of them would hold all the places.
    await until('a free place', async () => (await taken('csv', EVERYTHING_HERE)).ok, 5_000);
    const lines = server.output().split('\n');
    expect(lines.filter((line) => line.includes('a request failed'))).toEqual([]);
  });
});
