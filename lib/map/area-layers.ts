import type { ExpressionSpecification, LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import { TEXTURE_MAX_ZOOM } from './drawn-zooms';
import type { Stops } from './expressions';
import type { Palette } from './palette';

/** Opacity by tone: no class is so strong that the ground is lost. */
export const TEXTURE_OPACITY: Stops = [0, 0.06, 1, 0.56];

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

/** MapLibre's bell is this high for a weight of 1; `heatCells` makes weights for one of 1. */
const BELL_HEIGHT = 0.3989422804014327;

/** The same tone, unseen: other tones would show where it fades. */
function transparent(colour: string): ExpressionSpecification {
  const parts = [1, 3, 5].map((start) => Number.parseInt(colour.slice(start, start + 2), 16));
  return ['rgba', ...(parts as [number, number, number]), 0];
}

/** How densely records lie. Its radius comes with its weights. */
export function heatLayer(palette: Palette): LayerSpecification {
  const [low, middle, high] = palette.heat;
  return {
    id: 'heat',
    type: 'heatmap',
    source: 'heat',
    paint: {
      'heatmap-weight': ['get', 'weight'],
      'heatmap-intensity': 1 / BELL_HEIGHT,
      'heatmap-color': [
        'interpolate',
        ['linear'],
        ['heatmap-density'],
        0,
        transparent(low),
        0.04,
        low,
        0.35,
        middle,
        1,
        high,
      ],
      'heatmap-opacity': 0.8,
    },
  };
}
