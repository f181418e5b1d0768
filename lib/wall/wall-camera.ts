import type { Camera } from '@/lib/domain/filter';
import { latOfY, lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

/** The map of a desk for which views are made, CSS pixels. */
const DESK = { width: 1_040, height: 680 };
const TILE_PX = 512;
const LEAST_ZOOM = 2.2;

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
    zoom: Math.max(LEAST_ZOOM, zoom + Math.min(0, Math.log2(Math.max(share, 0.05)))),
  };
}

/**
 * A camera that has a point not in the middle, but so many pixels right of it and below it.
 * @param point `[lng, lat]`
 */
export function cameraBeside(
  point: readonly [number, number],
  zoom: number,
  rightPx: number,
  downPx: number,
): Camera {
  const unitsPerPx = WORLD_SIZE / (TILE_PX * 2 ** zoom);
  const within = (unit: number) => Math.max(0, Math.min(WORLD_SIZE - 1, unit));
  const x = within(mercatorX(point[0]) - rightPx * unitsPerPx);
  const y = within(mercatorY(point[1]) - downPx * unitsPerPx);
  return { center: [lngOfX(x), latOfY(y)], zoom };
}
