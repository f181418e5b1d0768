import { type Camera, FIRST_ZOOM } from '@/lib/domain/filter';
import { fitCamera } from '@/lib/domain/fit-camera';
import { latOfY, lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

/** The map of a desk for which views are made, CSS pixels. */
const DESK = { width: 1_040, height: 680 };
const TILE_PX = 512;
/** Of what a card leaves free; the rest is for symbols and plates of the outermost records. */
const ROOM_SHARE = 0.72;

interface Size {
  width: number;
  height: number;
}

/** How much larger a wall draws its map than a desk does: its smallest words are then read across a room. */
export function mapScaleOf({ width, height }: Size): number {
  return Math.max(1, Math.round((Math.min(width, height) / 432) * 20) / 20);
}

/** The camera that shows on a wall's map at least what the same view shows on a desk. */
export function wallCamera({ center, zoom }: Camera, { width, height }: Size): Camera {
  const share = Math.min(width / DESK.width, height / DESK.height);
  return {
    center,
    zoom: Math.max(FIRST_ZOOM, zoom + Math.min(0, Math.log2(Math.max(share, 0.05)))),
  };
}

/**
 * A camera that has a point not in the middle, but so many pixels right of it and below it. Maps go on around the world, and
 * end in the north and the south.
 * @param point `[lng, lat]`
 */
export function cameraBeside(
  point: readonly [number, number],
  zoom: number,
  rightPx: number,
  downPx: number,
): Camera {
  const unitsPerPx = WORLD_SIZE / (TILE_PX * 2 ** zoom);
  const around = mercatorX(point[0]) - rightPx * unitsPerPx;
  const x = around - WORLD_SIZE * Math.floor(around / WORLD_SIZE);
  const y = Math.max(0, Math.min(WORLD_SIZE - 1, mercatorY(point[1]) - downPx * unitsPerPx));
  return { center: [lngOfX(x), latOfY(y)], zoom };
}

/** What a card leaves free of a map. */
export interface FreePart extends Size {
  /** How far its middle is right of the map's, and below it; pixels. */
  rightPx: number;
  downPx: number;
}

/** The part that a card leaves which has this share of the width or, at the foot of an upright screen, of the height. */
export function freePartOf({ width, height }: Size, share: number, isPortrait: boolean): FreePart {
  return isPortrait
    ? { width, height: (1 - share) * height, rightPx: 0, downPx: (-share * height) / 2 }
    : { width: (1 - share) * width, height, rightPx: (share * width) / 2, downPx: 0 };
}

/**
 * The closest camera, no closer than `closest`, that has all of these places in a part of the map; null for none. From as far
 * away as a map is seen a part may be too small for them, beside a card for a tenth of the way around the world: it then has
 * the middle of what they span, and the outermost are not seen.
 */
export function cameraOfPlaces(
  places: readonly (readonly [number, number])[],
  part: FreePart,
  closest: number,
): Camera | null {
  if (places.length === 0) return null;
  const [west, east] = shortestArc(places.map(([lng]) => lng));
  const lats = places.map(([, lat]) => lat);
  const [south, north] = [Math.min(...lats), Math.max(...lats)];
  const room = { width: ROOM_SHARE * part.width, height: ROOM_SHARE * part.height };
  const { center, zoom } = fitCamera([west, south, east, north], room, {
    closest,
    widest: FIRST_ZOOM,
  });
  const [lng, lat] = center;
  const middle = [lng > 180 ? lng - 360 : lng, lat] as const;
  return cameraBeside(middle, zoom, part.rightPx, part.downPx);
}

/** What has all longitudes from its west to its east, which is beyond 180 where that is the shorter way around the world. */
function shortestArc(lngs: readonly number[]): [west: number, east: number] {
  const sorted = [...lngs].sort((a, b) => a - b);
  const [first = 0] = sorted;
  let arc: [west: number, east: number] = [first, sorted.at(-1) ?? first];
  for (const [index, west] of sorted.entries()) {
    const east = (sorted[index - 1] ?? Number.POSITIVE_INFINITY) + 360;
    if (east - west < arc[1] - arc[0]) arc = [west, east];
  }
  return arc;
}
