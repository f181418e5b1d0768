/** World width in wire units: coordinates are unsigned 31-bit integers, x to the east, y to the south. */
export const WORLD_SIZE = 2 ** 31;

/** Longitude in degrees to wire x (Web Mercator, EPSG:3857 scaled to [0, 2^31)). */
export function mercatorX(lng: number): number {
  return clampUnit((lng + 180) / 360);
}

/** Latitude in degrees to wire y; latitudes beyond 85.05 degrees are clamped. */
export function mercatorY(lat: number): number {
  const sine = Math.sin((Math.max(-85.05, Math.min(85.05, lat)) * Math.PI) / 180);
  return clampUnit(0.5 - Math.log((1 + sine) / (1 - sine)) / (4 * Math.PI));
}

export function lngOfX(x: number): number {
  return (x / WORLD_SIZE) * 360 - 180;
}

export function latOfY(y: number): number {
  return (Math.atan(Math.sinh(Math.PI * (1 - (2 * y) / WORLD_SIZE))) * 180) / Math.PI;
}

function clampUnit(unit: number): number {
  return Math.max(0, Math.min(WORLD_SIZE - 1, Math.floor(unit * WORLD_SIZE)));
}
