import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Filter } from '@/lib/domain/filter';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { areaMatches, REGIONS, regionByCode } from '@/lib/regions/gazetteer';
import { Engine } from '@/lib/store/engine';
import { call } from '../support/api-client';
import { criteria, LOW_COUNTRIES, shapeIn } from '../support/filters';
import { type SpawnedServer, spawnServer, temporaryFolder } from '../support/spawn-server';
import { fetchSnapshot } from '../support/spec-reader';

/** All the world in one view. */
const VIEW = { camera: { center: [0, 0] as [number, number], zoom: 0 }, width: 8192, height: 8192 };
/** A page of a list holds no more. */
const RECORDS = 1_000;
const FILTERS = 50;

let folder: ReturnType<typeof temporaryFolder>;
let server: SpawnedServer;
const engine = new Engine({ areaMatches, labelPoint: (code) => regionByCode(code)?.point ?? null });

beforeAll(async () => {
  folder = temporaryFolder('agreement');
  server = await spawnServer({
    mode: 'demo',
    arguments: ['--still', '--seed', '7', '--incidents', String(RECORDS)],
    dataDir: folder.path,
  });
  const { manifest, partitions } = await fetchSnapshot(server.baseUrl);
  engine.loadManifest(manifest);
  for (const bytes of partitions) engine.loadPartition(bytes);
});
afterAll(async () => {
  await server?.stop();
  folder?.remove();
});

const day = fc
  .integer({ min: dayNumberOf('2021-12-01'), max: dayNumberOf('2027-01-31') })
  .map(dayOfNumber);
const days = fc
  .tuple(fc.option(day), fc.option(day))
  .map(([a, b]) => (a !== null && b !== null && a > b ? { from: b, to: a } : { from: a, to: b }));
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
    regions: codes,
    text: null,
    ...chosen,
    // The API takes boxes and no shapes.
    shape: null,
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

describe('a filter', () => {
  it('selects the same records on the map, in the list, in the timeline, by region and in the API', async () => {
    let found = 0;
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const { matched, records } = await listed(filter);
        expect(records.length).toBe(matched);
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
});
