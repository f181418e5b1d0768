import type { Feature, FeatureCollection, LineString, Point } from 'geojson';
import type { Region } from '@/lib/domain/region';
import type { Kind, Locale } from '@/lib/domain/vocabulary';
import {
  type AreaCount,
  type ClusterProperties,
  type RegionChange,
  SINGLE_RADIUS_PX,
  type ViewResponse,
} from '@/lib/protocol/engine-requests';
import type { Theme } from './palette';
import { clusterImageRadius, quantiseShares, type Shares, symbolImageId } from './symbol-image';

export interface MapTheme {
  theme: Theme;
  locale: Locale;
}

/** One symbol of the `clusters` source. `part` says which layer draws it. */
export interface SymbolProperties {
  part: 'cluster' | 'exact' | 'vicinity' | 'locality' | 'tag' | 'fanned' | 'leg';
  cluster: number;
  rid: number | null;
  kind: Kind | null;
  count: number;
  label: string;
  icon: string;
  iconScale: number;
  radiusPx: number;
  /** Radius in pixels that the place's uncertainty would have at zoom 0. */
  radiusAtZoom0: number;
  retracted: boolean;
}

export interface AreaProperties {
  code: string;
  count: number;
  countLabel: string;
  name: string;
  /** The name in Brussels' other language, where the two differ; else empty. */
  otherName: string;
  icon: string;
}

/** A published quantity at a port: what the figure circles draw. */
export interface FigureProperties {
  label: string;
  year: number;
  tonnes: number;
  low: number;
  high: number;
  /** Publishers state different values for the same measure, area and period. */
  disputed: boolean;
}

export interface FigureSymbolProperties extends FigureProperties {
  valueLabel: string;
}

const METRES_PER_PIXEL_AT_ZOOM_0 = 78_271.517;
/** A smaller ring has no room for a number. */
const SMALLEST_NUMBERED_PX = 9;
const EXACT_MAX_METRES = 50;
const VICINITY_MAX_METRES = 300;
const METRES_PER_DEGREE = 111_195;
const COMPACT_FROM = 10_000;

function formatCount(count: number, locale: Locale): string {
  const compact = count >= COMPACT_FROM;
  return new Intl.NumberFormat(locale, {
    notation: compact ? 'compact' : 'standard',
    maximumFractionDigits: compact ? 1 : 0,
  }).format(count);
}

function symbolPart({ count, uncertaintyMetres }: ClusterProperties): SymbolProperties['part'] {
  if (count > 1) return 'cluster';
  if (uncertaintyMetres === null || uncertaintyMetres <= EXACT_MAX_METRES) return 'exact';
  return uncertaintyMetres <= VICINITY_MAX_METRES ? 'vicinity' : 'locality';
}

/** What a single record is; the engine leaves `kind` out of clusters only. */
function kindOf({ kind, shooting, seizure }: ClusterProperties): Kind {
  if (kind) return kind;
  if (shooting > 0) return 'shooting';
  return seizure > 0 ? 'seizure' : 'incident';
}

function iconOf(
  properties: ClusterProperties,
  part: SymbolProperties['part'],
  theme: Theme,
): string {
  if (part === 'cluster') {
    const { shooting, seizure, incident, radiusPx } = properties;
    const shares = quantiseShares([shooting, seizure, incident]);
    return symbolImageId({
      type: 'cluster',
      theme,
      radiusPx: clusterImageRadius(radiusPx),
      shares,
    });
  }
  const soft = part === 'exact' ? 'exact' : 'soft';
  const mark = properties.retracted ? 'retracted' : soft;
  return symbolImageId({ type: 'kind', theme, kind: kindOf(properties), mark });
}

function symbolFeatures(
  source: Feature<Point, ClusterProperties>,
  { theme, locale }: MapTheme,
): SymbolFeature[] {
  const { properties, geometry } = source;
  const part = symbolPart(properties);
  const [lng = 0, lat = 0] = properties.spot ?? geometry.coordinates;
  const metres = properties.uncertaintyMetres ?? 0;
  const hasRoom = part !== 'cluster' || properties.radiusPx >= SMALLEST_NUMBERED_PX;
  const symbol: SymbolProperties = {
    part,
    cluster: properties.cluster,
    rid: properties.rid,
    kind: part === 'cluster' ? null : kindOf(properties),
    count: properties.count,
    label: hasRoom ? formatCount(properties.count, locale) : '',
    icon: iconOf(properties, part, theme),
    iconScale:
      properties.radiusPx /
      (part === 'cluster' ? clusterImageRadius(properties.radiusPx) : SINGLE_RADIUS_PX),
    radiusPx: properties.radiusPx,
    radiusAtZoom0: metres / (METRES_PER_PIXEL_AT_ZOOM_0 * Math.cos((lat * Math.PI) / 180)),
    retracted: properties.retracted,
  };
  const feature: Feature<Point, SymbolProperties> = {
    type: 'Feature',
    properties: symbol,
    geometry,
  };
  if (properties.spot) return fannedFeatures(feature, properties.spot);
  if (part === 'cluster') return withDisc(feature, metres);
  if (part !== 'vicinity' && part !== 'locality') return [feature];
  const icon = symbolImageId({
    type: 'kind',
    theme,
    kind: kindOf(properties),
    mark: properties.retracted ? 'retracted' : 'tag',
  });
  const rim: Point = { type: 'Point', coordinates: [lng, lat + metres / METRES_PER_DEGREE] };
  const tag = { ...symbol, part: 'tag' as const, icon, label: part };
  return [feature, { type: 'Feature', properties: tag, geometry: rim }];
}

/** A ring, and under it the disc in which the records of its one spot happened. */
function withDisc(ring: Feature<Point, SymbolProperties>, metres: number): SymbolFeature[] {
  if (metres <= EXACT_MAX_METRES) return [ring];
  const part = metres <= VICINITY_MAX_METRES ? 'vicinity' : 'locality';
  return [{ ...ring, properties: { ...ring.properties, part } }, ring];
}

type SymbolFeature = Feature<Point | LineString, SymbolProperties>;

/** A symbol beside its spot, a line from there, and the disc of its uncertainty, which stays where the record lies. */
function fannedFeatures(
  { properties, geometry }: Feature<Point, SymbolProperties>,
  spot: readonly [number, number],
): SymbolFeature[] {
  const of = (part: SymbolProperties['part'], shape: Point | LineString): SymbolFeature => ({
    type: 'Feature',
    properties: { ...properties, part },
    geometry: shape,
  });
  const leg: LineString = { type: 'LineString', coordinates: [[...spot], geometry.coordinates] };
  const symbols = [of('leg', leg), of('fanned', geometry)];
  if (properties.part === 'exact') return symbols;
  return [of(properties.part, { type: 'Point', coordinates: [...spot] }), ...symbols];
}

/** Of the discs that fanned records of one spot share, one: several on top of each other would look like certainty. */
function withoutEqualDiscs(features: readonly SymbolFeature[]): SymbolFeature[] {
  const drawn = new Set<string>();
  return features.filter(({ properties: { part, radiusAtZoom0 }, geometry }) => {
    if (part !== 'vicinity' && part !== 'locality') return true;
    const key = `${geometry.coordinates.join()} ${radiusAtZoom0}`;
    if (drawn.has(key)) return false;
    drawn.add(key);
    return true;
  });
}

/**
 * Symbols of a view. A record whose place is a vicinity or a locality also gets a tag on the northern rim of its disc,
 * which tells its kind by shape at zooms where the disc is larger than a symbol and must have no mark in the middle.
 */
export function clusterFeatures(
  clusters: ViewResponse['clusters'],
  options: MapTheme,
): FeatureCollection<Point | LineString, SymbolProperties> {
  const features = clusters.features.flatMap((feature) => symbolFeatures(feature, options));
  return { type: 'FeatureCollection', features: withoutEqualDiscs(features) };
}

const BRUSSELS = 'BE-BRU';

/** Counts on the label points of areas; a region without a label point has no badge and is in the list's totals only. */
export function areaFeatures(
  areas: readonly AreaCount[],
  regions: ReadonlyMap<string, Region>,
  theme: MapTheme,
): FeatureCollection<Point, AreaProperties> {
  return plates(areas, regions, theme, ({ count, shooting, seizure, incident }) =>
    count === 0
      ? null
      : {
          count,
          countLabel: formatCount(count, theme.locale),
          shares: quantiseShares([shooting, seizure, incident]),
        },
  );
}

/** Changes on the label points of areas, with their sign: `+12`, `−5`, `0`. The largest are placed first. */
export function changeFeatures(
  changes: readonly RegionChange[],
  regions: ReadonlyMap<string, Region>,
  theme: MapTheme,
): FeatureCollection<Point, AreaProperties> {
  const format = new Intl.NumberFormat(theme.locale, { signDisplay: 'exceptZero' });
  return plates(changes, regions, theme, ({ own, other }) => ({
    count: Math.abs(own - other),
    countLabel: format.format(own - other).replace('-', '−'),
    shares: [0, 0, 0],
  }));
}

interface Plate {
  count: number;
  countLabel: string;
  shares: Shares;
}

function plates<Entry extends { code: string }>(
  entries: readonly Entry[],
  regions: ReadonlyMap<string, Region>,
  { theme, locale }: MapTheme,
  plateOf: (entry: Entry) => Plate | null,
): FeatureCollection<Point, AreaProperties> {
  const features = entries.flatMap((entry): Feature<Point, AreaProperties>[] => {
    const region = regions.get(entry.code);
    const plate = region?.point ? plateOf(entry) : null;
    if (!region?.point || !plate) return [];
    const { count, countLabel, shares } = plate;
    const properties = {
      code: entry.code,
      count,
      countLabel,
      name: region.names[locale],
      otherName: otherNameOf(region, regions, locale),
      icon: symbolImageId({ type: 'area', theme, shares }),
    };
    return [
      { type: 'Feature', properties, geometry: { type: 'Point', coordinates: [...region.point] } },
    ];
  });
  return { type: 'FeatureCollection', features };
}

/** Brussels has two official languages; a name that is the same in both, or already both, is said once. */
function otherNameOf(region: Region, regions: ReadonlyMap<string, Region>, locale: Locale): string {
  const { nl, fr } = region.names;
  const shown = region.names[locale];
  const other = shown === fr ? nl : shown === nl ? fr : '';
  return other !== shown && liesIn(region, BRUSSELS, regions) ? other : '';
}

function liesIn(region: Region, code: string, regions: ReadonlyMap<string, Region>): boolean {
  if (region.code === code) return true;
  const parent = region.parent === null ? undefined : regions.get(region.parent);
  return parent !== undefined && liesIn(parent, code, regions);
}

/** Text of a figure: `116 t`, or `116–121 t` where publishers disagree. */
export function figureValueLabel(
  { tonnes, low, high, disputed }: FigureProperties,
  locale: Locale,
): string {
  const format = (value: number) =>
    new Intl.NumberFormat(locale, { maximumFractionDigits: value < 100 ? 1 : 0 }).format(value);
  const [from, to] = [format(low), format(high)];
  return disputed && from !== to ? `${from}–${to} t` : `${format(tonnes)} t`;
}

export function figureFeatures(
  figures: FeatureCollection<Point, FigureProperties>,
  { locale }: MapTheme,
): FeatureCollection<Point, FigureSymbolProperties> {
  const features = figures.features.map((feature) => ({
    ...feature,
    properties: { ...feature.properties, valueLabel: figureValueLabel(feature.properties, locale) },
  }));
  return { type: 'FeatureCollection', features };
}

/** Ports as labels, in the reader's language, with the docks that the point stands at. */
export function portFeatures(
  ports: readonly Region[],
  docks: ReadonlyMap<string, string>,
  { locale }: MapTheme,
): FeatureCollection<Point, { code: string; name: string; dock: string }> {
  const features = ports.flatMap(
    ({ code, names, point }): Feature<Point, { code: string; name: string; dock: string }>[] =>
      point
        ? [
            {
              type: 'Feature',
              properties: { code, name: names[locale], dock: docks.get(code) ?? '' },
              geometry: { type: 'Point', coordinates: [...point] },
            },
          ]
        : [],
  );
  return { type: 'FeatureCollection', features };
}
