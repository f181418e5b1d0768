import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SourceSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import { concentrationLayers, heatLayer, shapeLayers, textureLayer } from './area-layers';
import { LOCALITY_DISC_ZOOM, VICINITY_DISC_ZOOM } from './drawn-zooms';
import { byZoom } from './expressions';
import { figureLabelLayer, figureLayers } from './figure-layers';
import { FONTS } from './label-layers';
import { PALETTES, type Palette, type Theme } from './palette';
import { AREA_NAME_SCALE, AREA_TEXT_SIZE } from './place-scene';
import { PULSE_LINE_EMS, PULSE_LINE_HEIGHT, PULSE_TEXT_SIZE } from './pulse-label';
import { sharedLabelLayer } from './shared-labels';
import { symbolImageId } from './symbol-image';

/** Sources of the overlay, all GeoJSON and empty at first. */
export const OVERLAY_SOURCES = [
  'texture',
  'heat',
  'shape',
  'concentrations',
  'figures',
  'figure-labels',
  'ports',
  'clusters',
  'areas',
  'leaders',
  'pulses',
  'shared-labels',
] as const;
export type OverlaySource = (typeof OVERLAY_SOURCES)[number];

/** Layers that answer a click, the topmost first. */
export const PICKABLE_LAYERS = [
  'areas',
  'clusters',
  'tags-vicinity',
  'tags-locality',
  'symbols-fanned',
  'symbols-exact',
  'symbols-vicinity',
  'symbols-locality',
  'discs-vicinity',
  'discs-locality',
] as const;

/** Layers that draw how precisely a place is known; where the reader takes them off, symbols stand in for them. */
export const PRECISION_LAYERS = [
  'discs-locality',
  'discs-vicinity',
  'tags-locality',
  'tags-vicinity',
] as const;
/** Symbols that give way to a disc, with the zoom where they do. */
export const STAND_IN_LAYERS = [
  ['symbols-locality', LOCALITY_DISC_ZOOM],
  ['symbols-vicinity', VICINITY_DISC_ZOOM],
] as const;
const MAX_ZOOM = 22;

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

function part(...names: string[]): FilterSpecification {
  return ['in', ['get', 'part'], ['literal', names]];
}

function kindColour(palette: Palette): ExpressionSpecification {
  const { shooting, seizure, incident } = palette.kind;
  return [
    'case',
    ['get', 'retracted'],
    palette.retracted,
    // Several records of one spot have no kind of their own.
    [
      'match',
      ['get', 'kind'],
      'shooting',
      shooting,
      'seizure',
      seizure,
      'incident',
      incident,
      palette.inkSoft,
    ],
  ] as ExpressionSpecification;
}

/** From here on a port's point is read as a place in the port, so it says which. */
const DOCK_ZOOM = 11;

function portLayer(palette: Palette, theme: Theme): LayerSpecification {
  return {
    id: 'port-labels',
    type: 'symbol',
    source: 'ports',
    minzoom: 6.6,
    layout: {
      'icon-image': symbolImageId({ type: 'port', theme }),
      'text-field': [
        'step',
        ['zoom'],
        ['get', 'name'],
        DOCK_ZOOM,
        ['format', ['get', 'name'], {}, '\n', {}, ['get', 'dock'], { 'font-scale': 0.8 }],
      ],
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

/** Small enough for the lines to be seen between neighbours of a fan. */
const FANNED_SIZE = 0.85;

/** Points are smaller than the symbols between clusters. */
function scaled(size: number): ExpressionSpecification {
  return ['*', size, ['get', 'iconScale']];
}

function symbolLayers(): LayerSpecification[] {
  const single = (
    id: string,
    name: string,
    zooms: object,
    size: number | ExpressionSpecification = byZoom(4, scaled(0.75), 9, scaled(1), 14, scaled(1.2)),
  ): LayerSpecification => ({
    id,
    type: 'symbol',
    source: 'clusters',
    ...zooms,
    // The disc of several records on one spot has their ring, and no symbol.
    filter: ['all', part(name), ['==', ['get', 'count'], 1]] as FilterSpecification,
    layout: { ...TOP_ICON, 'icon-size': size },
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
    single('symbols-fanned', 'fanned', {}, FANNED_SIZE),
    tag('tags-locality', 'locality', LOCALITY_DISC_ZOOM),
    tag('tags-vicinity', 'vicinity', VICINITY_DISC_ZOOM),
  ];
}

/** From the spot that several records share to each of their symbols. */
function legLayer(palette: Palette): LayerSpecification {
  return {
    id: 'fan-legs',
    type: 'line',
    source: 'clusters',
    filter: part('leg'),
    paint: { 'line-color': palette.ink, 'line-width': 1.2, 'line-opacity': 0.7 },
  };
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
        { 'font-scale': AREA_NAME_SCALE, 'text-color': palette.inkSoft },
        ['get', 'secondLine'],
        { 'font-scale': AREA_NAME_SCALE, 'text-color': palette.inkSoft },
      ],
      'text-font': FONTS.medium,
      'text-size': byZoom(...AREA_TEXT_SIZE),
      'text-max-width': 40,
      'symbol-sort-key': ['-', ['get', 'count']],
    },
    paint: { 'text-color': palette.ink },
  };
}

/** From a plate or a label that had to move to what it belongs to. */
function leaderLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: 'leader-lines',
      type: 'line',
      source: 'leaders',
      filter: ['==', ['geometry-type'], 'LineString'],
      paint: { 'line-color': palette.inkFaint, 'line-width': 1.2 },
    },
    {
      id: 'leader-ends',
      type: 'circle',
      source: 'leaders',
      filter: ['==', ['geometry-type'], 'Point'],
      paint: {
        'circle-radius': 2.4,
        'circle-color': palette.inkFaint,
        'circle-stroke-color': palette.halo,
        'circle-stroke-width': 1,
      },
    },
  ];
}

/** What was just published, in words beside its ring, where symbols leave room. */
function pulseLabelLayer(palette: Palette): LayerSpecification {
  return {
    id: 'pulse-labels',
    type: 'symbol',
    source: 'pulses',
    layout: {
      'text-field': ['get', 'label'],
      'text-font': FONTS.bold,
      'text-size': PULSE_TEXT_SIZE,
      'text-max-width': PULSE_LINE_EMS,
      'text-line-height': PULSE_LINE_HEIGHT,
      'text-variable-anchor-offset': ['get', 'anchors'],
      'text-justify': 'auto',
      'text-padding': 2,
    },
    paint: {
      'text-color': palette.ink,
      'text-halo-color': palette.halo,
      'text-halo-width': 2.4,
    },
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
    textureLayer(palette),
    heatLayer(palette),
    ...shapeLayers(palette),
    ...concentrationLayers(palette),
    ...figureLayers(palette),
    portLayer(palette, theme),
    discLayer('discs-locality', 'locality', palette),
    discLayer('discs-vicinity', 'vicinity', palette),
    pulseLabelLayer(palette),
    ...leaderLayers(palette),
    legLayer(palette),
    ...symbolLayers(),
    clusterLayer(palette),
    // Where many points leave no room, a plate can be read, and what lies under it is among many.
    areaLayer(palette),
    figureLabelLayer(palette),
    pulseLayer(palette),
    sharedLabelLayer(palette),
    ...pattern,
  ];
}
