import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { REGIONS } from '@/lib/regions/gazetteer';
import {
  createPointLocator,
  loadPointLocator,
  type Outlines,
  suggestRegions,
} from '@/lib/regions/point-to-region';

const countriesPath = createRequire(import.meta.url).resolve('world-atlas/countries-10m.json');

function box(code: string, west: number, south: number, east: number, north: number) {
  const corners = [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
  return {
    type: 'Feature' as const,
    properties: { code },
    geometry: { type: 'Polygon' as const, coordinates: [corners] },
  };
}

function outlines(...features: Outlines['features']): Outlines {
  return { type: 'FeatureCollection', features };
}

/** A province of 0.4 by 0.4 degrees, and a country that holds it. */
const squares = {
  countries: outlines(box('BE', 4, 50, 5, 51), box('NL', 4, 51, 5, 52)),
  provinces: outlines(box('BE-BRU', 4.3, 50.3, 4.7, 50.7)),
};

const folder = mkdtempSync(join(tmpdir(), 'regions-'));
afterAll(() => rmSync(folder, { recursive: true }));

function provincesFile(name: string, content: unknown): string {
  const path = join(folder, name);
  writeFileSync(path, JSON.stringify(content));
  return path;
}

describe('a point locator', () => {
  it('gives the province of a point more than a kilometre inside its outline', () => {
    const locator = createPointLocator(squares);
    expect(locator.locate([4.5, 50.5])).toEqual({ country: 'BE', province: 'BE-BRU' });
    expect(locator.locate([4.5, 50.6905])).toEqual({ country: 'BE', province: 'BE-BRU' });
  });

  it('leaves the province open within a kilometre of the outline, and outside it', () => {
    const locator = createPointLocator(squares);
    expect(locator.locate([4.5, 50.6915])).toEqual({ country: 'BE', province: null });
    expect(locator.locate([4.5, 50.75])).toEqual({ country: 'BE', province: null });
  });

  it('gives nothing at sea', () => {
    expect(createPointLocator(squares).locate([2.5, 51.5])).toEqual({
      country: null,
      province: null,
    });
  });

  it('lets a province that holds the point decide a disputed country', () => {
    const locator = createPointLocator({
      countries: outlines(box('NL', 4, 50, 5, 51)),
      provinces: squares.provinces,
    });
    expect(locator.locate([4.5, 50.5]).country).toBe('BE');
  });

  it('measures the margin to holes too', () => {
    const withHole = box('BE-BRU', 4.3, 50.3, 4.7, 50.7);
    const hole = box('BE-BRU', 4.49, 50.49, 4.51, 50.51).geometry.coordinates[0] ?? [];
    withHole.geometry.coordinates.push(hole);
    const locator = createPointLocator({ ...squares, provinces: outlines(withHole) });
    expect(locator.locate([4.5, 50.5])).toEqual({ country: 'BE', province: null });
    expect(locator.locate([4.5, 50.515])).toEqual({ country: 'BE', province: null });
    expect(locator.locate([4.5, 50.55]).province).toBe('BE-BRU');
  });

  it('refuses an outline whose code is not in the gazetteer', () => {
    const wrong = outlines(box('BE-XXX', 4, 50, 5, 51));
    expect(() => createPointLocator({ ...squares, provinces: wrong })).toThrow(/"BE-XXX"/);
  });
});

describe('loadPointLocator', () => {
  const locator = loadPointLocator({
    countriesPath,
    provincesPath: provincesFile('provinces.json', squares.provinces),
  });

  it.each([
    ['Charleroi', [4.4445, 50.4108], 'BE'],
    ['Antwerp', [4.4003, 51.2205], 'BE'],
    ['Rotterdam', [4.4792, 51.9225], 'NL'],
    ['Lille', [3.06, 50.63], 'FR'],
    ['Las Palmas', [-15.43, 28.12], 'ES'],
    ['Oslo', [10.75, 59.93], 'NO'],
    ['the North Sea', [2.5, 52.5], null],
    ['New York', [-74, 40.8], null],
  ] as const)('finds the country of %s', (_name, point, country) => {
    expect(locator.locate(point).country).toBe(country);
  });

  it('puts the label of nearly every inland municipality into its own country', () => {
    const municipalities = REGIONS.filter(({ type }) => type === 'municipality');
    const elsewhere = municipalities.filter(
      ({ point }) => point && locator.locate(point).country !== 'BE',
    );
    expect(elsewhere.length).toBeLessThan(municipalities.length / 50);
  });

  it('names the file that is missing or is no collection', () => {
    const missing = join(folder, 'missing.json');
    expect(() => loadPointLocator({ countriesPath, provincesPath: missing })).toThrow(missing);
    const provincesPath = provincesFile('wrong.json', { type: 'Feature' });
    expect(() => loadPointLocator({ countriesPath, provincesPath })).toThrow(/FeatureCollection/);
    expect(() => loadPointLocator({ countriesPath: provincesPath, provincesPath })).toThrow(
      /no object "countries"/,
    );
  });
});

describe('suggestRegions', () => {
  it('offers the nearest municipalities and ports with their distance', () => {
    const [first, second] = suggestRegions([4.3306, 50.8387], 2);
    expect(first?.code).toBe('21001');
    expect(first?.distanceMetres).toBeGreaterThan(0);
    expect(first?.distanceMetres).toBeLessThan(3000);
    expect(second?.distanceMetres).toBeGreaterThanOrEqual(first?.distanceMetres ?? 0);
    expect(suggestRegions([4.03, 51.955], 1)[0]).toMatchObject({
      code: 'NLRTM',
      distanceMetres: 0,
    });
  });

  it('offers no municipality that has ended', () => {
    const codes = suggestRegions([4.48543, 51.19661], 20).map(({ code }) => code);
    expect(codes).not.toContain('11007');
    expect(codes).toHaveLength(20);
  });
});
