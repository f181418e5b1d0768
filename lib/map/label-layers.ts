import type {
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
  SymbolLayerSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import type { Locale } from '@/lib/domain/vocabulary';
import { byZoom } from './expressions';
import type { Palette, Theme } from './palette';
import { symbolImageId } from './symbol-image';

const MUNICIPALITY_LABELS = 'municipality-labels';
const COUNTRY_LABELS = 'country-labels';
const COUNTRY_FILTER = [
  '<=',
  ['get', 'rank'],
  ['step', ['zoom'], 1, 3, 2, 4, 3, 5, 4, 6, 5],
] as FilterSpecification;

/** Filters of the layers that name regions, without those regions whose plate says the name already. */
export function filtersWithout(codes: readonly string[]): Record<string, FilterSpecification> {
  const isOther = ['!', ['in', ['get', 'code'], ['literal', [...codes]]]] as FilterSpecification;
  return {
    [MUNICIPALITY_LABELS]: isOther,
    [COUNTRY_LABELS]: ['all', COUNTRY_FILTER, isOther] as FilterSpecification,
  };
}

/** Names of the faces that the basemap's `font-faces` declare. */
export const FONTS = {
  regular: ['Noto Sans Regular'],
  italic: ['Noto Sans Italic'],
  medium: ['Noto Sans Medium'],
  bold: ['Noto Sans Bold'],
};

function nameIn(locale: Locale): ExpressionSpecification {
  return ['coalesce', ['get', locale], ['get', 'name']];
}

type SymbolPaint = NonNullable<SymbolLayerSpecification['paint']>;

function inked(color: string, palette: Palette, haloWidth = 1.4): SymbolPaint {
  return {
    'text-color': color,
    'text-halo-color': palette.halo,
    'text-halo-width': haloWidth,
    'text-halo-blur': 0.4,
  };
}

function seaLayer(palette: Palette, locale: Locale): LayerSpecification {
  return {
    id: 'sea-labels',
    type: 'symbol',
    source: 'sea-labels',
    maxzoom: 9,
    filter: ['<=', ['get', 'rank'], ['step', ['zoom'], 1, 4, 2, 5, 3]] as FilterSpecification,
    layout: {
      'text-field': nameIn(locale),
      'text-font': FONTS.italic,
      'text-size': byZoom(3, 11, 6, 16, 9, 22),
      'text-letter-spacing': 0.28,
      'text-max-width': 7,
      'text-line-height': 1.5,
      'text-padding': 12,
    },
    paint: { 'text-color': palette.seaInk, 'text-halo-color': palette.sea, 'text-halo-width': 1 },
  };
}

function countryLayer(palette: Palette, locale: Locale): LayerSpecification {
  return {
    id: COUNTRY_LABELS,
    type: 'symbol',
    source: 'country-labels',
    minzoom: 2.6,
    maxzoom: 7.4,
    filter: COUNTRY_FILTER,
    layout: {
      'text-field': nameIn(locale),
      'text-font': FONTS.medium,
      'text-transform': 'uppercase',
      'text-size': byZoom(3, 9.5, 5, 13, 7, 18),
      'text-letter-spacing': 0.22,
      'text-max-width': 8,
      'symbol-sort-key': ['get', 'rank'],
      'text-padding': 6,
    },
    paint: { ...inked(palette.inkFaint, palette, 1.2), 'text-opacity': byZoom(6.4, 1, 7.4, 0) },
  };
}

function provinceLayer(palette: Palette, locale: Locale): LayerSpecification {
  return {
    id: 'province-labels',
    type: 'symbol',
    source: 'province-labels',
    minzoom: 7.4,
    maxzoom: 9.8,
    layout: {
      'text-field': nameIn(locale),
      'text-font': FONTS.italic,
      'text-size': byZoom(7, 10.5, 9.5, 15),
      'text-letter-spacing': 0.2,
      'text-max-width': 8,
      'text-padding': 8,
    },
    paint: { ...inked(palette.inkFaint, palette, 1), 'text-opacity': 0.9 },
  };
}

type AnchorOffsets = (string | [number, number])[];

type VariableAnchorOffsets = NonNullable<
  NonNullable<SymbolLayerSpecification['layout']>['text-variable-anchor-offset']
>;

/** Where a place's name may stand, by preference, in ems from its point. */
const NEAR_ANCHORS: AnchorOffsets = [
  'left',
  [0.5, 0],
  'right',
  [-0.5, 0],
  'top',
  [0, 0.5],
  'bottom',
  [0, -0.5],
];
const FAR_ANCHORS: AnchorOffsets = [2.3, 3.8, 5.4].flatMap(
  (far): AnchorOffsets => [
    'left',
    [far, 0],
    'right',
    [-far, 0],
    'top',
    [0, far],
    'bottom',
    [0, -far],
  ],
);

/** From here on a few ems are a few kilometres, so that a name beside a cluster is still at its place. */
const REACH_MIN_ZOOM = 7;

interface PlaceLayerOptions {
  id: string;
  source: string;
  minzoom: number;
  maxzoom?: number;
  filter?: FilterSpecification;
  /** Whether a label may stand further off, where a cluster covers its place. */
  reach?: boolean;
  /** Smallest and largest place of the layer decide between these sizes. */
  sizes: [number, number];
}

function placeLayer(
  palette: Palette,
  theme: Theme,
  locale: Locale,
  options: PlaceLayerOptions,
): LayerSpecification {
  const [small, large] = options.sizes;
  const size = (grow: number): ExpressionSpecification => [
    'interpolate',
    ['linear'],
    ['log10', ['max', 500, ['get', 'population']]],
    3.2,
    small + grow,
    6.2,
    large + grow,
  ];
  return {
    id: options.id,
    type: 'symbol',
    source: options.source,
    minzoom: options.minzoom,
    ...(options.maxzoom ? { maxzoom: options.maxzoom } : {}),
    ...(options.filter ? { filter: options.filter } : {}),
    layout: {
      'text-field': nameIn(locale),
      'text-font': [
        'case',
        ['>=', ['get', 'population'], 250_000],
        ['literal', FONTS.medium],
        ['literal', FONTS.regular],
      ],
      'text-size': byZoom(4, size(0), 8, size(2.5), 12, size(6)),
      'text-variable-anchor-offset': (options.reach
        ? [...NEAR_ANCHORS, ...FAR_ANCHORS]
        : NEAR_ANCHORS) as VariableAnchorOffsets,
      'icon-optional': options.reach ?? false,
      'text-justify': 'auto',
      'text-max-width': 9,
      'text-padding': 3,
      'icon-image': symbolImageId({ type: 'dot', theme }),
      'icon-size': byZoom(4, 0.7, 9, 1),
      'icon-padding': 1,
      'symbol-sort-key': ['-', ['*', ['get', 'capital'], -1_000_000], ['get', 'population']],
    },
    paint: {
      ...inked(palette.inkSoft, palette),
      'text-color': ['case', ['>=', ['get', 'population'], 250_000], palette.ink, palette.inkSoft],
      'icon-opacity': 0.9,
    },
  };
}

function placeLayers(palette: Palette, theme: Theme, locale: Locale): LayerSpecification[] {
  const layer = (options: PlaceLayerOptions) => placeLayer(palette, theme, locale, options);
  const enough: ExpressionSpecification = [
    'any',
    [
      'all',
      ['==', ['get', 'capital'], 1],
      ['>=', ['get', 'population'], ['step', ['zoom'], 450_000, 5, 0]],
    ],
    [
      '>=',
      ['get', 'population'],
      ['step', ['zoom'], 2_500_000, 4, 900_000, 5, 350_000, 6, 120_000, 7, 0],
    ],
  ];
  return [
    layer({ id: 'places-local', source: 'places-local', minzoom: 9.2, sizes: [8.5, 11] }),
    layer({ id: 'places-minor', source: 'places-minor', minzoom: 7, sizes: [7.5, 12] }),
    layer({
      id: 'places-major',
      source: 'places-major',
      minzoom: 3.4,
      maxzoom: REACH_MIN_ZOOM,
      filter: enough as FilterSpecification,
      sizes: [8, 13.5],
    }),
    layer({
      id: 'places-major-near',
      source: 'places-major',
      minzoom: REACH_MIN_ZOOM,
      maxzoom: 14,
      filter: ['!=', ['get', 'name'], ['step', ['zoom'], '', 11, 'Brussels']],
      reach: true,
      sizes: [8, 13.5],
    }),
  ];
}

/** Both official names in Brussels, the reader's language first; one where they are the same. */
function municipalityLayer(palette: Palette, locale: Locale): LayerSpecification {
  const second: ExpressionSpecification = ['get', locale === 'nl' ? 'secondNl' : 'second'];
  return {
    id: MUNICIPALITY_LABELS,
    type: 'symbol',
    source: 'municipalities',
    minzoom: 10.3,
    layout: {
      'text-field': [
        'case',
        ['==', second, ''],
        ['get', locale],
        [
          'format',
          ['get', locale],
          {},
          '\n',
          {},
          second,
          { 'font-scale': 0.78, 'text-color': palette.inkFaint },
        ],
      ],
      'text-font': FONTS.medium,
      'text-transform': 'uppercase',
      'text-size': byZoom(10.3, 8.5, 11.2, 10.5, 12, 12.5, 13, 18, 14, 25),
      'text-letter-spacing': 0.16,
      'text-line-height': 1.35,
      'text-max-width': 30,
      'text-padding': 0,
      'text-variable-anchor': ['center', 'top', 'bottom'],
      'text-radial-offset': 0.7,
      'symbol-sort-key': ['-', 0, ['get', 'population']],
    },
    paint: { ...inked(palette.inkSoft, palette, 1.4), 'text-opacity': byZoom(10.3, 0.6, 11, 0.95) },
  };
}

function gridLayers(palette: Palette, theme: Theme): LayerSpecification[] {
  return [
    {
      id: 'grid-crosses',
      type: 'symbol',
      source: 'reference-grid',
      minzoom: 10.9,
      filter: ['==', ['get', 'role'], 'cross'],
      layout: {
        'icon-image': symbolImageId({ type: 'cross', theme }),
        'icon-allow-overlap': true,
        'icon-ignore-placement': true,
      },
      paint: { 'icon-opacity': byZoom(10.9, 0, 11.4, 0.5) },
    },
    {
      id: 'grid-ring-labels',
      type: 'symbol',
      source: 'reference-grid',
      minzoom: 10.4,
      filter: ['==', ['get', 'role'], 'label'],
      layout: {
        'text-field': ['get', 'label'],
        'text-font': FONTS.regular,
        'text-size': 10.5,
        'text-letter-spacing': 0.06,
        'text-padding': 4,
      },
      paint: inked(palette.inkFaint, palette, 1.6),
    },
  ];
}

/** All text of the embedded basemap; a later layer wins a place before an earlier one. */
export function labelLayers(palette: Palette, theme: Theme, locale: Locale): LayerSpecification[] {
  return [
    ...gridLayers(palette, theme),
    seaLayer(palette, locale),
    provinceLayer(palette, locale),
    ...placeLayers(palette, theme, locale),
    municipalityLayer(palette, locale),
    countryLayer(palette, locale),
  ];
}
