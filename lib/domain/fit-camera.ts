import type { Camera } from './filter';

/** `[west, south, east, north]` in degrees. */
export type LngLatBox = readonly [west: number, south: number, east: number, north: number];

/** CSS pixels across the world at zoom 0. */
const TILE_PX = 512;

/** The closest camera that shows a whole box in a viewport of CSS pixels, between two zooms; a point is a box too. */
export function fitCamera(
  [west, south, east, north]: LngLatBox,
  { width, height }: { width: number; height: number },
  { closest, widest }: { closest: number; widest: number },
): Camera {
  const [top, bottom] = [mercatorUnit(north), mercatorUnit(south)];
  const acrossPx = TILE_PX * ((east - west) / 360);
  const downPx = TILE_PX * (bottom - top);
  const zoom = Math.log2(Math.min(Math.max(width, 1) / acrossPx, Math.max(height, 1) / downPx));
  return {
    center: [(west + east) / 2, latOfUnit((top + bottom) / 2)],
    zoom: Math.min(closest, Math.max(widest, zoom)),
  };
}

/** What a camera shows in a viewport of CSS pixels. */
export function boundsOfCamera(
  { center: [lng, lat], zoom }: Camera,
  width: number,
  height: number,
): [west: number, south: number, east: number, north: number] {
  const worldPx = TILE_PX * 2 ** zoom;
  const halfDegrees = (width / worldPx) * 180;
  const middle = mercatorUnit(lat);
  const halfUnit = height / worldPx / 2;
  return [
    lng - halfDegrees,
    latOfUnit(middle + halfUnit),
    lng + halfDegrees,
    latOfUnit(middle - halfUnit),
  ];
}

/** Latitude to the unit square's y, southwards. */
function mercatorUnit(lat: number): number {
  const sine = Math.sin((lat * Math.PI) / 180);
  return 0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI);
}

function latOfUnit(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - 2 * y))) * 180) / Math.PI;
}
