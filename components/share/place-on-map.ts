import type { Camera } from '@/lib/domain/filter';
import { latOfY, lngOfX, mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

const TILE_PX = 512;
const LAST_LATITUDE = 85;

interface Sized {
  camera: Camera;
  /** CSS pixels. */
  size: { width: number; height: number };
}

/** Where a place `[lng, lat]` stands on a map without rotation, in CSS pixels from its upper left corner. */
export function pixelOf([lng, lat]: readonly [number, number], map: Sized): [number, number] {
  const { left, top, unit } = cornerOf(map);
  return [(mercatorX(lng) - left) / unit, (mercatorY(lat) - top) / unit];
}

/** The place under a pixel, as an address can name it: the world goes round, and ends short of the poles. */
export function placeOf([x, y]: readonly [number, number], map: Sized): [number, number] {
  const { left, top, unit } = cornerOf(map);
  const turns = (lngOfX(left + x * unit) + 180) / 360;
  const lat = latOfY(top + y * unit);
  return [
    (turns - Math.floor(turns)) * 360 - 180,
    Math.max(-LAST_LATITUDE, Math.min(LAST_LATITUDE, lat)),
  ];
}

/** A pixel, kept so far inside the map that one can take hold of it. */
export function insideOf(
  [x, y]: readonly [number, number],
  { size: { width, height } }: Sized,
  marginPx: number,
): [number, number] {
  const clamp = (value: number, most: number) =>
    Math.max(Math.min(marginPx, most / 2), Math.min(most - marginPx, value));
  return [clamp(x, width), clamp(y, height)];
}

function cornerOf({ camera, size }: Sized): { left: number; top: number; unit: number } {
  const unit = WORLD_SIZE / (TILE_PX * 2 ** camera.zoom);
  const [lng, lat] = camera.center;
  return {
    left: mercatorX(lng) - (size.width / 2) * unit,
    top: mercatorY(lat) - (size.height / 2) * unit,
    unit,
  };
}
