import { describe, expect, it } from 'vitest';
import { buildDetail, buildWorld } from '@/lib/map/build/countries';
import { readGazetteer } from '@/lib/map/build/gazetteer-file';
import { BRUSSELS_MUNICIPALITIES, EXONYMS } from '@/lib/map/build/label-tables';
import { buildMunicipalities, buildPlaces } from '@/lib/map/build/places';
import { buildProvinceLines, buildProvinces } from '@/lib/map/build/provinces';
import { regionByCode } from '@/lib/regions/gazetteer';

const gazetteer = readGazetteer();

describe('the tables of names', () => {
  it('name places that GeoNames knows by one of the names that the table gives', () => {
    const byId = new Map(gazetteer.map((place) => [place.id, place]));
    const wrong = Object.entries(EXONYMS).filter(([id, names]) => {
      const place = byId.get(Number(id));
      const known = new Set([place?.name, ...(place?.alternateNames ?? [])]);
      return !names.some((name) => known.has(name));
    });
    expect(wrong).toEqual([]);
  });
});

describe('buildMunicipalities', () => {
  const { features } = buildMunicipalities(gazetteer);

  it('has all 19 municipalities of Brussels with both official names', () => {
    const codes = new Set(features.map(({ properties }) => properties.code));
    expect(BRUSSELS_MUNICIPALITIES.filter(([code]) => !codes.has(code))).toEqual([]);
    const schaerbeek = features.find(({ properties }) => properties.code === '21015')?.properties;
    expect(schaerbeek).toMatchObject({
      fr: 'Schaerbeek',
      second: 'Schaarbeek',
      nl: 'Schaarbeek',
      secondNl: 'Schaerbeek',
    });
  });

  it('labels the parts of Antwerp and Brussels that the list of places lacks, where the gazetteer has them', () => {
    for (const code of [
      '11002-berendrecht-zandvliet-lillo',
      '11002-borsbeek',
      '21004-laeken',
      '21004-haren',
    ]) {
      const label = features.find(({ properties }) => properties.code === code);
      const [lng = 0, lat = 0] = label?.geometry.type === 'Point' ? label.geometry.coordinates : [];
      const [ownLng = 1, ownLat = 1] = regionByCode(code)?.point ?? [];
      expect([lng, lat], code).toEqual([expect.closeTo(ownLng, 3), expect.closeTo(ownLat, 3)]);
    }
    const laeken = features.find(({ properties }) => properties.code === '21004-laeken');
    expect(laeken?.properties).toMatchObject({ nl: 'Laken', fr: 'Laeken', second: 'Laken' });
  });

  it('says a name once where both languages have the same', () => {
    const jette = features.find(({ properties }) => properties.code === '21010')?.properties;
    expect(jette).toMatchObject({ second: '', secondNl: '' });
  });
});

describe('buildPlaces', () => {
  it('puts no place into two files and leaves Brussels’ municipalities to their own labels', () => {
    const { major, minor, local } = buildPlaces(gazetteer);
    const keys = [major, minor, local].flatMap(({ features }) =>
      features.map(({ geometry, properties }) => `${properties.name} ${JSON.stringify(geometry)}`),
    );
    expect(new Set(keys).size).toBe(keys.length);
    expect(keys.some((key) => key.startsWith('Schaerbeek '))).toBe(false);
    expect(
      major.features.find(({ properties }) => properties.name === 'Brussels')?.properties,
    ).toMatchObject({
      nl: 'Brussel',
      fr: 'Bruxelles',
      capital: 1,
    });
  });
});

describe('buildProvinces', () => {
  const provinces = buildProvinces();

  it('has the ten provinces and the Brussels Region by ISO code', () => {
    const codes = provinces.features.map(({ properties }) => properties.code);
    expect(codes).toHaveLength(11);
    expect(codes).toContain('BE-BRU');
  });

  it('draws inner outlines only: nothing over the sea off the coast', () => {
    const lines = JSON.stringify(buildProvinceLines(provinces));
    const points = [...lines.matchAll(/\[([\d.-]+),([\d.-]+)\]/g)].map(([, lng, lat]) => [
      Number(lng),
      Number(lat),
    ]);
    expect(points.length).toBeGreaterThan(200);
    expect(points.filter(([lng = 0, lat = 0]) => lng < 3.1 && lat > 51.3)).toEqual([]);
  });
});

describe('the land', () => {
  it('covers every detail tile with sea before its land', () => {
    const tiles = buildDetail();
    expect(tiles.map(({ data }) => data.features[0]?.properties.role)).toEqual(
      tiles.map(() => 'sea'),
    );
  });

  it('has land, coast and borders all over the world', () => {
    const roles = new Set(buildWorld().features.map(({ properties }) => properties.role));
    expect(roles).toEqual(new Set(['land', 'coast', 'border']));
  });
});
