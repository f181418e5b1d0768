import { clusterEach, clusterReduce, getCluster } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { toTuple, type WireTuple } from '@/lib/protocol/columns';
import type { ViewRequest } from '@/lib/protocol/engine-requests';
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

describe('a view', () => {
  it('has badges that Turf’s cluster functions recount from the members', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: 5, max: 12 }), (seed, zoom) => {
        const engine = engineOf(randomRows(400, seed));
        const { clusters } = engine.view(viewOf(zoom));
        const members = clusters.features.flatMap(({ properties: { cluster } }) =>
          engine.members({ cluster, offset: 0, limit: 1000 }).items.map((item) => ({
            type: 'Feature' as const,
            geometry: { type: 'Point' as const, coordinates: item.point ?? [0, 0] },
            properties: { cluster, kind: item.kind },
          })),
        );
        const collection = { type: 'FeatureCollection' as const, features: members };
        const counted = clusterReduce(collection, 'cluster', (sum: number) => sum + 1, 0);
        expect(counted).toBe(clusters.features.length);
        clusterEach(collection, 'cluster', (group, cluster) => {
          const badge = getCluster(clusters, { cluster: Number(cluster) }).features[0]?.properties;
          const kinds = group?.features.map(({ properties }) => properties.kind) ?? [];
          expect(badge?.count).toBe(kinds.length);
          for (const kind of ['shooting', 'seizure', 'incident'] as const) {
            expect(badge?.[kind]).toBe(kinds.filter((other) => other === kind).length);
          }
        });
      }),
      { numRuns: 30 },
    );
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
      engine.list({ ...viewOf(6), offset, limit: 40 }),
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
        .list({ ...viewOf(10), camera: { center, zoom: 10 }, offset: 0, limit: 10 })
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
