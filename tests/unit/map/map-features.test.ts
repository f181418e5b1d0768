import fc from 'fast-check';
import type { Feature, Point } from 'geojson';
import { describe, expect, it } from 'vitest';
import type { Region } from '@/lib/domain/region';
import type { RegionType } from '@/lib/domain/region-type';
import type { Locale } from '@/lib/domain/vocabulary';
import { gatherAreas } from '@/lib/map/gather-areas';
import { areaFeatures, clusterFeatures, figureValueLabel } from '@/lib/map/map-features';
import {
  clusterImageRadius,
  parseSymbolImageId,
  quantiseShares,
  symbolImageId,
} from '@/lib/map/symbol-image';
import type { AreaCount, ClusterProperties } from '@/lib/protocol/engine-requests';
import { REGIONS as GAZETTEER } from '@/lib/regions/gazetteer';

const OPTIONS = { theme: 'dark', locale: 'en' } as const;

function point(properties: Partial<ClusterProperties>): Feature<Point, ClusterProperties> {
  return {
    type: 'Feature',
    geometry: { type: 'Point', coordinates: [4.35, 50.85] },
    properties: {
      cluster: 1,
      count: 1,
      shooting: 1,
      seizure: 0,
      incident: 0,
      killed: 0,
      injured: 0,
      grams: 0,
      radiusPx: 10,
      rid: 7,
      kind: 'shooting',
      uncertaintyMetres: 25,
      retracted: false,
      spot: null,
      ...properties,
    },
  };
}

function partsOf(...features: Feature<Point, ClusterProperties>[]): string[] {
  const drawn = clusterFeatures({ type: 'FeatureCollection', features }, OPTIONS);
  return drawn.features.map(({ properties }) => properties.part);
}

function region(
  code: string,
  type: RegionType,
  parent: string | null,
  at: [number, number] | null = [4, 51],
): Region {
  const names = { nl: code, fr: code, en: code };
  return {
    code,
    type,
    parent,
    names,
    aliases: [],
    point: at,
    validFrom: null,
    validTo: null,
    successor: null,
    source: 'test',
  };
}

const REGIONS = new Map(
  [
    region('BE', 'country', null),
    region('BE-VAN', 'province', 'BE'),
    region('11002', 'municipality', 'BE-VAN'),
    region('11002-merksem', 'district', '11002'),
    region('BEANR', 'port', 'BE'),
    region('NL', 'country', null, null),
    region('NLXXX', 'port', 'NL'),
  ].map((entry) => [entry.code, entry]),
);

function count(code: string, shooting: number): AreaCount {
  return { code, count: shooting, shooting, seizure: 0, incident: 0 };
}

describe('clusterFeatures', () => {
  it('marks the centre of exact points only', () => {
    const icons = [25, 75, 750].map((uncertaintyMetres) => {
      const drawn = clusterFeatures(
        { type: 'FeatureCollection', features: [point({ uncertaintyMetres })] },
        OPTIONS,
      );
      return drawn.features[0]?.properties.icon;
    });
    expect(icons).toEqual([
      'hw|kind|dark|shooting|exact',
      'hw|kind|dark|shooting|soft',
      'hw|kind|dark|shooting|soft',
    ]);
  });

  it('gives discs a tag on their rim, the radius north of the point', () => {
    expect(partsOf(point({ uncertaintyMetres: 750 }))).toEqual(['locality', 'tag']);
    expect(partsOf(point({ uncertaintyMetres: 75 }))).toEqual(['vicinity', 'tag']);
    expect(partsOf(point({}))).toEqual(['exact']);
    const features = [point({ uncertaintyMetres: 750 })];
    const tag = clusterFeatures({ type: 'FeatureCollection', features }, OPTIONS).features[1];
    expect((Number(tag?.geometry.coordinates[1]) - 50.85) * 111_195).toBeCloseTo(750, 0);
  });

  it('gives several records on one spot a ring and the disc of that spot, and a small ring no number', () => {
    expect(partsOf(point({ count: 3, rid: null, uncertaintyMetres: 75 }))).toEqual([
      'vicinity',
      'cluster',
    ]);
    expect(partsOf(point({ count: 3, rid: null, uncertaintyMetres: null }))).toEqual(['cluster']);
    const labels = [6, 9].map((radiusPx) => {
      const features = [point({ count: 3, rid: null, uncertaintyMetres: null, radiusPx })];
      return clusterFeatures({ type: 'FeatureCollection', features }, OPTIONS).features[0]
        ?.properties.label;
    });
    expect(labels).toEqual(['', '3']);
  });

  it('sizes a disc in real metres: 750 m at 50.85° north are 62 px at zoom 12', () => {
    const features = [point({ uncertaintyMetres: 750 })];
    const [disc] = clusterFeatures({ type: 'FeatureCollection', features }, OPTIONS).features;
    expect((disc?.properties.radiusAtZoom0 ?? 0) * 2 ** 12).toBeCloseTo(62.2, 0);
  });

  it('draws fanned records beside their spot with a line to it, and one disc where they lie', () => {
    const spot: [number, number] = [4.35, 50.85];
    const fan = [1, 2, 3].map((rid) => point({ rid, uncertaintyMetres: 75, spot }));
    const { features } = clusterFeatures({ type: 'FeatureCollection', features: fan }, OPTIONS);
    const parts = features.map(({ properties }) => properties.part);
    expect(parts).toEqual(['vicinity', 'leg', 'fanned', 'leg', 'fanned', 'leg', 'fanned']);
    expect(features[0]?.geometry.coordinates).toEqual(spot);
    expect(features[1]?.geometry).toMatchObject({
      type: 'LineString',
      coordinates: [spot, [4.35, 50.85]],
    });
    expect(partsOf(point({ spot }))).toEqual(['leg', 'fanned']);
  });

  it('shows clusters with their count in the reader’s way of writing numbers', () => {
    const features = [point({ count: 1234, rid: null, kind: null, uncertaintyMetres: null })];
    const label = (locale: 'nl' | 'en') =>
      clusterFeatures({ type: 'FeatureCollection', features }, { theme: 'dark', locale })
        .features[0]?.properties.label;
    expect(label('nl')).toBe('1.234');
    expect(label('en')).toBe('1,234');
  });
});

describe('gatherAreas', () => {
  const areas = [count('11002-merksem', 3), count('11002', 4), count('BEANR', 5), count('BE', 1)];
  const at = (zoom: number) =>
    gatherAreas(areas, REGIONS, zoom).map(({ code, count: sum }) => `${code} ${sum}`);

  it('adds small areas to larger ones when zoomed out', () => {
    expect(at(3.6)).toEqual(['BE 13']);
    expect(at(8)).toEqual(['BE-VAN 7', 'BEANR 5', 'BE 1']);
    expect(at(9.5)).toEqual(['11002 7', 'BEANR 5', 'BE 1']);
    expect(at(12)).toEqual(['11002-merksem 3', '11002 4', 'BEANR 5', 'BE 1']);
  });

  it('keeps the sum at every zoom', () => {
    fc.assert(
      fc.property(fc.double({ min: 0, max: 20, noNaN: true }), (zoom) => {
        const sum = gatherAreas(areas, REGIONS, zoom).reduce(
          (total, area) => total + area.count,
          0,
        );
        expect(sum).toBe(13);
      }),
    );
  });

  it('does not move a count to a parent that has no place for a label', () => {
    expect(gatherAreas([count('NLXXX', 2)], REGIONS, 3)[0]?.code).toBe('NLXXX');
  });
});

describe('areaFeatures', () => {
  it('leaves out areas that have no label point or are unknown', () => {
    const drawn = areaFeatures([count('NL', 2), count('??', 1), count('BE', 3)], REGIONS, OPTIONS);
    expect(drawn.features.map(({ properties }) => properties.code)).toEqual(['BE']);
  });

  it('has both official names of places in Brussels, whatever the reader’s language, and one elsewhere', () => {
    const both = (locale: Locale, code: string) => {
      const counted = areaFeatures(
        [count(code, 1)],
        new Map(GAZETTEER.map((entry) => [entry.code, entry])),
        { theme: 'dark', locale },
      );
      const { name, otherName } = counted.features[0]?.properties ?? {};
      return [name, otherName];
    };
    expect(both('fr', '21009')).toEqual(['Ixelles', 'Elsene']);
    expect(both('nl', '21009')).toEqual(['Elsene', 'Ixelles']);
    expect(both('en', '21009')).toEqual(['Ixelles', 'Elsene']);
    expect(both('fr', '21006')).toEqual(['Evere', '']);
    expect(both('fr', '11002')[1]).toBe('');
  });
});

describe('figureValueLabel', () => {
  const figure = { label: 'Antwerp', year: 2023, tonnes: 116, low: 116, high: 121 };
  it('writes a range where publishers disagree, and one value where they do not', () => {
    expect(figureValueLabel({ ...figure, disputed: true }, 'en')).toBe('116–121 t');
    expect(figureValueLabel({ ...figure, disputed: false }, 'en')).toBe('116 t');
    expect(figureValueLabel({ ...figure, tonnes: 45.506, disputed: false }, 'nl')).toBe('45,5 t');
  });
});

describe('quantiseShares', () => {
  it('adds up to twelve and shows every kind that occurs', () => {
    const counts = fc.tuple(fc.nat(100_000), fc.nat(100_000), fc.nat(100_000));
    fc.assert(
      fc.property(
        counts.filter(([a, b, c]) => a + b + c > 0),
        (sample) => {
          const shares = quantiseShares(sample);
          expect(shares[0] + shares[1] + shares[2]).toBe(12);
          sample.forEach((value, index) => {
            expect((shares[index] ?? 0) > 0).toBe(value > 0);
          });
        },
      ),
    );
  });
});

describe('clusterImageRadius', () => {
  it('never enlarges an image by more than a fifth within the sizes of clusters', () => {
    fc.assert(
      fc.property(fc.double({ min: 8, max: 40, noNaN: true }), (radius) => {
        expect(radius / clusterImageRadius(radius)).toBeLessThanOrEqual(1.2001);
      }),
    );
  });
});

describe('symbol image ids', () => {
  it.each([
    { type: 'kind', theme: 'light', kind: 'seizure', mark: 'tag' },
    { type: 'cluster', theme: 'dark', radiusPx: 22, shares: [6, 0, 6] },
    { type: 'area', theme: 'dark', shares: [12, 0, 0] },
    { type: 'simulated', theme: 'light', word: 'Gesimuleerd' },
    { type: 'cross', theme: 'light' },
  ] as const)('read back what they were made from: $type', (image) => {
    expect(parseSymbolImageId(symbolImageId(image))).toEqual(image);
  });

  it('leave images of other styles alone', () => {
    expect(parseSymbolImageId('arrow')).toBeNull();
    expect(parseSymbolImageId('hw|kind|sepia|seizure|exact')).toBeNull();
  });
});
