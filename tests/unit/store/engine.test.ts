import { clusterReduce, getCluster } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { QUANTITY_UNITS } from '@/lib/domain/vocabulary';
import { NOT_STATED, toTuple, type WireColumn, type WireTuple } from '@/lib/protocol/columns';
import type { ClusterProperties, ViewRequest } from '@/lib/protocol/engine-requests';
import { mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { Engine } from '@/lib/store/engine';
import { AREAS, areaMatches, randomRow, randomTuple, seededRandom } from './support/random-rows';

const LABEL = {
  epoch: 'e',
  seq: 1,
  digest: '0000000000000000',
  committedAt: '2026-01-01T00:00:00.000Z',
  areas: [...AREAS].map(([code, area]) => ({ code, area })),
  figures: [],
};

function engineOf(rows: Iterable<WireTuple>): Engine {
  const engine = new Engine({
    areaMatches,
    labelPoint: (code) => (code === '21004' ? [4.35, 50.85] : null),
  });
  engine.loadState(LABEL, rows);
  return engine;
}

function randomRows(count: number, seed: number): WireTuple[] {
  const random = seededRandom(seed);
  return Array.from({ length: count }, (_, index) => randomTuple(index + 1, 1, random));
}

function viewOf(zoom: number): ViewRequest {
  return { filter: EVERYTHING, camera: { center: [4.2, 51.3], zoom }, width: 1440, height: 900 };
}

/** Precise real records of one spot, or around it. */
function recordsAt(count: number, spreadDegrees: number, placePrecision = 0): WireTuple[] {
  const random = seededRandom(9);
  return Array.from({ length: count }, (_, index) =>
    toTuple({
      ...randomRow(index + 1, 1, random),
      state: 0,
      origin: 0,
      placePrecision,
      x: mercatorX(4.2 + (random() - 0.5) * spreadDegrees),
      y: mercatorY(51.3 + (random() - 0.5) * spreadDegrees),
    }),
  );
}

const NEWEST = { order: 'time', parts: 'together' } as const;

/** The members of every cluster of a view, asked for page by page, as features that Turf's cluster functions take. */
function membersOf(engine: Engine, clusters: readonly number[], limit: number) {
  const { columns } = engine.store;
  return clusters.flatMap((cluster) => {
    const pages = [engine.members({ cluster, ...NEWEST, offset: 0, limit })];
    while (pages.length * limit < (pages[0]?.total ?? 0)) {
      pages.push(engine.members({ cluster, ...NEWEST, offset: pages.length * limit, limit }));
    }
    return pages
      .flatMap(({ items }) => items)
      .map(({ rid, kind, point }) => {
        const value = (name: WireColumn) => columns.valueAt(columns.rowOf(rid), name);
        const persons = (name: 'killed' | 'injured') =>
          value(name) === NOT_STATED ? 0 : value(name);
        const isWeighed = QUANTITY_UNITS[value('quantityUnit') - 1] === 'kg';
        return {
          type: 'Feature' as const,
          geometry: { type: 'Point' as const, coordinates: point ?? [0, 0] },
          properties: {
            cluster,
            rid,
            count: 1,
            shooting: Number(kind === 'shooting'),
            seizure: Number(kind === 'seizure'),
            incident: Number(kind === 'incident'),
            killed: persons('killed'),
            injured: persons('injured'),
            grams: isWeighed ? value('quantity') : 0,
          },
        };
      });
  });
}

const SUMS = [
  'count',
  'shooting',
  'seizure',
  'incident',
  'killed',
  'injured',
  'grams',
] as const satisfies readonly (keyof ClusterProperties)[];

describe('a view', () => {
  it('has badges that Turf’s clusterReduce recounts from the members, page by page, sum by sum', () => {
    fc.assert(
      fc.property(
        fc.integer(),
        fc.integer({ min: 5, max: 12 }),
        fc.integer({ min: 7, max: 60 }),
        (seed, zoom, limit) => {
          const engine = engineOf(randomRows(400, seed));
          const { clusters } = engine.view(viewOf(zoom));
          const badges = clusters.features.map(({ properties }) => properties);
          const members = membersOf(
            engine,
            badges.map(({ cluster }) => cluster),
            limit,
          );
          expect(new Set(members.map(({ properties }) => properties.rid)).size).toBe(
            members.length,
          );
          const collection = { type: 'FeatureCollection' as const, features: members };
          const recounted = clusterReduce(
            collection,
            'cluster',
            (counted: Map<number, number[]>, group, cluster) => {
              const of = (sum: (typeof SUMS)[number]) =>
                group?.features.reduce((total, { properties }) => total + properties[sum], 0) ?? 0;
              return counted.set(Number(cluster), SUMS.map(of));
            },
            new Map<number, number[]>(),
          );
          const shown = badges.map(
            (badge) => [badge.cluster, SUMS.map((sum) => badge[sum])] as const,
          );
          expect(recounted).toEqual(new Map(shown));
          expect(getCluster(clusters, { cluster: badges[0]?.cluster ?? -1 }).features).toHaveLength(
            badges.length === 0 ? 0 : 1,
          );
        },
      ),
      { numRuns: 12 },
    );
  });

  it('has the clusters of the viewport and a margin of one large cell, and no others', () => {
    const engine = engineOf(randomRows(600, 5));
    const { clusters, totals } = engine.view({ ...viewOf(11), width: 300, height: 200 });
    const counted = clusters.features.reduce((sum, { properties }) => sum + properties.count, 0);
    expect(counted).toBeLessThan(totals.symbols);
    const marginPx = 2 * 192;
    const degreesPerPx = 360 / (512 * 2 ** 11);
    for (const { geometry } of clusters.features) {
      expect(Math.abs((geometry.coordinates[0] ?? 0) - 4.2) / degreesPerPx).toBeLessThan(
        150 + marginPx,
      );
    }
  });

  it('describes the record where a symbol stands for one', () => {
    const engine = engineOf(recordsAt(1, 0, 1));
    const [feature] = engine.view(viewOf(9)).clusters.features;
    expect(feature?.properties).toMatchObject({
      count: 1,
      rid: 1,
      uncertaintyMetres: 75,
      retracted: false,
    });
  });

  it('says which seq and digest it is true for', () => {
    const engine = engineOf(randomRows(10, 1));
    const { seq, digest } = engine.view(viewOf(9));
    expect({ seq, digest }).toEqual({ seq: 1, digest: engine.store.digest });
  });

  it('counts the points in the viewport', () => {
    const engine = engineOf([...recordsAt(7, 0.001)]);
    expect(engine.view(viewOf(10)).inView).toBe(7);
    const away = { ...viewOf(10), camera: { center: [20, 40] as [number, number], zoom: 10 } };
    expect(engine.view(away)).toMatchObject({ inView: 0, totals: { count: 7, symbols: 7 } });
  });
});

describe('a list', () => {
  it('is newest first, page by page, without gaps or repeats', () => {
    const engine = engineOf(randomRows(300, 4));
    const pages = [0, 40, 80, 120, 160, 200, 240, 280].map((offset) =>
      engine.list({ ...viewOf(6), ...NEWEST, offset, limit: 40 }),
    );
    const items = pages.flatMap((page) => page.items);
    expect(new Set(items.map(({ rid }) => rid)).size).toBe(pages[0]?.total);
    const times = items.map(({ occurredFrom }) => occurredFrom);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('holds records without a point where their region’s label is in view', () => {
    const base = {
      ...randomRow(1, 1, seededRandom(1)),
      state: 0,
      origin: 0,
      x: 0xffff_ffff,
      y: 0xffff_ffff,
    };
    const engine = engineOf([
      toTuple({ ...base, rid: 1, area: 2 }),
      toTuple({ ...base, rid: 2, area: 0 }),
      toTuple({ ...base, rid: 3, area: 3 }),
    ]);
    const partsAt = (center: [number, number]) =>
      engine
        .list({ ...viewOf(10), camera: { center, zoom: 10 }, ...NEWEST, offset: 0, limit: 10 })
        .items.map(({ rid, part }) => [rid, part]);
    expect(partsAt([4.35, 50.85])).toEqual([
      [3, 'area'],
      [2, 'unlocated'],
      [1, 'area'],
    ]);
    expect(partsAt([20, 40])).toEqual([
      [3, 'area'],
      [2, 'unlocated'],
    ]);
  });
});
