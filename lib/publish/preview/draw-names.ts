import type { Locale } from '@/lib/domain/vocabulary';
import { valueAt } from '@/lib/map/expressions';
import type { Palette } from '@/lib/map/palette';
import { textWidth } from '@/lib/map/text-width';
import type { PlaceName } from './place-names';
import { MAP_VIEWPORT } from './preview-scene';
import type { Projection } from './projection';
import { round, type TextStyle, textElement } from './svg';

/** A rectangle in pixels of the viewport that nothing else may cover. */
export interface Obstacle {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

const PADDING_PX = 3;
const DOT_RADIUS_PX = 1.9;
const LARGE_CITY = 250_000;
/** More would be a map to be read, and not a picture beside a link. */
const MOST_NAMES = 26;

interface Worded {
  text: string;
  style: TextStyle;
  hasDot: boolean;
}

/** Names of the basemap where they have room between the records' marks, the weightiest first. */
export function drawNames(
  names: readonly PlaceName[],
  projection: Projection,
  options: {
    locale: Locale;
    palette: Palette;
    obstacles: readonly Obstacle[];
    /** Regions whose plates say their names. */
    namedCodes: ReadonlySet<string>;
  },
): string {
  const { zoom, worldPx, left, top } = projection;
  const taken = [...options.obstacles];
  const drawn: string[] = [];
  for (const name of names) {
    if (drawn.length >= MOST_NAMES) break;
    if (zoom < name.fromZoom || zoom > name.toZoom) continue;
    if (name.code !== null && options.namedCodes.has(name.code)) continue;
    const x = (name.x - left) * worldPx;
    const y = (name.y - top) * worldPx;
    if (x < 0 || y < 0 || x > MAP_VIEWPORT.width || y > MAP_VIEWPORT.height) continue;
    const worded = wordsOf(name, zoom, options.locale, options.palette);
    const place = placesOf(worded, x, y).find(({ box }) => isFree(box, taken));
    if (!place) continue;
    taken.push(place.box);
    if (worded.hasDot) {
      drawn.push(
        `<circle cx="${round(x)}" cy="${round(y)}" r="${DOT_RADIUS_PX}" fill="${options.palette.inkSoft}" stroke="${options.palette.halo}" stroke-width="0.8"/>` +
          textElement(worded.text, place.x, place.y, worded.style),
      );
    } else drawn.push(textElement(worded.text, place.x, place.y, worded.style));
  }
  return drawn.join('');
}

function wordsOf(name: PlaceName, zoom: number, locale: Locale, palette: Palette): Worded {
  const halo = { color: palette.halo, widthPx: 2.6 };
  const text = name.names[locale];
  switch (name.kind) {
    case 'sea': {
      const sizePx = valueAt([3, 10, 6, 13, 9, 17], zoom);
      const style = { sizePx, fill: palette.seaInk, isItalic: true, spacingPx: sizePx * 0.2 };
      return { text, style, hasDot: false };
    }
    case 'country': {
      const sizePx = valueAt([3, 9, 5, 11, 7, 13], zoom);
      const spacingPx = sizePx * 0.18;
      const style = { sizePx, fill: palette.inkFaint, weight: 600, spacingPx, halo } as const;
      return { text: text.toLocaleUpperCase(locale), style, hasDot: false };
    }
    case 'province': {
      const style = { sizePx: 10.5, fill: palette.inkFaint, isItalic: true, spacingPx: 1.6, halo };
      return { text, style, hasDot: false };
    }
    case 'municipality': {
      const sizePx = valueAt([10.3, 8.5, 12, 11, 14, 15], zoom);
      const style = {
        sizePx,
        fill: palette.inkSoft,
        weight: 600,
        spacingPx: sizePx * 0.12,
        halo,
      } as const;
      return { text: text.toLocaleUpperCase(locale), style, hasDot: false };
    }
    case 'place': {
      const isLarge = name.population >= LARGE_CITY;
      const sizePx = Math.min(14, 8.5 + Math.log10(Math.max(1, name.population / 20_000)) * 2.4);
      const style = {
        sizePx: Math.max(9, sizePx),
        fill: isLarge ? palette.ink : palette.inkSoft,
        weight: isLarge ? (600 as const) : (400 as const),
        halo,
      };
      return { text, style, hasDot: true };
    }
  }
}

/** Where a name may stand, by preference, with the room that it takes there. */
function placesOf(
  { text, style, hasDot }: Worded,
  x: number,
  y: number,
): { x: number; y: number; box: Obstacle }[] {
  const letters = [...text].length;
  const width =
    textWidth(text, style.sizePx, style.weight === 600) + letters * (style.spacingPx ?? 0);
  const down = style.sizePx * 0.36;
  const boxAt = (left: number, middle: number): Obstacle => ({
    left: left - PADDING_PX,
    right: left + width + PADDING_PX,
    top: middle - style.sizePx * 0.62 - PADDING_PX / 2,
    bottom: middle + style.sizePx * 0.62 + PADDING_PX / 2,
  });
  const gap = DOT_RADIUS_PX + 3;
  const rise = style.sizePx * 0.75 + gap / 2;
  const starts: (readonly [left: number, middle: number])[] = hasDot
    ? [
        [x + gap, y],
        [x - gap - width, y],
        [x - width / 2, y - rise],
        [x - width / 2, y + rise],
      ]
    : [
        [x - width / 2, y],
        [x - width / 2, y - rise],
        [x - width / 2, y + rise],
      ];
  return starts.map(([left, middle]) => {
    const box = boxAt(left, middle);
    return {
      x: left,
      y: middle + down,
      // A dot under something else would be a place of its own.
      box: hasDot
        ? {
            left: Math.min(box.left, x - DOT_RADIUS_PX),
            right: Math.max(box.right, x + DOT_RADIUS_PX),
            top: Math.min(box.top, y - DOT_RADIUS_PX),
            bottom: Math.max(box.bottom, y + DOT_RADIUS_PX),
          }
        : box,
    };
  });
}

function isFree(box: Obstacle, taken: readonly Obstacle[]): boolean {
  return (
    box.left >= 2 &&
    box.top >= 2 &&
    box.right <= MAP_VIEWPORT.width - 2 &&
    box.bottom <= MAP_VIEWPORT.height - 2 &&
    taken.every(
      (other) =>
        box.right < other.left ||
        box.left > other.right ||
        box.bottom < other.top ||
        box.top > other.bottom,
    )
  );
}
