import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import { byZoom } from './expressions';
import type { Palette } from './palette';

type LandRole = 'sea' | 'land' | 'coast' | 'border';

const DETAIL_FROM = 5.5;

function role(name: LandRole): FilterSpecification {
  return ['==', ['get', 'role'], name];
}

/** The coast is known to about 250 m: past zoom 11 a crisp line would claim more. */
const COARSE_FADE = byZoom(10.5, 1, 12.5, 0.35);

const ROUND = { 'line-join': 'round', 'line-cap': 'round' } as const;

/** Shallows, land and lines of one source; the fine one lies over the coarse one and covers it with its own sea. */
function landLayers(prefix: 'world' | 'detail', palette: Palette): LayerSpecification[] {
  const source = prefix === 'world' ? 'world' : 'land-detail';
  const common = prefix === 'world' ? { source } : { source, minzoom: DETAIL_FROM };
  const shallows = (name: string, width: ExpressionSpecification): LayerSpecification => ({
    id: `${prefix}-shallows-${name}`,
    type: 'line',
    ...common,
    filter: role('coast'),
    layout: ROUND,
    paint: {
      'line-color': palette.shallows,
      'line-width': width,
      'line-blur': width,
      'line-opacity': byZoom(10.5, 0.55, 12.5, 0.25),
    },
  });
  return [
    shallows('outer', byZoom(3, 12, 6, 26, 10, 60)),
    shallows('inner', byZoom(3, 5, 6, 10, 10, 22)),
    {
      id: `${prefix}-land`,
      type: 'fill',
      ...common,
      filter: role('land'),
      paint: { 'fill-color': palette.land, 'fill-antialias': false },
    },
    {
      id: `${prefix}-coast`,
      type: 'line',
      ...common,
      filter: role('coast'),
      layout: ROUND,
      paint: {
        'line-color': palette.coast,
        'line-width': byZoom(3, 0.5, 7, 1, 11, 1.6),
        'line-opacity': COARSE_FADE,
      },
    },
    {
      id: `${prefix}-border-casing`,
      type: 'line',
      ...common,
      filter: role('border'),
      layout: ROUND,
      paint: {
        'line-color': palette.border,
        'line-width': byZoom(4, 2, 8, 6, 12, 9),
        'line-opacity': 0.14,
      },
    },
    {
      id: `${prefix}-border`,
      type: 'line',
      ...common,
      filter: role('border'),
      layout: ROUND,
      paint: {
        'line-color': palette.border,
        'line-width': byZoom(3, 0.6, 7, 1.1, 12, 1.6),
        'line-opacity': 0.9,
      },
    },
  ];
}

/** Sea, land, coast, borders, province outlines and the reference grid, from the bottom up; no text. */
export function groundLayers(palette: Palette): LayerSpecification[] {
  return [
    { id: 'sea', type: 'background', paint: { 'background-color': palette.sea } },
    {
      id: 'graticule',
      type: 'line',
      source: 'graticule',
      maxzoom: 7,
      paint: { 'line-color': palette.graticule, 'line-width': 0.7 },
    },
    ...landLayers('world', palette),
    {
      id: 'detail-sea',
      type: 'fill',
      source: 'land-detail',
      minzoom: DETAIL_FROM,
      filter: role('sea'),
      paint: { 'fill-color': palette.sea, 'fill-antialias': false },
    },
    ...landLayers('detail', palette),
    {
      id: 'province-lines',
      type: 'line',
      source: 'province-lines',
      minzoom: 6,
      maxzoom: 12,
      layout: { 'line-join': 'round' },
      paint: {
        'line-color': palette.province,
        'line-width': byZoom(6, 0.5, 9, 1.1),
        'line-dasharray': [4, 2.5],
        'line-opacity': byZoom(6, 0, 6.8, 0.9, 10, 0.9, 11.2, 0),
      },
    },
    {
      id: 'grid-rings',
      type: 'line',
      source: 'reference-grid',
      minzoom: 10.2,
      filter: ['==', ['get', 'role'], 'ring'],
      paint: {
        'line-color': palette.grid,
        'line-width': 0.8,
        'line-dasharray': [1, 4],
        'line-opacity': byZoom(10.2, 0, 10.8, 0.6),
      },
    },
  ];
}
