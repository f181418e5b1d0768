import type { LayerSpecification } from '@maplibre/maplibre-gl-style-spec';
import type { FeatureCollection, Point } from 'geojson';
import type { MapLabel } from '@/lib/domain/map-label';
import { FONTS } from './label-layers';
import type { Palette } from './palette';
import type { Disc } from './place-boxes';
import { textWidth } from './text-width';

const TEXT_SIZE_PX = 16;
const LINE_EMS = 12;
const LINE_HEIGHT = 1.2;
const HALO_PX = 2.4;

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
      'text-size': TEXT_SIZE_PX,
      'text-max-width': LINE_EMS,
      'text-line-height': LINE_HEIGHT,
      'text-allow-overlap': true,
      'text-ignore-placement': true,
    },
    paint: {
      'text-color': palette.ink,
      'text-halo-color': palette.halo,
      'text-halo-width': HALO_PX,
    },
  };
}

/**
 * What the words cover, as discs along each of their lines, for what is placed to keep off them.
 * @param at where a label's middle lies, in pixels
 */
export function sharedLabelDiscs(
  labels: readonly MapLabel[],
  at: (point: MapLabel['point']) => { x: number; y: number },
): Disc[] {
  const lineHeight = TEXT_SIZE_PX * LINE_HEIGHT;
  const radius = lineHeight / 2 + HALO_PX;
  return labels.flatMap(({ text, point }) => {
    const { x, y } = at(point);
    const lines = wrapped(text);
    return lines.flatMap((width, line) => {
      const middle = y + (line - (lines.length - 1) / 2) * lineHeight;
      const reach = Math.max(0, width / 2 - radius);
      const steps = Math.ceil((2 * reach) / radius);
      return Array.from({ length: steps + 1 }, (_, step) => ({
        x: x - reach + (steps === 0 ? reach : (2 * reach * step) / steps),
        y: middle,
        radius,
        isRing: false,
      }));
    });
  });
}

/** Widths in pixels of the lines into which words are broken. */
function wrapped(text: string): number[] {
  const widthOf = (words: string) => textWidth(words, TEXT_SIZE_PX, true);
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const last = lines.at(-1);
    const longer = last === undefined ? word : `${last} ${word}`;
    if (last !== undefined && widthOf(longer) <= LINE_EMS * TEXT_SIZE_PX) lines.pop();
    lines.push(last === undefined || widthOf(longer) > LINE_EMS * TEXT_SIZE_PX ? word : longer);
  }
  return lines.map(widthOf);
}
