import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { LngLat } from '@/lib/domain/place';
import { boundaryFeatures } from '@/lib/regions/boundaries/boundary-features';
import { createBoundaryLocator, withBoundaries } from '@/lib/regions/boundaries/boundary-locator';
import { buildTopology } from '@/lib/regions/boundaries/build-topology';
import { recodeArea } from '@/lib/regions/boundaries/recode-area';
import { areaOf } from '@/lib/regions/gazetteer';
import { createPointLocator } from '@/lib/regions/point-to-region';
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
    expect(withBoundaries(outlines, () => squares).locate(wanted)).toEqual({
      municipality: '21001',
    });
    expect(withBoundaries(outlines, () => null).locate(wanted)).toEqual(outlines.locate(wanted));
    expect(withBoundaries(outlines, () => squares).locate([5, 51])).toEqual(
      outlines.locate([5, 51]),
    );
  });
});

describe('re-coding', () => {
  const anderlecht = areaOf({ municipality: '21001' });
  const recode = (point: LngLat | null, change: object = {}) =>
    recodeArea({ point, placePrecision: 'exact', area: anderlecht, ...change }, squares, 0);

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
    expect(recode(IN_EAST, { area: areaOf({ port: 'NLRTM' }) })).toEqual({ type: 'left alone' });
    const port = { area: areaOf({ port: 'BEANR' }) };
    expect(recode(IN_EAST, port)).toMatchObject({
      to: '21004',
      area: { port: 'BEANR', municipality: '21004' },
    });
  });
});
