import { createRequire } from 'node:module';
import type {
  Feature,
  FeatureCollection,
  Geometry,
  MultiLineString,
  MultiPolygon,
  Point,
  Polygon,
} from 'geojson';
import { mesh, feature as topoFeature } from 'topojson-client';
import type { GeometryCollection, Topology } from 'topojson-specification';
import {
  type Bbox,
  clipLines,
  clipPolygons,
  collect,
  cutExactly,
  cutQuickly,
  feature,
  isLargerThan,
  rectangle,
} from './geometry';
import { COUNTRY_LABEL_POINTS } from './label-tables';

type Atlas = Topology<{
  countries: GeometryCollection<{ name: string }>;
  land: GeometryCollection;
}>;

/** Which part of the basemap a feature is; layers filter on it. */
export type LandRole = 'sea' | 'land' | 'coast' | 'border';
export type LandCollection = FeatureCollection<Geometry, { role: LandRole }>;

/** Outside this frame the world is drawn from the 1:110 m data, inside it from 1:50 m. */
const EUROPE_FRAME: Bbox = [-28, 30, 42, 72];
/** Smaller islands are below a pixel or two at the zooms where the coarse world is seen. */
const COARSE_MIN_DEGREES = 0.12;
/** Tiles of 1:10 m data; 2 to 11 by 49 to 56 holds Belgium and the Netherlands in one. */
const DETAIL_LNGS = [-16, -7, 2, 11, 20, 29, 38];
const DETAIL_LATS = [35, 42, 49, 56, 63];
const COARSE_DECIMALS = 2;
const DETAIL_DECIMALS = 4;

const require = createRequire(import.meta.url);

interface Land {
  countries: (Polygon | MultiPolygon)[];
  coast: MultiLineString;
  border: MultiLineString;
}

function readAtlas(scale: '10m' | '50m' | '110m'): Atlas {
  return require(`world-atlas/countries-${scale}.json`) as Atlas;
}

function readLand(scale: '10m' | '50m' | '110m'): Land {
  const atlas = readAtlas(scale);
  const { countries } = atlas.objects;
  return {
    countries: landOf(atlas),
    coast: mesh(atlas, countries, (a, b) => a === b),
    border: mesh(atlas, countries, (a, b) => a !== b),
  };
}

/** Country by country: merged, Eurasia is one ring that the map's triangulation gets wrong where tiles cut it. */
function landOf(atlas: Atlas): (Polygon | MultiPolygon)[] {
  return topoFeature(atlas, atlas.objects.countries).features.flatMap(({ geometry }) =>
    geometry.type === 'Polygon' || geometry.type === 'MultiPolygon' ? [geometry] : [],
  );
}

function landFeatures(
  { countries, coast: shores, border: borders }: Land,
  frame: Bbox,
  decimals: number,
  coarse = false,
): LandCollection['features'] {
  const minDegrees = coarse ? COARSE_MIN_DEGREES : 0;
  const cut = coarse ? cutExactly : cutQuickly;
  const land = countries
    .flatMap((country) => clipPolygons(country, frame, decimals, cut)?.coordinates ?? [])
    .filter((rings) => isLargerThan(rings[0] ?? [], minDegrees));
  const coast = clipLines(shores, frame, decimals);
  const border = clipLines(borders, frame, decimals);
  return [
    ...land.map((coordinates) =>
      feature({ type: 'Polygon' as const, coordinates }, { role: 'land' as const }),
    ),
    ...(coast ? [feature(largeLines(coast, minDegrees), { role: 'coast' as const })] : []),
    ...(border ? [feature(border, { role: 'border' as const })] : []),
  ];
}

function largeLines(lines: MultiLineString, minDegrees: number): MultiLineString {
  const coordinates = lines.coordinates.filter((line) => isLargerThan(line, minDegrees));
  return { type: 'MultiLineString', coordinates };
}

/** The whole world, coarse: what stands below everything and is enough up to zoom 5.5. */
export function buildWorld(): LandCollection {
  const [west, south, east, north] = EUROPE_FRAME;
  const coarse = readLand('110m');
  const around: Bbox[] = [
    [-180, -60, west, 84],
    [east, -60, 180, 84],
    [west, -60, east, south],
    [west, north, east, 84],
  ];
  return collect([
    ...landFeatures(readLand('50m'), EUROPE_FRAME, COARSE_DECIMALS, true),
    ...around.flatMap((frame) => landFeatures(coarse, frame, COARSE_DECIMALS, true)),
  ]) as LandCollection;
}

/**
 * Fine land by tile. Each tile begins with a rectangle of sea that covers the coarse land below it, so that a tile
 * that has not arrived yet leaves the coarse map and not a hole.
 */
export function buildDetail(): { bbox: Bbox; data: LandCollection }[] {
  const fine = readLand('10m');
  const tiles: { bbox: Bbox; data: LandCollection }[] = [];
  for (let column = 0; column + 1 < DETAIL_LNGS.length; column++) {
    for (let row = 0; row + 1 < DETAIL_LATS.length; row++) {
      const bbox = [
        DETAIL_LNGS[column],
        DETAIL_LATS[row],
        DETAIL_LNGS[column + 1],
        DETAIL_LATS[row + 1],
      ] as Bbox;
      const land = landFeatures(fine, bbox, DETAIL_DECIMALS);
      const sea = feature(rectangle(bbox), { role: 'sea' as const });
      tiles.push({ bbox, data: collect([sea, ...land]) as LandCollection });
    }
  }
  return tiles;
}

export interface CountryProperties {
  /** ISO 3166-1 alpha-2. */
  code: string;
  nl: string;
  fr: string;
  en: string;
  /** Countries of a smaller rank are labelled earlier when zooming in. */
  rank: number;
}

function namesOf(code: string): { nl: string; fr: string; en: string } {
  const name = (locale: string) =>
    new Intl.DisplayNames([locale], { type: 'region', style: 'short' }).of(code) ?? code;
  return { nl: name('nl'), fr: name('fr'), en: name('en') };
}

export function buildCountryLabels(): FeatureCollection<Geometry, CountryProperties> {
  return collect(
    COUNTRY_LABEL_POINTS.map(([, code, rank, lng, lat]) =>
      feature<Point, CountryProperties>(
        { type: 'Point', coordinates: [lng, lat] },
        { code, ...namesOf(code), rank },
      ),
    ),
  );
}

/** Outlines of the countries of Europe and its neighbours with code and names, at 1:50 m. */
export function buildCountries(): FeatureCollection<Geometry, CountryProperties> {
  const atlas = readAtlas('50m');
  const byNumber = new Map(COUNTRY_LABEL_POINTS.map((entry) => [entry[0], entry]));
  const outlines = topoFeature(atlas, atlas.objects.countries).features.flatMap((country) => {
    const entry = byNumber.get(String(country.id));
    const { geometry } = country as Feature<Polygon | MultiPolygon>;
    if (!entry) return [];
    const clipped = clipPolygons(geometry, EUROPE_FRAME, COARSE_DECIMALS);
    return clipped
      ? [feature(clipped, { code: entry[1], ...namesOf(entry[1]), rank: entry[2] })]
      : [];
  });
  return collect(outlines);
}
