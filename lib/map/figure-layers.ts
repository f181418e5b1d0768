import type {
  CircleLayerSpecification,
  ExpressionSpecification,
  FilterSpecification,
  LayerSpecification,
} from '@maplibre/maplibre-gl-style-spec';
import { FIGURES_MAX_ZOOM } from './drawn-zooms';
import { byZoom, type Stops } from './expressions';
import { FONTS } from './label-layers';
import type { Palette } from './palette';

/** Pixels of radius for the root of a tonne: area in proportion, growing a little with the zoom. */
export const RADIUS_PER_ROOT: Stops = [3, 3, 6, 5, 10, 9];
export const FIGURE_TEXT_SIZE: Stops = [3, 12, 7, 16];
export const FIGURE_SECOND_LINE = 0.78;
export const FIGURE_LINE_HEIGHT = 1.1;

function tonnesRadius(property: 'tonnes' | 'low' | 'high'): ExpressionSpecification {
  const root: ExpressionSpecification = ['sqrt', ['max', 0, ['get', property]]];
  return byZoom(
    ...RADIUS_PER_ROOT.map((value, index) =>
      index % 2 === 0 ? value : (['*', root, value] as ExpressionSpecification),
    ),
  );
}

export function figureLayers(palette: Palette): LayerSpecification[] {
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
    maxzoom: FIGURES_MAX_ZOOM,
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

/** The amount and the port, where `placeScene` found room beside the ring. */
export function figureLabelLayer(palette: Palette): LayerSpecification {
  return {
    id: 'figure-labels',
    type: 'symbol',
    source: 'figure-labels',
    maxzoom: FIGURES_MAX_ZOOM,
    layout: {
      'text-field': [
        'format',
        ['get', 'valueLabel'],
        { 'text-font': ['literal', FONTS.bold] },
        '\n',
        {},
        ['get', 'portLabel'],
        { 'font-scale': FIGURE_SECOND_LINE, 'text-color': palette.inkSoft },
      ],
      'text-font': FONTS.medium,
      'text-size': byZoom(...FIGURE_TEXT_SIZE),
      'text-justify': ['get', 'justify'],
      'text-line-height': FIGURE_LINE_HEIGHT,
      'text-max-width': 40,
      'text-allow-overlap': true,
      'text-padding': 2,
    },
    paint: {
      'text-color': palette.figure,
      'text-halo-color': palette.halo,
      'text-halo-width': 1.8,
    },
  };
}
