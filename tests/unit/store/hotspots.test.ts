import { booleanPointInPolygon, convex, featureCollection, point } from '@turf/turf';
import type { Polygon } from 'geojson';
import { describe, expect, it } from 'vitest';
import { USUAL_CONCENTRATION } from '@/lib/domain/concentration';
import { EVERYTHING } from '@/lib/domain/filter';
import { MINUTE_MS, startOfBrusselsDayMs } from '@/lib/domain/time';
import { INCIDENT_CLASSES } from '@/lib/domain/vocabulary';
import { toTuple, type WireRow, type WireTuple } from '@/lib/protocol/columns';
import type { HotspotsRequest, ViewRequest } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { hullSteps } from '@/lib/store/concentration-hull';
import { TURF_POINTS } from '@/lib/store/concentrations';
import { Engine } from '@/lib/store/engine';
import { AREAS, areaMatches, randomRow, seededRandom } from './support/random-rows';

const ANTWERP = [4.2, 51.3] as const;
const ANOTHER_PLACE = [4.35, 51.25] as const;
const LOCALITY = 2;
const BRUSSELS_CITY = 2;
const PORT_OF_ANTWERP = 3;
const SEIZURE = INCIDENT_CLASSES.findIndex(([kind]) => kind === 'seizure');
const SHOOTING = INCIDENT_CLASSES.findIndex(([kind]) => kind === 'shooting');

function engineOf(rows: Iterable<WireTuple>): Engine {
  const engine = new Engine({ areaMatches });
  const areas = [...AREAS].map(([code, area]) => ({ code, area }));
  const label = { epoch: 'e', seq: 1, digest: '0000000000000000', areas, figures: [] };
  engine.loadState({ ...label, committedAt: '2026-01-01T00:00:00.000Z' }, rows);
  return engine;
}

/** Precise real records within some 50 m of a place, on one day. */
function recordsAt(
  [lng, lat]: readonly [number, number],
  firstRid: number,
  count: number,
  part: Partial<WireRow> & { day?: string } = {},
): WireTuple[] {
  const random = seededRandom(firstRid);
  const { day = '2026-05-10', ...columns } = part;
  const minute = startOfBrusselsDayMs(day) / MINUTE_MS + 600;
  return Array.from({ length: count }, (_, index) =>
    toTuple({
      ...randomRow(firstRid + index, 1, random),
      state: 0,
      origin: 0,
      placePrecision: 0,
      timePrecision: 0,
      occurredFrom: minute,
      occurredTo: minute,
      x: mercatorX(lng + (random() - 0.5) * 0.001),
      y: mercatorY(lat + (random() - 0.5) * 0.001),
      ...columns,
    }),
  );
}

function viewOf(zoom: number, days: { from?: string; to?: string } = {}): ViewRequest {
  const camera = { center: [4.2, 51.3] as [number, number], zoom };
  return { filter: { ...EVERYTHING, ...days }, camera, width: 1440, height: 900 };
}

function propertiesOf(engine: Engine, request: HotspotsRequest) {
  return engine.hotspots(request).concentrations.features.map(({ properties }) => properties);
}

describe('concentrations of records', () => {
  it('[HS6] are five and more precise records near each other, with their number by kind', () => {
    const engine = engineOf([
      ...recordsAt(ANTWERP, 1, 4, { incidentClass: SHOOTING }),
      ...recordsAt(ANTWERP, 5, 3, { incidentClass: SEIZURE }),
      ...recordsAt(ANOTHER_PLACE, 20, USUAL_CONCENTRATION.records - 1),
      ...recordsAt(ANTWERP, 30, 6, { placePrecision: LOCALITY }),
    ]);
    expect(propertiesOf(engine, viewOf(10))).toMatchObject([
      { rank: 1, count: 7, shooting: 4, seizure: 3, incident: 0, before: null, change: null },
    ]);
    const { tooUncertain, radiusMetres, hoursBefore } = engine.hotspots(viewOf(10));
    expect({ tooUncertain, radiusMetres, hoursBefore }).toEqual({
      tooUncertain: 6,
      radiusMetres: 1154,
      hoursBefore: null,
    });
  });

  it('[HS6] have a circle where all records stand on one spot', () => {
    const spot = { x: mercatorX(4.2), y: mercatorY(51.3) };
    const [feature] = engineOf(recordsAt(ANTWERP, 1, 5, spot)).hotspots(viewOf(10)).concentrations
      .features;
    expect(feature?.geometry.coordinates[0]?.length).toBe(25);
  });

  it('[HS6] are the same below and above the number of points that Turf labels itself', () => {
    const few = [...recordsAt(ANTWERP, 1, 40), ...recordsAt(ANOTHER_PLACE, 100, 30)];
    const many = Array.from({ length: TURF_POINTS }, (_, index) =>
      recordsAt([3.8 + index / 600, 51.45], 1_000 + index, 1),
    ).flat();
    const found = propertiesOf(engineOf(few), viewOf(10));
    expect(found.map(({ count }) => count)).toEqual([40, 30]);
    const among = propertiesOf(engineOf([...few, ...many]), viewOf(10));
    expect(among.filter(({ firstRid }) => firstRid < 1_000)).toEqual(
      found.map((properties) => ({ ...properties, rank: expect.any(Number) })),
    );
  });

  it.each([
    { radiusMetres: 300, records: 3 },
    { radiusMetres: 1_000, records: 10 },
    { radiusMetres: 2_000, records: 20 },
  ])(
    '[HS6] are by the rule that was asked for, at any zoom: $records within $radiusMetres m',
    (rule) => {
      const engine = engineOf([
        ...recordsAt(ANTWERP, 1, 3),
        ...recordsAt([4.2, 51.3065], 20, 7),
        ...recordsAt([4.2, 51.317], 40, 10, { placePrecision: LOCALITY }),
        ...recordsAt(ANOTHER_PLACE, 60, 2),
      ]);
      const found = (zoom: number) => engine.hotspots({ ...viewOf(zoom), rule });
      for (const zoom of [9, 12]) {
        expect(found(zoom)).toMatchObject({ rule, radiusMetres: rule.radiusMetres });
      }
      const counts = found(9).concentrations.features.map(({ properties }) => properties.count);
      expect(counts).toEqual({ 300: [7, 3], 1000: [10], 2000: [20] }[rule.radiusMetres]);
      // Records known to 750 m count only where twice that is within the radius.
      expect(found(9).tooUncertain).toBe(rule.radiusMetres > 1_500 ? 0 : 10);
    },
  );

  it('[HS6] forget what was found by another rule', () => {
    const engine = engineOf(recordsAt(ANTWERP, 1, 6));
    const count = (records: number) =>
      propertiesOf(engine, { ...viewOf(10), rule: { radiusMetres: 500, records } }).length;
    expect([5, 10, 3].map(count)).toEqual([1, 0, 1]);
  });

  it('[HS7] are compared with as many days before, by the records that would belong to them then', () => {
    const engine = engineOf([
      ...recordsAt(ANTWERP, 1, 8, { day: '2026-05-08' }),
      ...recordsAt(ANOTHER_PLACE, 20, 6, { day: '2026-05-14' }),
      ...recordsAt(ANTWERP, 40, 3, { day: '2026-05-07' }),
      ...recordsAt(ANTWERP, 50, 9, { day: '2026-04-30' }),
      ...recordsAt(ANTWERP, 60, 2, { day: '2026-05-02', placePrecision: LOCALITY }),
      ...recordsAt([4.1, 51.2], 70, 7, { day: '2026-05-03' }),
    ]);
    const request = viewOf(10, { from: '2026-05-08', to: '2026-05-14' });
    expect(engine.hotspots(request).hoursBefore).toBe(7 * 24);
    expect(propertiesOf(engine, request)).toMatchObject([
      { count: 8, before: 3, change: 5 },
      { count: 6, before: 0, change: 6 },
    ]);
  });

  it('[HS8] are ranked by number, then by lowest rid, and lie where most of their records say', () => {
    const engine = engineOf([
      ...recordsAt(ANOTHER_PLACE, 1, 6, { area: BRUSSELS_CITY }),
      ...recordsAt(ANTWERP, 50, 4, { area: PORT_OF_ANTWERP }),
      ...recordsAt(ANTWERP, 60, 2, { area: BRUSSELS_CITY }),
      ...recordsAt([4.3, 51.4], 80, 7, { area: 1 }),
    ]);
    const found = propertiesOf(engine, viewOf(10));
    expect(found.map(({ rank, firstRid, area }) => [rank, firstRid, area])).toEqual([
      [1, 80, null],
      [2, 1, '21004'],
      [3, 50, 'BEANR'],
    ]);
  });

  it('[HS9] are true for the moment of the first step, whatever changes before the last', () => {
    const rows = recordsAt(ANTWERP, 1, 700);
    const untouched = engineOf(rows).hotspots(viewOf(10));
    const engine = engineOf(rows);
    const steps = engine.hotspotsSteps(viewOf(10));
    let taken = 1;
    let step = steps.next();
    engine.store.columns.put(recordsAt(ANOTHER_PLACE, 2, 1, { fromSeq: 2 })[0] ?? []);
    for (; !step.done; step = steps.next()) taken += 1;
    expect(step.value).toEqual(untouched);
    expect(taken).toBeGreaterThan(5);
  });
});

describe('a hull', () => {
  it('[HS8] is Turf’s convex hull, also where most points are left out before Turf sees them', () => {
    for (let seed = 1; seed <= 30; seed += 1) {
      const random = seededRandom(seed);
      const isNarrow = seed % 3 === 0;
      const place = () => [
        random() + random(),
        isNarrow ? random() / 1_000 : random() ** (1 + (seed % 4)),
      ];
      const places = Array.from({ length: 300 + 40 * seed }, place);
      const x = Uint32Array.from(places, ([east]) => mercatorX(4 + (east ?? 0) / 50));
      const y = Uint32Array.from(places, ([, north]) => mercatorY(51 + (north ?? 0) / 50));
      const points = Array.from(x, (east, at) => point([lngOfX(east), latOfY(y[at] ?? 0)]));
      const hull = toEnd(hullSteps(x, y, 100));
      const expected = convex(featureCollection(points))?.geometry;
      expect({ seed, corners: cornersOf(hull) }).toEqual({ seed, corners: cornersOf(expected) });
    }
  });

  it('[HS8] of records on both sides of the antimeridian does not go round the world', () => {
    const x = Uint32Array.from([179.99, -179.99, -179.98, 179.98], mercatorX);
    const y = Uint32Array.from([10, 10.01, 9.99, 9.98], mercatorY);
    const hull = toEnd(hullSteps(x, y, 100));
    const longitudes = hull.coordinates[0]?.map(([lng = 0]) => lng) ?? [];
    expect(Math.max(...longitudes) - Math.min(...longitudes)).toBeLessThan(0.1);
    expect(booleanPointInPolygon([180, 10], hull)).toBe(true);
  });
});

function toEnd<Result>(steps: Generator<void, Result>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** Whichever corner is the first. */
function cornersOf(polygon: Polygon | undefined): string[] {
  return (polygon?.coordinates[0] ?? []).slice(1).map(String).sort();
}
