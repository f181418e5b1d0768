import type {
  CircleLayerSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
  SymbolLayerSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import { FONTS } from './label-layers';
import { PALETTES, type Palette, type Theme } from './palette';
import { symbolImageId } from './symbol-image';

/** Sources of the overlay, all GeoJSON and empty at first. */
export const OVERLAY_SOURCES = [
  'concentrations',
  'figures',
  'ports',
  'clusters',
  'areas',
  'pulses',
] as const;
export type OverlaySource = (typeof OVERLAY_SOURCES)[number];

/** Layers that answer a click, the topmost first. */
export const PICKABLE_LAYERS = [
  'areas',
  'clusters',
  'tags-vicinity',
  'tags-locality',
  'symbols-exact',
  'symbols-vicinity',
  'symbols-locality',
  'discs-vicinity',
  'discs-locality',
] as const;

/** Zooms from which a disc of 75 m and of 750 m is larger than a symbol (at 51° north). */
const VICINITY_DISC_ZOOM = 12.9;
const LOCALITY_DISC_ZOOM = 9.6;
const MAX_ZOOM = 22;
/** From this many tonnes a figure's ring holds its label at the European view. */
const ROOM_FOR_LABEL_TONNES = 90;

export function overlaySources(): Record<OverlaySource, SourceSpecification> {
  const entries = OVERLAY_SOURCES.map((name) => [
    name,
    {
      type: 'geojson',
      data: { type: 'FeatureCollection', features: [] },
      ...(name === 'pulses' ? { promoteId: 'id' } : {}),
    },
  ]);
  return Object.fromEntries(entries) as Record<OverlaySource, SourceSpecification>;
}

function byZoom(...stops: (number | ExpressionSpecification)[]): ExpressionSpecification {
  return ['interpolate', ['linear'], ['zoom'], ...stops] as unknown as ExpressionSpecification;
}

function part(...names: string[]): FilterSpecification {
  return ['in', ['get', 'part'], ['literal', names]];
}

function kindColour(palette: Palette): ExpressionSpecification {
  const { shooting, seizure, incident } = palette.kind;
  return [
    'case',
    ['get', 'retracted'],
    palette.retracted,
    ['match', ['get', 'kind'], 'shooting', shooting, 'seizure', seizure, incident],
  ] as ExpressionSpecification;
}

function concentrationLayers(palette: Palette): LayerSpecification[] {
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

/** Radius in pixels of a number of tonnes: area in proportion, growing a little with the zoom. */
function tonnesRadius(property: 'tonnes' | 'low' | 'high'): ExpressionSpecification {
  const root: ExpressionSpecification = ['sqrt', ['max', 0, ['get', property]]];
  return byZoom(3, ['*', root, 3], 6, ['*', root, 5], 10, ['*', root, 9]);
}

function figureLayers(palette: Palette): LayerSpecification[] {
  const isRange: FilterSpecification = ['get', 'disputed'];
  const ring = (
    id: string,
    radius: ExpressionSpecification,
    paint: NonNullable<CircleLayerSpecification['paint']>,
    filter?: FilterSpecification,
  ): LayerSpecification => ({
    id,
    type: 'circle',
    source: 'figures',
    maxzoom: 10.5,
    ...(filter ? { filter } : {}),
    paint: {
      'circle-radius': radius,
      'circle-color': palette.figure,
      'circle-opacity': 0,
      ...paint,
    },
  });
  return [
    ring('figure-fill', tonnesRadius('tonnes'), { 'circle-opacity': 0.09 }),
    ring(
      'figure-range',
      tonnesRadius('high'),
      {
        'circle-stroke-color': palette.figure,
        'circle-stroke-width': 0.8,
        'circle-stroke-opacity': 0.65,
      },
      isRange,
    ),
    ring('figure-ring', tonnesRadius('low'), {
      'circle-stroke-color': palette.figure,
      'circle-stroke-width': 1.5,
      'circle-stroke-opacity': 0.95,
    }),
  ];
}

/** The centre's distance from a figure's ring in ems of its label: radius by text size at each zoom. */
function outsideRing(): ExpressionSpecification {
  const root: ExpressionSpecification = ['sqrt', ['max', 0, ['get', 'high']]];
  const ems = (perRoot: number): ExpressionSpecification => ['+', 0.35, ['*', perRoot, root]];
  return byZoom(3, ems(0.26), 6, ems(0.33), 10, ems(0.55));
}

/** Beside the ring; within it only where nothing else is free and there is room. */
function figureLabels(palette: Palette, id: string, isLarge: boolean): LayerSpecification {
  const beside = ['left', 'right', 'top', 'bottom', 'top-left', 'bottom-left'] as const;
  return {
    id,
    type: 'symbol',
    source: 'figures',
    maxzoom: 10.5,
    filter: [isLarge ? '>=' : '<', ['get', 'high'], ROOM_FOR_LABEL_TONNES],
    layout: {
      'text-field': [
        'format',
        ['get', 'valueLabel'],
        { 'text-font': ['literal', FONTS.bold] },
        '\n',
        {},
        ['concat', ['get', 'label'], ' ', ['to-string', ['get', 'year']]],
        { 'font-scale': 0.78, 'text-color': palette.inkSoft },
      ],
      'text-font': FONTS.medium,
      'text-size': byZoom(3, 12, 7, 16),
      'text-variable-anchor': isLarge ? [...beside, 'center'] : [...beside],
      'text-radial-offset': outsideRing(),
      'text-justify': 'auto',
      'text-line-height': 1.1,
      'text-max-width': 14,
      'text-padding': 2,
      'symbol-sort-key': ['-', ['get', 'high']],
    },
    paint: {
      'text-color': palette.figure,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.8,
    },
  };
}

function portLayer(palette: Palette, theme: Theme): LayerSpecification {
  return {
    id: 'port-labels',
    type: 'symbol',
    source: 'ports',
    minzoom: 6.6,
    layout: {
      'icon-image': symbolImageId({ type: 'port', theme }),
      'text-field': ['get', 'name'],
      'text-font': FONTS.italic,
      'text-size': byZoom(6.6, 10.5, 12, 15),
      'text-letter-spacing': 0.04,
      'text-variable-anchor': ['left', 'right', 'top', 'bottom'],
      'text-radial-offset': 0.8,
      'text-justify': 'auto',
      'text-optional': true,
      'text-padding': 4,
      'icon-padding': 2,
    },
    paint: {
      'text-color': palette.seaInk,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.5,
    },
  };
}

/** Discs of the place's real uncertainty, once it is larger than a symbol. */
function discLayer(
  id: string,
  name: 'vicinity' | 'locality',
  palette: Palette,
): LayerSpecification {
  const radius: ExpressionSpecification = ['get', 'radiusAtZoom0'];
  return {
    id,
    type: 'circle',
    source: 'clusters',
    minzoom: name === 'vicinity' ? VICINITY_DISC_ZOOM : LOCALITY_DISC_ZOOM,
    filter: part(name),
    paint: {
      'circle-radius': [
        'interpolate',
        ['exponential', 2],
        ['zoom'],
        0,
        radius,
        MAX_ZOOM,
        ['*', radius, 2 ** MAX_ZOOM],
      ],
      'circle-color': kindColour(palette),
      'circle-opacity': 0.16,
      'circle-stroke-color': kindColour(palette),
      'circle-stroke-width': 1.5,
      'circle-stroke-opacity': 0.95,
    },
  };
}

const TOP_ICON = {
  'icon-image': ['get', 'icon'] as ExpressionSpecification,
  'icon-allow-overlap': true,
  'icon-padding': 1,
};

function symbolLayers(): LayerSpecification[] {
  const single = (id: string, name: string, zooms: object): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'clusters',
    ...zooms,
    filter: part(name),
    layout: { ...TOP_ICON, 'icon-size': byZoom(4, 0.75, 9, 1, 14, 1.2) },
  });
  const tag = (id: string, precision: string, minzoom: number): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'clusters',
    minzoom,
    filter: ['all', part('tag'), ['==', ['get', 'label'], precision]] as FilterSpecification,
    layout: TOP_ICON,
  });
  return [
    single('symbols-locality', 'locality', { maxzoom: LOCALITY_DISC_ZOOM }),
    single('symbols-vicinity', 'vicinity', { maxzoom: VICINITY_DISC_ZOOM }),
    single('symbols-exact', 'exact', {}),
    tag('tags-locality', 'locality', LOCALITY_DISC_ZOOM),
    tag('tags-vicinity', 'vicinity', VICINITY_DISC_ZOOM),
  ];
}

function clusterLayer(palette: Palette): LayerSpecification {
  return {
    id: 'clusters',
    type: 'symbol',
    source: 'clusters',
    filter: part('cluster'),
    layout: {
      ...TOP_ICON,
      'icon-size': ['get', 'iconScale'],
      'text-field': ['get', 'label'],
      'text-font': FONTS.bold,
      'text-size': ['interpolate', ['linear'], ['get', 'radiusPx'], 12, 10.5, 20, 13, 36, 18],
      'text-allow-overlap': true,
      'text-padding': 0,
      'symbol-sort-key': ['get', 'count'],
    },
    paint: { 'text-color': palette.ink },
  };
}

/** A plate stands on its area's point, or as near as the clusters leave room. */
const AREA_ANCHORS = [
  'center',
  [0, 0],
  ...[1.7, 3.3, 5.5, 8, 11].flatMap((far) => [
    'bottom',
    [0, -far],
    'top',
    [0, far],
    'left',
    [far, 0],
    'right',
    [-far, 0],
    'bottom-left',
    [far, -far * 0.8],
    'top-left',
    [far, far * 0.8],
    'bottom-right',
    [-far, -far * 0.8],
    'top-right',
    [-far, far * 0.8],
  ]),
] as NonNullable<NonNullable<SymbolLayerSpecification['layout']>['text-variable-anchor-offset']>;

/** A count on an area's label: a plate with a straight edge, so that it is never read as a place on the map. */
function areaLayer(palette: Palette): LayerSpecification {
  return {
    id: 'areas',
    type: 'symbol',
    source: 'areas',
    layout: {
      'icon-image': ['get', 'icon'],
      'icon-text-fit': 'both',
      'icon-allow-overlap': true,
      'text-allow-overlap': true,
      'text-field': [
        'format',
        ['get', 'countLabel'],
        { 'text-font': ['literal', FONTS.bold] },
        '  ',
        {},
        ['get', 'name'],
        { 'font-scale': 0.86, 'text-color': palette.inkSoft },
      ],
      'text-font': FONTS.medium,
      'text-size': byZoom(4, 11, 9, 12.5, 12, 13.5),
      'text-max-width': 30,
      'text-variable-anchor-offset': AREA_ANCHORS,
      'symbol-sort-key': ['-', ['get', 'count']],
    },
    paint: { 'text-color': palette.ink },
  };
}

/** Rings whose progress, 0 to 1, is feature state: no tile is built again while they grow. */
function pulseLayer(palette: Palette): LayerSpecification {
  const progress: ExpressionSpecification = ['coalesce', ['feature-state', 'progress'], 0];
  return {
    id: 'pulses',
    type: 'circle',
    source: 'pulses',
    paint: {
      'circle-radius': ['+', 10, ['*', 42, progress]],
      'circle-color': kindColour(palette),
      'circle-opacity': ['*', 0.2, ['-', 1, progress]],
      'circle-stroke-color': kindColour(palette),
      'circle-stroke-width': 2.5,
      'circle-stroke-opacity': ['-', 1, progress],
    },
  };
}

export interface IncidentLayerOptions {
  theme: Theme;
  /** The reader's word for simulated records; the whole canvas carries it. Null for real records. */
  simulatedWord: string | null;
}

/** Everything over the basemap, from the bottom up. */
export function incidentLayers({
  theme,
  simulatedWord,
}: IncidentLayerOptions): LayerSpecification[] {
  const palette = PALETTES[theme];
  const pattern: LayerSpecification[] = simulatedWord
    ? [
        {
          id: 'simulated',
          type: 'background',
          paint: {
            'background-pattern': symbolImageId({ type: 'simulated', theme, word: simulatedWord }),
            'background-opacity': 1,
          },
        },
      ]
    : [];
  return [
    ...concentrationLayers(palette),
    ...figureLayers(palette),
    portLayer(palette, theme),
    discLayer('discs-locality', 'locality', palette),
    discLayer('discs-vicinity', 'vicinity', palette),
    areaLayer(palette),
    figureLabels(palette, 'figure-labels-small', false),
    figureLabels(palette, 'figure-labels-large', true),
    ...symbolLayers(),
    clusterLayer(palette),
    pulseLayer(palette),
    ...pattern,
  ];
}
