import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LngLat } from '@/lib/domain/place';
import type { PlacePrecision, Sensitivity } from '@/lib/domain/vocabulary';
import { boundaryFeatures } from '@/lib/regions/boundaries/boundary-features';
import { createBoundaryLocator, withBoundaries } from '@/lib/regions/boundaries/boundary-locator';
import type { BoundaryShape } from '@/lib/regions/boundaries/boundary-shape';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { recodeArea } from '@/lib/regions/boundaries/recode-area';
import { areaOf } from '@/lib/regions/gazetteer';
import { createPointLocator, type Outlines } from '@/lib/regions/point-to-region';
import {
  IN_EAST,
  IN_WEST,
  NEAR_MIDDLE,
  squareRing,
  twoSquares,
} from '../../../support/boundary-files';

const locatorOf = (shapes: { code: string; polygons: number[][][][] }[]) =>
  createBoundaryLocator(boundaryFeatures(buildTopology(shapes).topology));

const shapes = twoSquares().features.map(({ properties, geometry }) => ({
  code: String(properties?.nis),
  polygons: [geometry.coordinates],
}));
const squares = locatorOf(shapes);
const none = { type: 'FeatureCollection' as const, features: [] };
const outlines = createPointLocator({ countries: none, provinces: none });
const EXACT = { placePrecision: 'exact', sensitivity: [] } as const;
const covering = (code: string): Outlines => ({
  type: 'FeatureCollection',
  features: [
    {
      type: 'Feature',
      properties: { code },
      geometry: { type: 'Polygon', coordinates: [squareRing(3, 50, 6, 52)] },
    },
  ],
});

describe('a point', () => {
  it('lies in the finest region whose polygon holds it, and outside in none', () => {
    const around = { code: 'BE-BRU', polygons: [[squareRing(4.2, 50.7, 4.5, 50.95)]] };
    const both = locatorOf([around, ...shapes]);
    expect(both.regionAt(IN_WEST)).toEqual({ code: '21001', level: 'municipality' });
    expect(both.regionAt(IN_EAST)).toEqual({ code: '21004', level: 'municipality' });
    expect(both.regionAt([4.45, 50.9])).toEqual({ code: 'BE-BRU', level: 'province' });
    expect(both.regionAt([5, 50.9])).toBeNull();
  });

  it('lies in one of two neighbours or on their border, and never in both or beside them', () => {
    const inside = fc.record({
      lng: fc.double({ min: 4.281, max: 4.399, noNaN: true }),
      lat: fc.double({ min: 50.801, max: 50.859, noNaN: true }),
    });
    fc.assert(
      fc.property(inside, ({ lng, lat }) => {
        const code = squares.regionAt([lng, lat])?.code;
        if (lng !== 4.34) expect(code).toBe(lng < 4.34 ? '21001' : '21004');
      }),
    );
  });

  it('in a municipality that was merged since lies in the one that it became', () => {
    const ring = squareRing(4.45, 51.18, 4.52, 51.24);
    expect(locatorOf([{ code: '11007', polygons: [[ring]] }]).regionAt([4.48, 51.2])?.code).toBe(
      '11002',
    );
  });

  it('gives its area by imported polygons where there are some, and as before where there are none', () => {
    const wanted: LngLat = IN_WEST;
    expect(withBoundaries(outlines, () => squares).locate(wanted, EXACT)).toEqual({
      municipality: '21001',
    });
    const belgium = createPointLocator({ countries: covering('BE'), provinces: none });
    for (const boundaries of [() => null, () => squares]) {
      expect(withBoundaries(belgium, boundaries).locate([5, 51], EXACT)).toMatchObject({
        country: 'BE',
        municipality: null,
      });
    }
  });
});

describe('the area that follows from a private point', () => {
  const around = (code: string, margin: number) => ({
    code,
    polygons: [[squareRing(4.28 - margin, 50.8 - margin, 4.34 + margin, 50.86 + margin)]],
  });
  const nested = [
    around('11002-antwerpen', 0),
    around('11002', 0.01),
    around('BE-VAN', 0.02),
    around('BE', 0.03),
  ];
  const locate = (
    point: LngLat,
    placePrecision: PlacePrecision,
    sensitivity: Sensitivity[] = [],
    boundaries = locatorOf(nested),
  ) =>
    areaOf(
      withBoundaries(outlines, () => boundaries).locate(point, { placePrecision, sensitivity }),
    );

  it.each<[PlacePrecision, Sensitivity[], string | null]>([
    ['exact', [], '11002-antwerpen'],
    ['locality', ['private home'], '11002-antwerpen'],
    ['municipality', ['minor'], '11002'],
    ['exact', ['minor'], '11002'],
    ['province', [], 'BE-VAN'],
    ['country', [], 'BE'],
    ['sea', [], null],
  ])('is at %s with %j no finer than %s', (precision, sensitivity, finest) => {
    const { district, municipality, province, country } = locate(IN_WEST, precision, sensitivity);
    expect(district ?? municipality ?? province ?? country).toBe(finest);
  });

  it('is the next coarser one where a border is nearer than the point is exact', () => {
    const near: LngLat = [4.3393, 50.83];
    expect(locate(near, 'exact').district).toBe('11002-antwerpen');
    expect(locate(near, 'vicinity')).toMatchObject({ district: null, municipality: '11002' });
    expect(locate(near, 'exact', ['private home'])).toMatchObject({
      district: null,
      province: 'BE-VAN',
    });
    const simplified = createBoundaryLocator(boundaryFeatures(buildTopology(nested).topology), 40);
    expect(locate(near, 'exact', [], simplified)).toMatchObject({
      district: null,
      municipality: '11002',
    });
    expect(locate(NEAR_MIDDLE, 'locality', [], squares)).toEqual(areaOf({}));
  });

  it('keeps the province that the outlines know where only countries were imported', () => {
    const known = createPointLocator({ countries: covering('BE'), provinces: covering('BE-VAN') });
    const of = (shape: BoundaryShape, point: LngLat, placePrecision: PlacePrecision = 'exact') =>
      areaOf(
        withBoundaries(known, () => locatorOf([shape])).locate(point, {
          placePrecision,
          sensitivity: [],
        }),
      );
    expect(of(around('BE', 0), IN_WEST)).toEqual(areaOf({ province: 'BE-VAN' }));
    expect(of(around('BE', 0), IN_WEST, 'country')).toEqual(areaOf({ country: 'BE' }));
    // What was imported is in the right: another country, or a border that is too near to tell.
    expect(of(around('NL', 0), IN_WEST)).toEqual(areaOf({ country: 'NL' }));
    expect(of(around('BE', 0), NEAR_MIDDLE, 'locality')).toEqual(areaOf({}));
    expect(of(around('BE-VAN', 0), NEAR_MIDDLE, 'locality')).toEqual(areaOf({ country: 'BE' }));
    expect(of(around('11002', 0), NEAR_MIDDLE, 'locality')).toEqual(areaOf({ province: 'BE-VAN' }));
  });

  it('by the outlines is no finer either', () => {
    const belgium = createPointLocator({
      countries: covering('BE'),
      provinces: covering('BE-VAN'),
    });
    const bare = withBoundaries(belgium, () => null);
    const of = (placePrecision: PlacePrecision) =>
      areaOf(bare.locate(IN_WEST, { placePrecision, sensitivity: [] }));
    expect(of('exact').province).toBe('BE-VAN');
    expect(of('country')).toEqual(areaOf({ country: 'BE' }));
    expect(of('sea')).toEqual(areaOf({}));
  });
});

describe('re-coding', () => {
  const anderlecht = areaOf({ municipality: '21001' });
  const recode = (point: LngLat | null, change: object = {}) =>
    recodeArea({ point, ...EXACT, area: anderlecht, ...change }, squares);

  it('gives a record the municipality that its point lies in, whole', () => {
    expect(recode(IN_EAST)).toEqual({
      type: 'changed',
      from: '21001',
      to: '21004',
      area: areaOf({ municipality: '21004' }),
    });
    const country = { area: areaOf({ country: 'BE' }) };
    expect(recode(IN_EAST, country)).toMatchObject({ from: null, to: '21004' });
  });

  it('leaves what is right, has no point of its own, or lies outside all polygons', () => {
    expect(recode(IN_WEST)).toEqual({ type: 'same' });
    expect(recode(null)).toEqual({ type: 'same' });
    expect(recode(IN_EAST, { placePrecision: 'municipality' })).toEqual({ type: 'same' });
    expect(recode([5, 51])).toEqual({ type: 'same' });
  });

  it('leaves alone what is too near to a border for its precision, and what contradicts its port', () => {
    const wrong = { area: areaOf({ municipality: '21004' }) };
    expect(recode(NEAR_MIDDLE, wrong)).toMatchObject({ type: 'changed', to: '21001' });
    expect(recode(NEAR_MIDDLE, { ...wrong, placePrecision: 'vicinity' })).toEqual({
      type: 'left alone',
    });
    expect(recode(NEAR_MIDDLE, { ...wrong, sensitivity: ['private home'] })).toEqual({
      type: 'left alone',
    });
    expect(recode(IN_EAST, { area: areaOf({ port: 'NLRTM' }) })).toEqual({ type: 'left alone' });
    const port = { area: areaOf({ port: 'BEANR' }) };
    expect(recode(IN_EAST, port)).toMatchObject({
      to: '21004',
      area: { port: 'BEANR', municipality: '21004' },
    });
  });
});
