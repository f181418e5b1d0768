import type {
  FontFacesSpecification,
  LayerSpecification,
  SourceSpecification,
  StyleSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { Locale } from '@/lib/domain/vocabulary';
import type { BasemapFile, BasemapManifest } from './basemap-manifest';
import { groundLayers } from './ground-layers';
import { labelLayers } from './label-layers';
import { PALETTES, type Theme } from './palette';
import { SEA_LABELS } from './sea-labels';

export interface BasemapStyleOptions {
  theme: Theme;
  locale: Locale;
  manifest: BasemapManifest;
  /** Absolute address of the folder that holds the manifest's files, with or without a slash at the end. */
  baseUrl: string;
}

/** A source that starts empty and is filled when the view first needs it. */
export interface LazySource {
  source: string;
  minZoom: number;
  url: string;
  /** Absent: needed wherever the camera is. */
  bbox?: [number, number, number, number];
}

const EMPTY = { type: 'FeatureCollection' as const, features: [] };
const DETAIL_MIN_ZOOM = 5.5;
const MINOR_PLACES_MIN_ZOOM = 6.8;
const LOCAL_PLACES_MIN_ZOOM = 9;

function addressOf(baseUrl: string, { file }: BasemapFile): string {
  return `${baseUrl.replace(/\/$/, '')}/${file}`;
}

/** The style's `font-faces`: Noto Sans from the map's own files, so that no glyph server is asked. */
export function basemapFontFaces(
  manifest: BasemapManifest,
  baseUrl: string,
): FontFacesSpecification {
  const faces: Record<string, { url: string; 'unicode-range': string[] }[]> = {};
  for (const font of manifest.fonts) {
    const entry = { url: addressOf(baseUrl, font), 'unicode-range': font.unicodeRange };
    faces[font.name] = [...(faces[font.name] ?? []), entry];
  }
  return faces;
}

/** What to fetch later, by zoom and place. */
export function lazySources({ manifest, baseUrl }: BasemapStyleOptions): LazySource[] {
  const detail = manifest.detail.map((tile) => ({
    source: 'land-detail',
    minZoom: DETAIL_MIN_ZOOM,
    url: addressOf(baseUrl, tile),
    bbox: tile.bbox,
  }));
  const { placesMinor, placesLocal, provinceLines } = manifest.files;
  const later = (source: string, minZoom: number, file: BasemapFile): LazySource => ({
    source,
    minZoom,
    url: addressOf(baseUrl, file),
  });
  return [
    ...detail,
    later('places-minor', MINOR_PLACES_MIN_ZOOM, placesMinor),
    later('places-local', LOCAL_PLACES_MIN_ZOOM, placesLocal),
    later('province-lines', DETAIL_MIN_ZOOM, provinceLines),
  ];
}

function graticule(): GeoJSON.FeatureCollection {
  const features: GeoJSON.Feature[] = [];
  const line = (coordinates: [number, number][]) =>
    features.push({
      type: 'Feature',
      properties: {},
      geometry: { type: 'LineString', coordinates },
    });
  for (let lng = -180; lng < 180; lng += 10)
    line([
      [lng, -60],
      [lng, 84],
    ]);
  for (let lat = -60; lat <= 80; lat += 10)
    line([
      [-180, lat],
      [180, lat],
    ]);
  return { type: 'FeatureCollection', features };
}

function seaLabels(): GeoJSON.FeatureCollection {
  return {
    type: 'FeatureCollection',
    features: SEA_LABELS.map(([nl, fr, en, rank, lng, lat]) => ({
      type: 'Feature',
      properties: { nl, fr, en, rank },
      geometry: { type: 'Point', coordinates: [lng, lat] },
    })),
  };
}

function basemapSources({
  manifest,
  baseUrl,
}: BasemapStyleOptions): Record<string, SourceSpecification> {
  const { files, attribution } = manifest;
  const from = (file: BasemapFile, attributed: string): SourceSpecification => ({
    type: 'geojson',
    data: addressOf(baseUrl, file),
    attribution: attributed,
  });
  const later = (attributed: string, extra: object = {}): SourceSpecification => ({
    type: 'geojson',
    data: EMPTY,
    attribution: attributed,
    ...extra,
  });
  return {
    graticule: { type: 'geojson', data: graticule() },
    'sea-labels': { type: 'geojson', data: seaLabels() },
    world: { ...from(files.world, attribution.land), maxzoom: 8 } as SourceSpecification,
    'land-detail': later(attribution.land, { maxzoom: 12 }),
    'country-labels': from(files.countryLabels, attribution.land),
    'province-labels': from(files.provinceLabels, attribution.land),
    'province-lines': later(attribution.provinces, { maxzoom: 12 }),
    'places-major': from(files.placesMajor, attribution.places),
    'places-minor': later(attribution.places),
    'places-local': later(attribution.places),
    municipalities: from(files.municipalities, attribution.places),
    'reference-grid': { type: 'geojson', data: EMPTY },
  };
}

/** The embedded basemap as a MapLibre style: no glyphs, no sprite, no tile server, no other host. */
export function basemapStyle(options: BasemapStyleOptions): StyleSpecification {
  const palette = PALETTES[options.theme];
  const layers: LayerSpecification[] = [
    ...groundLayers(palette),
    ...labelLayers(palette, options.theme, options.locale),
  ];
  return {
    version: 8,
    name: `Havenwacht ${options.theme}`,
    'font-faces': basemapFontFaces(options.manifest, options.baseUrl),
    sources: basemapSources(options),
    layers,
  };
}
