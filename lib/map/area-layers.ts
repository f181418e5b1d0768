import type { LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { Stops } from './expressions';
import type { Palette } from './palette';

/** A cell of a kilometre is no texture any more where it is as large as a neighbourhood on the screen. */
export const TEXTURE_MAX_ZOOM = 13;
/** Opacity by tone: no class is so strong that the ground is lost. */
export const TEXTURE_OPACITY: Stops = [0, 0.06, 1, 0.8];

/** The area that the filter is narrowed to: a whole line on a lighter one, as nothing else on the map has it. */
export function shapeLayers(palette: Palette): LayerSpecification[] {
  const layout = { 'line-join': 'round' } as const;
  return [
    {
      id: 'shape-fill',
      type: 'fill',
      source: 'shape',
      paint: { 'fill-color': palette.ink, 'fill-opacity': 0.05 },
    },
    {
      id: 'shape-edge',
      type: 'line',
      source: 'shape',
      layout,
      paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.8 },
    },
    {
      id: 'shape-line',
      type: 'line',
      source: 'shape',
      layout,
      paint: { 'line-color': palette.ink, 'line-width': 2 },
    },
  ];
}

/** Hulls of concentrations of records. */
export function concentrationLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'concentration-fill',
      type: 'fill',
      source: 'concentrations',
      paint: { 'fill-color': palette.kind.shooting, 'fill-opacity': 0.06 },
    },
    {
      id: 'concentration-line',
      type: 'line',
      source: 'concentrations',
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.ink,
        'line-width': 1.4,
        'line-dasharray': [3, 2.5],
        'line-opacity': 0.75,
      },
    },
  ];
}

/** Counts in hexagons as a tone of the ground: a grid, not boundaries, so no outline is drawn. */
export function textureLayer(palette: Palette): LayerSpecification {
  return {
    id: 'texture',
    type: 'fill',
    source: 'texture',
    maxzoom: TEXTURE_MAX_ZOOM,
    paint: {
      'fill-color': palette.texture,
      'fill-opacity': ['interpolate', ['linear'], ['get', 'tone'], ...TEXTURE_OPACITY],
      'fill-antialias': false,
    },
  };
}
