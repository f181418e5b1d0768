import type { StyleSpecification } from '@maplibre/maplibre-gl-style-spec';
import { namedFlavor, layers as protomapsLayers } from '@protomaps/basemaps';
import type { BasemapChoice } from '@/lib/map/basemap-choice';
import { type BasemapStyleOptions, basemapFontFaces, basemapStyle } from '@/lib/map/basemap-style';
import { adoptStyle, withoutIcons } from '@/lib/map/foreign-style';
import { incidentLayers, overlaySources } from '@/lib/map/incident-layers';

export interface StyleRequest extends BasemapStyleOptions {
  basemap: BasemapChoice;
  simulatedWord: string | null;
}

const PROTOMAPS_ATTRIBUTION =
  '© <a href="https://www.openstreetmap.org/copyright">OpenStreetMap contributors</a>, <a href="https://protomaps.com">Protomaps</a>';

function withIncidents(base: StyleSpecification, request: StyleRequest): StyleSpecification {
  return {
    ...base,
    sources: { ...base.sources, ...overlaySources() },
    layers: [...base.layers, ...incidentLayers(request)],
  };
}

/** The embedded style with the incidents on it; needs no network but the basemap's own files. */
export function embeddedStyle(request: StyleRequest): StyleSpecification {
  return withIncidents(basemapStyle(request), request);
}

function pmtilesStyle(url: string, request: StyleRequest): StyleSpecification {
  const flavor = namedFlavor(request.theme === 'dark' ? 'black' : 'white');
  const address = new URL(url, globalThis.location.href).href;
  return {
    version: 8,
    'font-faces': basemapFontFaces(request.manifest, request.baseUrl),
    sources: {
      protomaps: {
        type: 'vector',
        url: `pmtiles://${address}`,
        attribution: PROTOMAPS_ATTRIBUTION,
      },
    },
    layers: withoutIcons(protomapsLayers('protomaps', flavor, { lang: request.locale })),
  };
}

async function foreignStyle(url: string, request: StyleRequest): Promise<StyleSpecification> {
  const address = new URL(url, globalThis.location.href).href;
  const response = await fetch(address);
  if (!response.ok) {
    throw new Error(
      `the map style ${address} answered ${response.status}; check the setting BASEMAP`,
    );
  }
  const style = (await response.json()) as StyleSpecification;
  const fontFaces = basemapFontFaces(request.manifest, request.baseUrl);
  return adoptStyle(style, { styleUrl: address, fontFaces, locale: request.locale });
}

/**
 * The style that a setting asks for, with the incidents on top.
 * @throws Error when a foreign style cannot be had; the caller falls back to the embedded one
 */
export async function loadStyle(request: StyleRequest): Promise<StyleSpecification> {
  const { basemap } = request;
  switch (basemap.type) {
    case 'embedded':
      return embeddedStyle(request);
    case 'pmtiles':
      return withIncidents(pmtilesStyle(basemap.url, request), request);
    case 'style':
      return withIncidents(await foreignStyle(basemap[request.theme], request), request);
  }
}
