import fc from 'fast-check';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeDown } from '@/db/take-down';
import { createIncidents, putFigures } from '@/db/write-incidents';
import type { PublicIncident } from '@/lib/domain/incident';
import { brusselsYear } from '@/lib/domain/time';
import { WIRE_COLUMNS, type WireColumn } from '@/lib/protocol/columns';
import { areaMatches } from '@/lib/regions/gazetteer';
import { countMatches, listMatches } from '@/lib/server/list-matches';
import { LogTail } from '@/lib/server/log-tail';
import { readRegionCounts } from '@/lib/server/pages/region-counts';
import { readRegionPage } from '@/lib/server/pages/region-page';
import { sitemapXml } from '@/lib/server/pages/sitemap';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import type { Services } from '@/lib/server/services';
import { readSettings, type Settings } from '@/lib/server/settings';
import { SharedReads } from '@/lib/server/shared-reads';
import { countingIds, figureInput, incidentInput } from '../../support/incident-inputs';
import { openTemporaryDatabase, type TemporaryDatabase } from '../../support/temporary-database';

const log = pino({ level: 'silent' });
const NOW = new Date('2026-01-02T10:00:00Z');
const REGIONS = ['EU-ROPE', 'BE', 'BE-BRU', 'BE-VAN', '21001', '21004', '11002', 'BEANR', '5341'];
const AREAS = [
  { country: 'BE', province: 'BE-BRU', municipality: '21001', policeZone: '5341' },
  { country: 'BE', province: 'BE-BRU', municipality: '21004' },
  { country: 'BE', province: 'BE-VAN', municipality: '11002' },
  { country: 'BE', port: 'BEANR' },
  { country: 'NL' },
];
const KINDS = [
  { kind: 'shooting', subtype: 'shots fired' },
  { kind: 'shooting', subtype: null },
  { kind: 'seizure', subtype: 'cocaine' },
  { kind: 'incident', subtype: 'arson' },
] as const;

let temporary: TemporaryDatabase;
let tail: LogTail;
let partitions: PartitionKeeper;
let ids: string[];

beforeAll(async () => {
  temporary = await openTemporaryDatabase();
  const { database } = temporary;
  const newId = countingIds(41);
  const context = { actor: 'desk', now: NOW, newId };
  const inputs = fc.sample(anyRecord, { numRuns: 120, seed: 7 });
  const { records } = await createIncidents(
    database,
    inputs.map((incident) => ({ incident })),
    { ...context, bulk: true },
  );
  ids = records.map(({ incident }) => incident.id);
  const reason = { en: 'It did not happen.' };
  const options = { ...context, expectedRevision: null, requestKey: null };
  for (const id of ids.slice(0, 6))
    await takeDown(database, id, { verb: 'retract', reason }, options);
  for (const id of ids.slice(6, 9))
    await takeDown(database, id, { verb: 'withdraw', reason: null }, options);
  await putFigures(database, [{ ...figureInput(1, 90), area: 'FR' }, figureInput(2, 95)], context);
  tail = await LogTail.start(database, log);
  partitions = await PartitionKeeper.open(database, tail, log);
});
afterAll(async () => {
  await partitions.close();
  await tail.close();
  await temporary.close();
});

/** Also at the turn of a year, where Brussels and UTC differ. */
const anyRecord = fc
  .record({
    area: fc.constantFrom(...AREAS),
    kind: fc.constantFrom(...KINDS),
    year: fc.integer({ min: 2019, max: 2025 }),
    at: fc.constantFrom('01-01T00:30:00Z', '12-31T22:59:00Z', '12-31T23:00:00Z', '06-01T10:00:00Z'),
  })
  .map(({ area, kind, year, at }) =>
    incidentInput({
      ...kind,
      municipality: null,
      ...area,
      point: null,
      placePrecision: 'municipality',
      occurredFrom: `${year}-${at}`,
      occurredTo: `${year}-${at}`,
    }),
  );

/** What the pages need of a server. */
function services(environment: Record<string, string> = {}, mode: Settings['mode'] = 'real') {
  const settings = readSettings(
    { PUBLIC_URL: 'https://map.example', ...environment },
    mode,
    '/srv',
  );
  const { database } = temporary;
  const now = () => NOW;
  return { database, tail, partitions, settings, reads: new SharedReads(), now } as Services;
}

async function listed(region: string): Promise<{ records: PublicIncident[]; count: number }> {
  const page = await listMatches(services(), { regions: [region], limit: 1000 });
  return { records: page.rows.map(({ record }) => record), count: page.count };
}

describe('the page of a region', () => {
  it.each(REGIONS)('%s counts what the list has, by year and kind', async (code) => {
    const page = await readRegionPage(services(), code);
    const { records, count } = await listed(code);
    const published = records.filter(({ status }) => status === 'published');
    expect([page?.records, page?.retracted]).toEqual([
      published.length,
      records.length - published.length,
    ]);
    expect((page?.records ?? 0) + (page?.retracted ?? 0)).toBe(count);
    for (const { year, kinds } of page?.years ?? []) {
      for (const [kind, sum] of Object.entries(kinds)) {
        const naive = published.filter(
          (record) =>
            record.kind === kind && brusselsYear(Date.parse(record.occurredFrom)) === year,
        );
        expect([year, kind, sum]).toEqual([year, kind, naive.length]);
      }
    }
    const inYears = page?.years.flatMap(({ kinds }) => Object.values(kinds)) ?? [];
    expect(inYears.reduce((sum, part) => sum + part, 0)).toBe(published.length);
    expect(page?.years.map(({ year }) => year)).toEqual(
      [...new Set(page?.years.map(({ year }) => year))].sort((a, b) => b - a),
    );
    expect(page?.latest).toEqual(records.slice(0, 10));
    for (const part of [...(page?.parents ?? []), ...(page?.children ?? [])]) {
      const there = (await listed(part.code)).records;
      expect(part).toEqual({
        code: part.code,
        records: there.filter(({ status }) => status === 'published').length,
      });
    }
  });

  it('has the figures that were published about just it', async () => {
    const keys = async (code: string) =>
      (await readRegionPage(services(), code))?.figures.map(({ key }) => key);
    expect(await keys('BE')).toEqual(['example 2']);
    expect(await keys('FR')).toEqual(['example 1']);
    expect(await keys('BE-BRU')).toEqual([]);
  });

  it('shows neither real figures nor real records in a demo', async () => {
    const page = await readRegionPage(services({}, 'demo'), 'BE');
    expect(page).toMatchObject({ scope: 'simulated', records: 0, latest: [], figures: [] });
  });

  it('is none for a code that no region has', async () => {
    expect(await readRegionPage(services(), 'XX-NOWHERE')).toBeNull();
  });
});

describe('counts by area, kind and year', () => {
  it('are the same from the columns and from the database, whose turn it is where they are wrong', async () => {
    const before = await countMatches(services(), {});
    const { state } = partitions;
    expect(state.hasDigestFault).toBe(false);
    const surplus = { rid: 100_000, fromSeq: state.seq + 1, occurredFrom: 1 };
    state.columns.put(
      WIRE_COLUMNS.map(({ name }) => (surplus as Partial<Record<WireColumn, number>>)[name] ?? 0),
    );
    expect(state.hasDigestFault).toBe(true);
    const after = await countMatches(services(), {});
    const inOrder = ({ groups }: typeof before) =>
      groups.map((group) => JSON.stringify(group, Object.keys(group).sort())).sort();
    expect(inOrder(after)).toEqual(inOrder(before));
    const { groups } = await readRegionCounts(services());
    const all = (await listMatches(services(), { limit: 1 })).count;
    expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(all);
    expect(groups.some(({ area }) => areaMatches(area, 'BEANR'))).toBe(true);
  });
});

describe('the sitemap', () => {
  it('names regions that have records or figures, in each language, and no record', async () => {
    const xml = (await sitemapXml(services())) ?? '';
    const addresses = [...xml.matchAll(/<loc>([^<]+)<\/loc>/g)].map((match) => match[1]);
    for (const code of [...REGIONS, 'NL', 'FR']) {
      for (const locale of ['nl', 'fr', 'en'])
        expect(addresses).toContain(`https://map.example/${locale}/region/${code}`);
    }
    expect(addresses).not.toContain('https://map.example/nl/region/DE');
    expect(xml).not.toContain('/incident/');
    expect(new Set(addresses).size).toBe(addresses.length);
  });

  it('names published records where search engines may list them, and none that was taken down', async () => {
    const xml = (await sitemapXml(services({ INDEX_RECORDS: 'yes' }))) ?? '';
    for (const id of ids.slice(0, 9)) expect(xml).not.toContain(id);
    for (const id of ids.slice(9)) expect(xml).toContain(`/fr/incident/${id}<`);
  });

  it('is none in a demo, where reading needs a token, and without a public address', async () => {
    expect(await sitemapXml(services({}, 'demo'))).toBeNull();
    expect(await sitemapXml(services({ ACCESS: 'private' }))).toBeNull();
    expect(await sitemapXml(services({ PUBLIC_URL: '' }))).toBeNull();
  });
});
