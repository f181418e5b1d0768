import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { AREA_KEYS, type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { regionSchema } from '@/lib/domain/region-schema';
import {
  AreaError,
  ancestorsOf,
  areaMatches,
  areaOf,
  descendantsOf,
  mayLieIn,
  policeZoneOf,
  REGIONS,
  regionByCode,
  regionsOf,
} from '@/lib/regions/gazetteer';
import { shortRegionName } from '@/lib/regions/region-label';

const KEY_BY_TYPE = {
  country: 'country',
  province: 'province',
  municipality: 'municipality',
  district: 'district',
  'police zone': 'policeZone',
  port: 'port',
} as const;

const belowEurope = REGIONS.filter(({ type }) => type !== 'continent');

function areaOfRegion(code: string): AreaTuple {
  const type = regionByCode(code)?.type;
  if (!type || type === 'continent') throw new Error(`${code} has no place in an area`);
  return areaOf({ [KEY_BY_TYPE[type]]: code });
}

function regionNamed(code: string) {
  const region = regionByCode(code);
  if (!region) throw new Error(`${code} is missing`);
  return region;
}

describe('the gazetteer', () => {
  it('holds only regions that pass the schema, each with a code of its own', () => {
    for (const region of REGIONS) regionSchema.parse(region);
    expect(new Set(REGIONS.map(({ code }) => code)).size).toBe(REGIONS.length);
  });

  it('writes codes by their type', () => {
    const pattern = {
      continent: /^EU-ROPE$/,
      country: /^[A-Z]{2}$/,
      province: /^[A-Z]{2}-[A-Z]{2,3}$/,
      municipality: /^\d{5}$/,
      district: /^\d{5}-[a-z-]+$/,
      'police zone': /^53\d{2}$/,
      port: /^[A-Z]{2}[A-Z2-9]{3}$/,
    };
    for (const { code, type } of REGIONS) expect(code).toMatch(pattern[type]);
  });

  it('chains every region to Europe without a cycle', () => {
    for (const { code } of belowEurope) {
      const chain = ancestorsOf(code).map((region) => region.code);
      expect(chain.at(-1)).toBe('EU-ROPE');
      expect(new Set([code, ...chain]).size).toBe(chain.length + 1);
    }
  });

  it('places every label point within Europe, and each Belgian one in Belgium', () => {
    for (const { code, point, type } of REGIONS) {
      if (type === 'police zone') continue;
      const [lng, lat] = point ?? [Number.NaN, Number.NaN];
      const isBelgian = /^(BE|\d)/.test(code);
      const [west, south, east, north] = isBelgian ? [2.5, 49.45, 6.45, 51.55] : [-32, 27, 60, 72];
      expect(lng, code).toBeGreaterThan(west ?? 0);
      expect(lng, code).toBeLessThan(east ?? 0);
      expect(lat, code).toBeGreaterThan(south ?? 0);
      expect(lat, code).toBeLessThan(north ?? 0);
    }
  });

  it('holds 581 Belgian municipalities before the mergers of 2025 and 565 after', () => {
    const municipalities = REGIONS.filter(({ type }) => type === 'municipality');
    expect(municipalities.filter(({ validFrom }) => validFrom === null)).toHaveLength(581);
    expect(municipalities.filter(({ validTo }) => validTo === null)).toHaveLength(565);
  });

  it('names for every region that has ended a successor that has not', () => {
    const ended = REGIONS.filter(({ validTo }) => validTo !== null);
    expect(ended.map(({ code }) => code)).toContain('11007');
    for (const { code, successor } of ended) {
      expect(regionNamed(successor ?? code).validTo, code).toBeNull();
    }
    expect(regionNamed('11007').successor).toBe('11002');
    expect(regionNamed('11056').successor).toBe('46030');
  });

  it('names the nineteen municipalities of Brussels in French and Dutch', () => {
    const brussels = REGIONS.filter(
      ({ parent, type }) => parent === 'BE-BRU' && type === 'municipality',
    );
    const expected = Array.from({ length: 19 }, (_, index) => String(21001 + index));
    expect(brussels.map(({ code }) => code)).toEqual(expected);
    expect(regionNamed('21013').names).toEqual({
      nl: 'Sint-Gillis',
      fr: 'Saint-Gilles',
      en: 'Saint-Gilles',
    });
    expect(regionNamed('21007').names).toMatchObject({ nl: 'Vorst', fr: 'Forest' });
  });

  it('gives Antwerp ten districts, Borsbeek only from 2025', () => {
    const districts = descendantsOf('11002').filter(({ type }) => type === 'district');
    expect(districts).toHaveLength(10);
    expect(regionNamed('11002-borsbeek').validFrom).toBe('2025-01-01');
  });

  it('says the type in names that several kinds of region share', () => {
    const english = ['BE-BRU', '21004', 'BEANR', '11002', 'BE-VAN', '11002-antwerpen'].map(
      (code) => regionNamed(code).names.en,
    );
    expect(english).toEqual([
      'Brussels (Region)',
      'City of Brussels',
      'Antwerp (port)',
      'Antwerp (municipality)',
      'Antwerp (province)',
      'Antwerpen (district)',
    ]);
    expect(shortRegionName(regionNamed('BEANR'), 'fr')).toBe('Anvers');
  });

  it('gives no two regions that exist today the same English name', () => {
    const names = REGIONS.filter(({ validTo }) => validTo === null).map(({ names }) => names.en);
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  });

  it.each([
    ['5339', ['21004', '21009']],
    ['5340', ['21003', '21008', '21010', '21011', '21012']],
    ['5341', ['21001', '21007', '21013']],
    ['5342', ['21002', '21016', '21017']],
    ['5343', ['21005', '21018', '21019']],
    ['5344', ['21006', '21014', '21015']],
    ['5345', ['11002']],
  ])('puts into police zone %s its municipalities and their districts', (zone, municipalities) => {
    const below = descendantsOf(zone);
    expect(below.filter(({ type }) => type === 'municipality').map(({ code }) => code)).toEqual(
      municipalities,
    );
    for (const { code } of below) expect(areaOfRegion(code).policeZone).toBe(zone);
    for (const municipality of municipalities) expect(policeZoneOf(municipality)).toBe(zone);
  });

  it('puts docks where the ships are and not in the town', () => {
    expect(regionNamed('BEANR').point?.[0]).toBeLessThan(4.35);
    expect(regionNamed('NLRTM').point?.[0]).toBeLessThan(4.1);
    expect(regionNamed('NLVLI').point?.[0]).toBeGreaterThan(3.65);
  });
});

describe('areaOf', () => {
  it('fills in from a municipality its province, country and police zone', () => {
    expect(areaOf({ municipality: '21001' })).toEqual({
      country: 'BE',
      province: 'BE-BRU',
      municipality: '21001',
      district: null,
      policeZone: '5341',
      port: null,
    });
  });

  it('fills in from a district everything above it', () => {
    const area = areaOf({ district: '11002-merksem' });
    expect(area).toMatchObject({ municipality: '11002', policeZone: '5345', province: 'BE-VAN' });
    expect(labelRegionOf(area)).toBe('11002-merksem');
  });

  it('fills in from a port its country only', () => {
    expect(areaOf({ port: 'BEANR' })).toEqual({
      country: 'BE',
      province: null,
      municipality: null,
      district: null,
      policeZone: null,
      port: 'BEANR',
    });
  });

  it('keeps a place at sea without any region', () => {
    expect(Object.values(areaOf({})).every((code) => code === null)).toBe(true);
  });

  it.each([
    [{ municipality: '21001', country: 'NL' }, 'country', /21001|NL/],
    [{ municipality: '21001', province: 'BE-VAN' }, 'province', /BE-BRU.*BE-VAN|BE-VAN.*BE-BRU/],
    [{ municipality: '21001', policeZone: '5340' }, 'policeZone', /5340/],
    [{ municipality: '11007', policeZone: '5345' }, 'policeZone', /11007.*5345/],
    [{ district: '11002-deurne', municipality: '21001' }, 'municipality', /11002/],
    [{ port: 'NLRTM', municipality: '11002' }, 'port', /NLRTM/],
    [{ municipality: '99999' }, 'municipality', /"99999" is not in the gazetteer/],
    [{ municipality: 'BEANR' }, 'municipality', /"BEANR" is a port .*give it as port/],
    [{ country: 'EU-ROPE' }, 'country', /is a continent/],
  ])('refuses %j and names the field %s', (parts, field, message) => {
    try {
      areaOf(parts);
    } catch (error) {
      expect(error).toBeInstanceOf(AreaError);
      expect(error).toMatchObject({ field, message: expect.stringMatching(message) });
      return;
    }
    throw new Error('areaOf accepted a wrong area');
  });

  it('changes nothing when applied to its own answer, whatever the region', () => {
    fc.assert(
      fc.property(fc.constantFrom(...belowEurope), ({ code }) => {
        const once = areaOfRegion(code);
        expect(areaOf(once)).toEqual(once);
      }),
      { numRuns: 500 },
    );
  });

  it('answers with parts that agree, or with an AreaError, for any two regions', () => {
    const parts = fc.constantFrom(...belowEurope);
    fc.assert(
      fc.property(parts, parts, (a, b) => {
        if (a.type === b.type || a.type === 'continent' || b.type === 'continent') return;
        try {
          const area = areaOf({ [KEY_BY_TYPE[a.type]]: a.code, [KEY_BY_TYPE[b.type]]: b.code });
          for (const key of AREA_KEYS) {
            const implied = areaOfRegion(a.code)[key] ?? areaOfRegion(b.code)[key];
            expect(area[key]).toBe(implied);
          }
        } catch (error) {
          expect(error).toBeInstanceOf(AreaError);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('areaMatches', () => {
  it('finds an area in each of its ancestors and in its police zone', () => {
    const area = areaOf({ district: '21004-laeken' });
    for (const code of ['21004-laeken', '21004', '5339', 'BE-BRU', 'BE', 'EU-ROPE']) {
      expect(areaMatches(area, code), code).toBe(true);
    }
    for (const code of ['21009', '5340', 'BE-VAN', 'NL', 'BEANR', 'no-such-code']) {
      expect(areaMatches(area, code), code).toBe(false);
    }
  });

  it('agrees with ancestorsOf for every region', () => {
    for (const { code } of belowEurope) {
      const area = areaOfRegion(code);
      for (const ancestor of ancestorsOf(code)) expect(areaMatches(area, ancestor.code)).toBe(true);
    }
  });

  it('finds what was recorded in a merged municipality in its successor, and not the other way', () => {
    const borsbeek = areaOf({ municipality: '11007' });
    expect(areaMatches(borsbeek, '11002')).toBe(true);
    expect(areaMatches(borsbeek, '11007')).toBe(true);
    expect(areaMatches(areaOf({ municipality: '11002' }), '11007')).toBe(false);
    expect(areaMatches(borsbeek, '21004')).toBe(false);
  });

  it('ends for every region: no chain of successors returns to where it began', () => {
    for (const first of REGIONS) {
      const seen = new Set([first.code]);
      let next = first.successor;
      while (next !== null) {
        expect(seen.has(next), `${first.code} comes back to ${next}`).toBe(false);
        seen.add(next);
        next = regionByCode(next)?.successor ?? null;
      }
    }
  });

  it('finds an area without a country not even in Europe', () => {
    expect(areaMatches(areaOf({}), 'EU-ROPE')).toBe(false);
  });
});

describe('the regions of an area', () => {
  it('are exactly those that it lies in, with those that its own merged into', () => {
    const parts = (type: keyof typeof KEY_BY_TYPE) =>
      fc.constantFrom(null, ...belowEurope.filter((region) => region.type === type));
    const anyArea = fc
      .record({
        municipality: parts('municipality'),
        port: parts('port'),
        country: parts('country'),
        policeZone: parts('police zone'),
        province: parts('province'),
        district: parts('district'),
      })
      .map((found) => Object.fromEntries(AREA_KEYS.map((key) => [key, found[key]?.code ?? null])));
    fc.assert(
      fc.property(anyArea, (codes) => {
        const area = codes as AreaTuple;
        const expected = REGIONS.filter(({ code }) => areaMatches(area, code));
        expect(regionsOf(area).sort()).toEqual(expected.map(({ code }) => code).sort());
      }),
      { numRuns: 60 },
    );
    const merged = REGIONS.find(({ successor }) => successor !== null);
    expect(regionsOf(areaOfRegion(merged?.code ?? ''))).toContain(merged?.successor);
  });
});

describe('mayLieIn', () => {
  it('holds for an area around a region, and for none at all', () => {
    const laeken = '21004-laeken';
    for (const code of ['21004', 'BE-BRU', 'BE']) {
      expect(mayLieIn(areaOfRegion(code), laeken), code).toBe(true);
    }
    expect(mayLieIn(areaOf({}), laeken)).toBe(true);
    expect(mayLieIn(areaOf({ country: 'BE' }), 'BEANR')).toBe(true);
  });

  it('does not hold beside a region, in it, or for one that nobody knows', () => {
    for (const code of ['21009', 'BE-VAN', 'NL', 'BEANR', '21004-laeken']) {
      expect(mayLieIn(areaOfRegion(code), '21004-laeken'), code).toBe(false);
    }
    expect(mayLieIn(areaOf({}), 'no-such-code')).toBe(false);
  });

  it('follows the police zone where an area names nothing finer', () => {
    const zone = areaOf({ policeZone: '5339' });
    expect(mayLieIn(zone, '21004')).toBe(true);
    expect(mayLieIn(zone, '21004-laeken')).toBe(true);
    expect(mayLieIn(zone, '21001')).toBe(false);
    expect(mayLieIn(zone, '5340')).toBe(false);
  });

  it('never holds for what lies in the region', () => {
    for (const { code } of belowEurope) {
      const area = areaOfRegion(code);
      for (const ancestor of ancestorsOf(code)) expect(mayLieIn(area, ancestor.code)).toBe(false);
    }
  });
});
