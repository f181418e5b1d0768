import type { Camera } from '@/lib/domain/filter';
import { latOfY, lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';
import { MAP_VIEWPORT } from './preview-scene';

const TILE_PX = 512;

/** From the unit square of Web Mercator to the pixels of the map's viewport. */
export interface Projection {
  zoom: number;
  /** Pixels across the world. */
  worldPx: number;
  /** The unit square's coordinates of the viewport's left upper corner. */
  left: number;
  top: number;
}

export function projectionOf({ center: [lng, lat], zoom }: Camera): Projection {
  const worldPx = TILE_PX * 2 ** zoom;
  return {
    zoom,
    worldPx,
    left: mercatorX(lng) / WORLD_SIZE - MAP_VIEWPORT.width / 2 / worldPx,
    top: mercatorY(lat) / WORLD_SIZE - MAP_VIEWPORT.height / 2 / worldPx,
  };
}

/** `[x, y]` in pixels of the viewport. */
export function project(
  { worldPx, left, top }: Projection,
  [lng = 0, lat = 0]: readonly number[],
): [x: number, y: number] {
  return [
    (mercatorX(lng) / WORLD_SIZE - left) * worldPx,
    (mercatorY(lat) / WORLD_SIZE - top) * worldPx,
  ];
}

/** `[lng, lat]` of a pixel of the viewport. */
export function unproject(
  { worldPx, left, top }: Projection,
  [x, y]: readonly [number, number],
): [lng: number, lat: number] {
  return [lngOfX((x / worldPx + left) * WORLD_SIZE), latOfY((y / worldPx + top) * WORLD_SIZE)];
}

/** Whether a point lies in the viewport, or so many pixels outside. */
export function isInViewport([x, y]: readonly [number, number], marginPx = 0): boolean {
  return (
    x >= -marginPx &&
    y >= -marginPx &&
    x <= MAP_VIEWPORT.width + marginPx &&
    y <= MAP_VIEWPORT.height + marginPx
  );
}
