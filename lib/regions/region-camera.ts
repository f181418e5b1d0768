import type { Camera } from '../domain/filter';
import { fitCamera } from '../domain/fit-camera';
import type { Region } from '../domain/region';
import type { RegionType } from '../domain/region-type';
import { descendantsOf, regionByCode } from './known-regions';

/** From how far away regions of a type are seen as a whole; boundaries are not known everywhere. */
const ZOOM_OF_TYPE: Record<RegionType, number> = {
  continent: 3.5,
  country: 6,
  province: 8.2,
  port: 10.5,
  'police zone': 10.5,
  municipality: 11,
  district: 12,
};
const FURTHEST_ZOOM = 3;
/** The rest of the viewport is for what lies around the outermost label points. */
const ROOM_SHARE = 0.75;

/** A camera that shows all of these regions in a viewport of CSS pixels; null where none of them has a place. */
export function cameraOfRegions(
  codes: readonly string[],
  width: number,
  height: number,
): Camera | null {
  const regions = codes.flatMap((code) => regionByCode(code) ?? []);
  const points = regions.flatMap(pointsOf);
  if (points.length === 0) return null;
  const [west, east] = rangeOf(points.map(([lng]) => lng));
  const [south, north] = rangeOf(points.map(([, lat]) => lat));
  const closest = Math.min(...regions.map(({ type }) => ZOOM_OF_TYPE[type]));
  const viewport = { width: ROOM_SHARE * width, height: ROOM_SHARE * height };
  return fitCamera([west, south, east, north], viewport, { closest, widest: FURTHEST_ZOOM });
}

/** Its label's; a police zone has none of its own and is where its municipalities are. */
function pointsOf(region: Region): (readonly [number, number])[] {
  if (region.point) return [region.point];
  return descendantsOf(region.code).flatMap(({ point }) => (point ? [point] : []));
}

function rangeOf(values: readonly number[]): [least: number, most: number] {
  return [Math.min(...values), Math.max(...values)];
}
