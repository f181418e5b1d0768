import type { ExpressionSpecification, LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import { byZoom } from './expressions';
import type { Palette } from './palette';

/** Sources of imported boundaries: those of the level that is shown, and the regions that the filter chose. */
export const BOUNDARY_SOURCE = 'boundaries';
export const CHOSEN_SOURCE = 'boundaries-chosen';
/** The layer whose tones are feature state, set by code. */
export const SHADE_LAYER = 'boundary-shade';

/** Streets and borders of the map below stay visible; the legend's swatches are laid over land in the same way. */
export const SHADE_OPACITY = 0.8;

const ROUND = { 'line-join': 'round' } as const;

/** Tones are feature state, so that no tile is built again when a count changes; -1 is unshaded. */
function toneColour({ shade, shadeZero }: Palette): ExpressionSpecification {
  const tone: ExpressionSpecification = ['coalesce', ['feature-state', 'tone'], -1];
  const steps = shade.flatMap((colour, index) => [index + 1, colour]);
  return [
    'match',
    tone,
    0,
    shadeZero,
    ...steps,
    'rgba(0,0,0,0)',
  ] as unknown as ExpressionSpecification;
}

/** Imported boundaries, from the bottom up; they lie under all labels and symbols. */
export function boundaryLayers(palette: Palette): LayerSpecification[] {
  return [
    {
      id: SHADE_LAYER,
      type: 'fill',
      source: BOUNDARY_SOURCE,
      paint: { 'fill-color': toneColour(palette), 'fill-opacity': SHADE_OPACITY },
    },
    {
      id: 'boundary-line',
      type: 'line',
      source: BOUNDARY_SOURCE,
      layout: ROUND,
      paint: {
        'line-color': palette.grid,
        'line-width': byZoom(6, 0.4, 10, 0.8, 14, 1.3),
        'line-opacity': 0.42,
      },
    },
    {
      id: 'boundary-chosen-edge',
      type: 'line',
      source: CHOSEN_SOURCE,
      layout: ROUND,
      paint: { 'line-color': palette.halo, 'line-width': 5, 'line-opacity': 0.8 },
    },
    {
      id: 'boundary-chosen',
      type: 'line',
      source: CHOSEN_SOURCE,
      layout: ROUND,
      paint: { 'line-color': palette.ink, 'line-width': 2.2 },
    },
  ];
}
