const EARTH_CIRCUMFERENCE_METRES = 40_075_017;
const TILE_PX = 512;
/** Metres per pixel are taken at this latitude wherever the view is, so that panning changes nothing. */
const REFERENCE_LATITUDE = 51;

/** Metres on the ground per CSS pixel, at 51° north. */
export function metresPerPixel(zoom: number): number {
  const cosine = Math.cos((REFERENCE_LATITUDE * Math.PI) / 180);
  return (EARTH_CIRCUMFERENCE_METRES * cosine) / (TILE_PX * 2 ** zoom);
}
