import type { LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { FeatureCollection, Point } from 'geojson';
import type { MapLabel } from '@/lib/domain/map-label';
import { FONTS } from './label-layers';
import type { Palette } from './palette';

/** Words that somebody who shares a view has put on it. They are text, whatever signs are in them. */
export function sharedLabelFeatures(
  labels: readonly MapLabel[],
): FeatureCollection<Point, { text: string }> {
  return {
    type: 'FeatureCollection',
    features: labels.map(({ text, point }) => ({
      type: 'Feature',
      properties: { text },
      geometry: { type: 'Point', coordinates: point },
    })),
  };
}

/** Larger and bolder than the ground's names, and never left out for want of room. */
export function sharedLabelLayer(palette: Palette): LayerSpecification {
  return {
    id: 'shared-labels',
    type: 'symbol',
    source: 'shared-labels',
    layout: {
      'text-field': ['get', 'text'],
      'text-font': FONTS.bold,
      'text-size': 16,
      'text-max-width': 12,
      'text-line-height': 1.2,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: {
      'text-color': palette.ink,
      'text-halo-color': palette.halo,
      'text-halo-width': 2.4,
    },
  };
}
