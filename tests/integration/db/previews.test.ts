import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { generateHistory } from '@/db/seed/demo/generate-history';
import { takeDown } from '@/db/take-down';
import { createIncidents } from '@/db/write-incidents';
import { EVERYTHING, type Filter, type QuantityRange } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import { liesInShape, type Shape } from '@/lib/domain/shape';
import { LOCALES } from '@/lib/domain/vocabulary';
import { INCIDENT_READ_ROUTES } from '@/lib/server/api/incident-routes';
import { SEARCH_ROUTES } from '@/lib/server/api/search-routes';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import { readAskedPicture } from '@/lib/server/preview/asked-preview';
import { readStateName, readViewFigures } from '@/lib/server/preview/view-figures';
import { viewScene } from '@/lib/server/preview/view-scene';
import { countedTitle } from '@/lib/server/preview/view-title';
import { READER_WORDS } from '@/lib/server/reader-words';
import { selectView } from '@/lib/server/select-view';
import type { Services } from '@/lib/server/services';
import { formatView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { defaultViewState } from '@/lib/url/view-state';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { criteria, LOW_COUNTRIES, quantityRange, shapeIn, WORLD } from '../../support/filters';
import { countingIds, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const log = pino({ level: 'silent' });
const RECORDS = 400;
/** Records that were never retracted: the API lists retracted ones too, and the explorer counts them apart. */
let published = 0;
const now = new Date('2026-11-20T10:00:00Z');
const settings = { mode: 'demo', PUBLISHER: 'De Havenkrant' } as Services['settings'];
const defaults = viewDefaultsOf('demo');

let temporary: TemporaryDatabase;
let services: Services;
let ids: string[] = [];

async function countOf(filter: Filter, asOf: PastName | null): Promise<number> {
  return (await selectView(services, filter, asOf)).rids.count;
}

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const context = { actor: 'desk', now, newId: countingIds(1) };
  const from = Date.parse('2024-01-01T00:00:00Z');
  const history = generateHistory({ seed: 7, count: RECORDS, from, to: now.getTime() });
  const inputs = [...history]
    .filter(({ status }) => status === 'published')
    .map((incident) => ({ incident }));
  published = inputs.length;
  const { records } = await createIncidents(database, inputs, { ...context, bulk: true });
  ids = records.map(({ incident }) => incident.id);
  const tail = await LogTail.start(database, log);
  const partitions = await PartitionKeeper.open(database, tail, log);
  services = { database, tail, partitions, settings } as Services;
}, 60_000);
afterAll(async () => {
  await services.partitions.close();
  await services.tail.close();
  await temporary.close();
});

interface Listed {
  numberMatched: number;
  next: string | null;
  features: {
    geometry: { coordinates: [number, number] } | null;
    properties: { rid: number };
  }[];
}

async function askApi<T>(path: string, query: URLSearchParams): Promise<T> {
  const routes = [...INCIDENT_READ_ROUTES, ...SEARCH_ROUTES];
  const route = routes.find((one) => one.path === path);
  if (!route) throw new Error(`the API has no ${path}`);
  const url = new URL(`http://test.invalid${path}?${query}`);
  const answer = await route.handle({ services, url, params: {} } as never);
  return (await answer.json()) as T;
}

/**
 * How many records the API lists for a filter, asked as a program would. A text it asks the search, and what lies in a
 * shape it sees by the points of what is listed: the list itself takes neither.
 */
async function matchedByApi({ text: searched, shape: area, ...filter }: Filter): Promise<number> {
  const query = new URLSearchParams({ limit: '1000' });
  const set = (name: string, value: string | null) => value && query.set(name, value);
  set('kind', filter.kinds.join());
  set('region', filter.regions.join());
  set('subtype', [...filter.subtypes, ...filter.drugs].join());
  set('verification', filter.verifications.join());
  set('context', filter.contexts.join());
  set('casualties', filter.casualties.join());
  set('from', filter.from);
  set('to', filter.to);
  const { unit, least = null, most = null } = filter.quantity ?? {};
  set('unit', unit ?? null);
  // The API asks in the record's own unit, a filter in grams.
  const asWritten = (amount: number | null) =>
    amount === null ? null : String(unit === 'kg' ? amount / 1_000 : amount);
  set('minQuantity', asWritten(least));
  set('maxQuantity', asWritten(most));
  const list = await askApi<Listed>('/api/v1/incidents', query);
  expectEqual([list.next, list.features.length], [null, list.numberMatched]);
  const found = searched === null ? null : await searchedByApi(searched);
  return list.features.filter(
    ({ geometry, properties }) =>
      (found === null || found.has(properties.rid)) &&
      (area === null || (geometry !== null && liesInShape(area, ...geometry.coordinates))),
  ).length;
}

async function searchedByApi(searched: string): Promise<Set<number>> {
  const query = new URLSearchParams({ q: searched, limit: '10000' });
  const { rids } = await askApi<{ rids: number[] }>('/api/v1/search', query);
  return new Set(rids);
}

const days = fc.constantFrom(null, '2024-02-01', '2024-12-31', '2025-06-30', '2026-03-01');
/** Anywhere, where records lie, or around most of them. */
const shape = fc.oneof(
  shapeIn(WORLD, { mostVertices: 4 }),
  shapeIn(LOW_COUNTRIES, { mostVertices: 6 }),
  fc.constant<Shape>({ type: 'circle', center: [4.4, 51.22], radiusMetres: 60_000 }),
);
/** Any, or one that many seizures are in. */
const quantity = fc.oneof(
  quantityRange,
  fc.constant<QuantityRange>({ unit: 'kg', least: 1_000, most: null }),
);
/** Words that many, some and no records have, a beginning, a slip of the pen and names of areas. */
const text = fc.constantFrom(
  'antwerpen',
  'haven',
  'coca',
  'cocaïne antwerpen',
  'brusel',
  'nergens',
);
const ALL_SIMULATED: Filter = { ...EVERYTHING, scope: 'simulated' };
/** Each by one that leaves records, whatever chance gives beside. */
const NARROW: Partial<Filter>[] = [
  { text: 'antwerpen' },
  { shape: { type: 'circle', center: [4.4, 51.22], radiusMetres: 60_000 } },
  { quantity: { unit: 'kg', least: 1_000, most: null } },
];
const seldom = <T>(arbitrary: fc.Arbitrary<T>): fc.Arbitrary<T | null> =>
  fc.oneof({ arbitrary: fc.constant(null), weight: 2 }, { arbitrary, weight: 1 });
const filters: fc.Arbitrary<Filter> = fc
  .record({
    chosen: criteria(shape, 4),
    quantity: seldom(quantity),
    text: seldom(text),
    regions: fc.subarray(['BE', 'BE-BRU', 'BE-VAN', 'BEANR', '21004']),
    from: days,
    to: days,
  })
  .map(({ chosen, from, to, regions, quantity: amount, text: searched }) => {
    const [first, last] = from && to && from > to ? [to, from] : [from, to];
    return {
      ...EVERYTHING,
      ...chosen,
      quantity: amount,
      text: searched,
      regions,
      from: first,
      to: last,
      scope: 'simulated',
    };
  });

describe('the picture of a view', () => {
  it('says as many records in its title as the API counts, in every language, for any filter', async () => {
    let some = 0;
    const narrowed = { text: 0, shape: 0, quantity: 0 };
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const state = { ...defaultViewState(defaults), filter };
        const query = formatView(state, defaults);
        const count = await matchedByApi(filter);
        if (count > 0) some += 1;
        for (const what of ['text', 'shape', 'quantity'] as const) {
          if (count > 0 && filter[what] !== null) narrowed[what] += 1;
        }
        const camera = defaults.camera;
        const figures = await readViewFigures(services, { filter, camera, asOf: null });
        const counted = await countOf(filter, null);
        for (const lang of LOCALES) {
          const asked = readAskedPicture(
            settings,
            new URL(`http://localhost/preview.png?${query}&lang=${lang}`),
            0,
          );
          expectEqual(asked.filter, filter);
          const said = READER_WORDS[lang].number(count);
          const drawn = viewScene(asked, figures, READER_WORDS[lang], settings).count?.number;
          const title = countedTitle(filter, counted, READER_WORDS[lang]);
          expectEqual([drawn, title.slice(-said.length - 1)], [said, ` ${said}`]);
        }
      }),
      { numRuns: often(100, 200), examples: NARROW.map((part) => [{ ...ALL_SIMULATED, ...part }]) },
    );
    // About a third leave records, and each of the three does sometimes, or it would be compared to nothing.
    expect(some).toBeGreaterThan(often(15, 30));
    expect(Object.entries(narrowed).filter(([, times]) => times === 0)).toEqual([]);
  }, 120_000);

  it('has bars, kinds and marks that add up to that number', async () => {
    const camera = { center: [4.38, 51.06] as [number, number], zoom: 1 };
    await fc.assert(
      fc.asyncProperty(filters, async (filter) => {
        const figures = await readViewFigures(services, { filter, camera, asOf: null });
        const { totals, clusters, areas } = figures;
        const sum = (list: readonly number[]) => list.reduce((all, value) => all + value, 0);
        expectEqual(totals.shooting + totals.seizure + totals.incident, totals.count);
        const inSymbols = sum(clusters.features.map(({ properties }) => properties.count));
        const inAreas = sum(areas.map(({ count }) => count));
        expectEqual([inSymbols, inAreas], [totals.symbols, totals.inAreas]);
        const asked = { filter, camera, asOf: null, locale: 'en' } as const;
        const { bars, count } = viewScene(asked, figures, READER_WORDS.en, settings);
        const drawn = sum((bars?.entries ?? []).flatMap(({ counts }) => Object.values(counts)));
        const left = Number(bars?.remainder?.match(/\d+/)?.[0] ?? 0);
        if (bars) expectEqual(drawn + left, totals.count);
        expectEqual(count?.number, READER_WORDS.en.number(totals.count));
      }),
      { numRuns: often(25, 60) },
    );
  });

  it('is of a past state where one is asked for, without what was hidden since', async () => {
    const before = await readStateName(services, null);
    const past = { epoch: before.epoch, seq: before.seq };
    const filter = { ...EVERYTHING, scope: 'simulated' as const };
    const context = { actor: 'desk', now, newId: countingIds(9_000) };
    const [first = '', second = ''] = ids;
    const how = { ...context, expectedRevision: null, requestKey: null };
    const reason = { en: 'It did not happen.' };
    await takeDown(services.database, first, { verb: 'retract', reason }, how);
    await takeDown(services.database, second, { verb: 'withdraw', reason: null }, how);
    expect(await countOf(filter, null)).toBe(published - 2);
    // The retracted one was not there then as it is now, and what it said is hidden from that past too.
    expect(await countOf(filter, past)).toBe(published - 2);
    const named = await readStateName(services, past);
    expect(named.seq).toBe(before.seq);
    expect(named.hiding).toBeGreaterThan(before.seq);
    const searched = { ...filter, text: 'antwerpen' };
    const { camera } = defaults;
    const drawn = await readViewFigures(services, { filter: searched, camera, asOf: past });
    expect(drawn.totals.count).toBe(await countOf(searched, past));
    expect(drawn.totals.count).toBeGreaterThan(10);
  });
});

describe('the picture of a past', () => {
  it('is had while records are written, as it was then', async () => {
    const before = await readStateName(services, null);
    const filter = { ...EVERYTHING, scope: 'simulated' as const };
    const asked = { filter, camera: defaults.camera, asOf: before };
    const { totals } = await readViewFigures(services, { ...asked, asOf: null });
    const { orm } = services.database;
    const context = { actor: 'desk', now, newId: countingIds(20_000), bulk: true };
    const writeAndRead = async (...call: Parameters<typeof orm.transaction>) => {
      const incident = incidentInput({ origin: 'simulated' });
      await createIncidents(temporary.database, [{ incident }], context);
      const { seq } = await readStateName({ ...services, database: temporary.database }, null);
      await services.tail.reached(seq, 5_000);
      return orm.transaction(...call);
    };
    const writing = new Proxy(orm, {
      get: (whole, name) => (name === 'transaction' ? writeAndRead : Reflect.get(whole, name)),
    });
    const database = { ...services.database, orm: writing };
    const figures = await readViewFigures({ ...services, database }, asked);
    expect(figures.totals.count).toBe(totals.count);
    expect(figures.state.seq).toBe(before.seq);
  });
});

describe('a title', () => {
  it('has the words of the chips, what and where first, and is never so long that the number is cut', () => {
    const filter: Filter = {
      ...EVERYTHING,
      kinds: ['shooting'],
      regions: ['BE-BRU'],
      from: '2025-01-01',
      to: '2025-06-30',
    };
    expect(countedTitle(filter, 41, READER_WORDS.en)).toBe(
      'Shootings, Brussels (Region), 1 January 2025 – 30 June 2025: 41',
    );
    expect(countedTitle({ ...filter, scope: 'simulated' }, 41, READER_WORDS.nl)).toMatch(
      /^Gesimuleerd: Schietpartijen, .* 30 juni 2025: 41$/,
    );
    expect(countedTitle(EVERYTHING, 1_234, READER_WORDS.fr)).toMatch(
      /^Tous les faits signalés : 1.234$/,
    );
    fc.assert(
      fc.property(quantityRange, fc.string({ maxLength: 200 }), (quantity, text) => {
        const title = countedTitle({ ...filter, quantity, text }, 7, READER_WORDS.en);
        expectEqual([[...title].length < 180, title.endsWith(': 7')], [true, true], title);
      }),
    );
  });
});
