import type { FeatureCollection, Geometry } from 'geojson';
import type { Locale } from '@/lib/domain/vocabulary';
import { type Stops, valueAt } from '@/lib/map/expressions';
import { SEA_LABELS } from '@/lib/map/sea-labels';
import { mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

type NameKind = 'sea' | 'country' | 'province' | 'municipality' | 'place';

/** A name of the basemap and from which zoom to which it may stand. */
export interface PlaceName {
  kind: NameKind;
  names: Readonly<Record<Locale, string>>;
  /** In the unit square of Web Mercator. */
  x: number;
  y: number;
  /** Names of a higher one are placed first. */
  weight: number;
  fromZoom: number;
  toZoom: number;
  /** Of a region, whose plate may say the name already. */
  code: string | null;
  population: number;
}

interface NameProperties {
  name?: string;
  nl?: string;
  fr?: string;
  en?: string;
  code?: string;
  rank?: number;
  population?: number;
  capital?: number;
}

export type NameCollection = FeatureCollection<Geometry, NameProperties>;

export interface NameFiles {
  countryLabels: NameCollection;
  provinceLabels: NameCollection;
  placesMajor: NameCollection;
  placesMinor: NameCollection;
  placesLocal: NameCollection;
  municipalities: NameCollection;
}

/** From which zoom a city of so many inhabitants is named: as the map's layers have it. */
const CITY_ZOOMS: readonly (readonly [population: number, zoom: number])[] = [
  [2_500_000, 3.4],
  [900_000, 4],
  [350_000, 5],
  [120_000, 6],
  [0, 7],
];
const COUNTRY_ZOOMS: Stops = [1, 2.6, 2, 3, 3, 4, 4, 5, 5, 6];
const SEA_ZOOMS: Stops = [1, 0, 2, 4, 3, 5];

/** The names of the built basemap, projected once. */
export function prepareNames(files: NameFiles): PlaceName[] {
  const named = (
    { features }: NameCollection,
    describe: (properties: NameProperties) => Omit<PlaceName, 'names' | 'x' | 'y' | 'code'>,
  ) =>
    features.flatMap(({ geometry, properties }): PlaceName[] => {
      if (geometry.type !== 'Point') return [];
      const [lng = 0, lat = 0] = geometry.coordinates;
      return [
        {
          ...describe(properties),
          names: namesOf(properties),
          x: mercatorX(lng) / WORLD_SIZE,
          y: mercatorY(lat) / WORLD_SIZE,
          code: properties.code ?? null,
        },
      ];
    });
  const city =
    (fromZoom: (properties: NameProperties) => number) => (properties: NameProperties) => ({
      kind: 'place' as const,
      weight: (properties.population ?? 0) + (properties.capital ?? 0) * 1_000_000,
      fromZoom: fromZoom(properties),
      toZoom: 14,
      population: properties.population ?? 0,
    });
  return [
    ...seaNames(),
    ...named(files.countryLabels, ({ rank = 5 }) => ({
      kind: 'country',
      weight: 20_000_000 - rank,
      fromZoom: valueAt(COUNTRY_ZOOMS, rank),
      toZoom: 6.9,
      population: 0,
    })),
    ...named(files.municipalities, ({ population = 0 }) => ({
      kind: 'municipality',
      weight: 10_000_000 + population,
      fromZoom: 10.3,
      toZoom: 20,
      population,
    })),
    ...named(files.placesMajor, city(majorZoom)),
    ...named(
      files.placesMinor,
      city(() => 7.4),
    ),
    ...named(
      files.placesLocal,
      city(() => 9.6),
    ),
    ...named(files.provinceLabels, () => ({
      kind: 'province',
      weight: 0,
      fromZoom: 7.6,
      toZoom: 9.6,
      population: 0,
    })),
  ].sort((a, b) => b.weight - a.weight || (a.names.en < b.names.en ? -1 : 1));
}

function majorZoom({ population = 0, capital = 0 }: NameProperties): number {
  const zoom = CITY_ZOOMS.find(([least]) => population >= least)?.[1] ?? 7;
  return capital === 1 ? Math.min(zoom, population >= 450_000 ? 3.4 : 5) : zoom;
}

function namesOf({ name = '', nl, fr, en }: NameProperties): Record<Locale, string> {
  return { nl: nl ?? name, fr: fr ?? name, en: en ?? name };
}

function seaNames(): PlaceName[] {
  return SEA_LABELS.map(([nl, fr, en, rank, lng, lat]) => ({
    kind: 'sea',
    names: { nl, fr, en },
    x: mercatorX(lng) / WORLD_SIZE,
    y: mercatorY(lat) / WORLD_SIZE,
    weight: 5_000 - rank,
    fromZoom: valueAt(SEA_ZOOMS, rank),
    toZoom: 9,
    code: null,
    population: 0,
  }));
}
