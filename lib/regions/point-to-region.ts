import { readFileSync } from 'node:fs';
import { bbox as bboxOf, booleanPointInPolygon, distance } from '@turf/turf';
import type { Feature, FeatureCollection, MultiPolygon, Polygon } from 'geojson';
import { feature as topojsonFeature } from 'topojson-client';
import type { LngLat } from '../domain/place';
import type { AREA_KEYS, Region } from '../domain/region';
import { REGIONS, regionByCode } from './gazetteer';
import { type Border, borderOf, isNearBorder } from './near-border';
import type { RecordedPrecision } from './place-bound';
import { COUNTRY_BY_NUMERIC } from './region-tables';

/** Outlines whose `properties.code` is a region's code (`BE`, `BE-VAN`). */
export type Outlines = FeatureCollection<Polygon | MultiPolygon, { code: string }>;

/**
 * What a point alone says about its area. By the outlines that came along that is the country and, more than
 * {@link PROVINCE_MARGIN_METRES} inside its outline, the province; a finer region follows only from an imported polygon.
 */
export type LocatedPoint = Partial<Record<(typeof AREA_KEYS)[number], string | null>>;

export interface PointLocator {
  /** Never an area that says more than a record of that precision may; see `place-bound.ts`. */
  locate(point: LngLat, precision: RecordedPrecision): LocatedPoint;
  /** Whether a point lies in a country's or a province's outline, or so near to it; null where there is none. */
  isNear(point: LngLat, code: string, metres: number): boolean | null;
}

/** By the outlines alone, which do not ask how exact a point is: what they give is bounded by `withBoundaries`. */
export interface OutlineLocator extends PointLocator {
  locate(point: LngLat): LocatedPoint;
}

/** The outlines are simplified: nearer to a border than this, the province is left open. */
export const PROVINCE_MARGIN_METRES = 1000;
const METRES_PER_DEGREE = 111_195;

interface Outline {
  code: string;
  bbox: readonly [west: number, south: number, east: number, north: number];
  polygon: Feature<Polygon | MultiPolygon>;
  /** Made when it is first measured to. */
  border?: Border;
}

/** A locator over the given outlines; a province that the point is well inside decides the country too. */
export function createPointLocator(outlines: {
  countries: Outlines;
  provinces: Outlines;
}): OutlineLocator {
  const countries = outlines.countries.features.map(toOutline);
  const provinces = outlines.provinces.features.map(toOutline);
  return {
    locate(point) {
      const province = provinces.find((outline) => holds(outline, point));
      const surely =
        province && !isNearBorderOf(province, point, PROVINCE_MARGIN_METRES) ? province.code : null;
      const country = surely
        ? (regionByCode(surely)?.parent ?? null)
        : (countries.find((outline) => holds(outline, point))?.code ?? null);
      return { country, province: surely };
    },
    isNear(point, code, metres) {
      const outline = [...provinces, ...countries].find((one) => one.code === code);
      if (!outline) return null;
      if (holds(outline, point)) return true;
      return (
        isInBox(widened(outline.bbox, metres), point) && isNearBorderOf(outline, point, metres)
      );
    },
  };
}

/** A box that has every point within so many metres of one; borders take long to measure. */
function widened([west, south, east, north]: Outline['bbox'], metres: number): Outline['bbox'] {
  const latitude = metres / METRES_PER_DEGREE;
  const furthest = Math.min(85, Math.max(Math.abs(south), Math.abs(north)) + latitude);
  const longitude = latitude / Math.cos((furthest * Math.PI) / 180);
  return [west - longitude, south - latitude, east + longitude, north + latitude];
}

function toOutline(polygon: Outlines['features'][number]): Outline {
  const { code } = polygon.properties;
  if (!regionByCode(code)) {
    throw new Error(
      `outlines: properties.code "${code}" is not in the gazetteer (name the region by its code)`,
    );
  }
  const [west, south, east, north] = bboxOf(polygon);
  return { code, bbox: [west, south, east, north], polygon };
}

function holds(outline: Outline, point: LngLat): boolean {
  return isInBox(outline.bbox, point) && booleanPointInPolygon([...point], outline.polygon);
}

function isInBox([west, south, east, north]: Outline['bbox'], [lng, lat]: LngLat): boolean {
  return lng >= west && lat >= south && lng <= east && lat <= north;
}

function isNearBorderOf(outline: Outline, point: LngLat, metres: number): boolean {
  outline.border ??= borderOf(outline.polygon.geometry);
  return isNearBorder(outline.border, point, metres);
}

/**
 * Reads the outlines from files: countries as world-atlas TopoJSON (`countries-10m.json`), provinces as GeoJSON with
 * `properties.code`. Blocks while it reads: call it once, at start.
 *
 * @throws where a file is missing, is no such document, or names a province that the gazetteer does not know
 */
export function loadPointLocator(paths: {
  countriesPath: string;
  provincesPath: string;
}): OutlineLocator {
  return createPointLocator({
    countries: readCountries(paths.countriesPath),
    provinces: readProvinces(paths.provincesPath),
  });
}

function readJson(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch (cause) {
    throw new Error(`outlines: ${path} could not be read (build the basemap first)`, { cause });
  }
}

function readCountries(path: string): Outlines {
  const topology = readJson(path) as Partial<Parameters<typeof topojsonFeature>[0]>;
  const countries = topology.objects?.countries;
  if (countries?.type !== 'GeometryCollection') {
    throw new Error(
      `outlines: ${path} has no object "countries" (give world-atlas' countries-10m.json)`,
    );
  }
  const collection = topojsonFeature(topology as Parameters<typeof topojsonFeature>[0], countries);
  const features = collection.features.flatMap(({ id, geometry }) => {
    const code = COUNTRY_BY_NUMERIC.get(String(id).padStart(3, '0'));
    const isArea = geometry?.type === 'Polygon' || geometry?.type === 'MultiPolygon';
    return code && isArea ? [{ type: 'Feature' as const, properties: { code }, geometry }] : [];
  });
  return { type: 'FeatureCollection', features };
}

function readProvinces(path: string): Outlines {
  const document = readJson(path) as Partial<Outlines>;
  if (document.type !== 'FeatureCollection' || !document.features) {
    throw new Error(
      `outlines: ${path} is not a GeoJSON FeatureCollection (build the basemap again)`,
    );
  }
  return { type: 'FeatureCollection', features: document.features };
}

/** A guess from the nearest label point: shown to a recorder as a suggestion, never stored. */
export interface SuggestedRegion {
  code: string;
  names: Region['names'];
  distanceMetres: number;
}

const SUGGESTED_TYPES = new Set(['municipality', 'port']);

/** The municipalities and ports of today whose label points are nearest, nearest first, with the distance in metres. */
export function suggestRegions(point: LngLat, limit: number): SuggestedRegion[] {
  return REGIONS.flatMap((region) => {
    if (!SUGGESTED_TYPES.has(region.type) || region.validTo !== null || region.point === null)
      return [];
    const metres = distance([...point], region.point, { units: 'meters' });
    return [
      {
        code: region.code,
        names: region.names,
        distanceMetres: Math.round(metres),
      },
    ];
  })
    .sort((a, b) => a.distanceMetres - b.distanceMetres)
    .slice(0, limit);
}
