import { circle, convex, featureCollection, point } from '@turf/turf';
import type { Polygon } from 'geojson';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { POINTS_A_STEP } from './spot-grid';

/** Fewer points go to Turf as they are. */
const FEW_POINTS = 256;
const DIRECTIONS = 32;
/** How far inside the outermost points one must lie to be left out, as a share of the points' extent; far above rounding. */
const MARGIN = 1e-9;

/**
 * Turf's convex hull of points in wire units, in steps; a circle of that radius around their mean where they stand on one
 * spot or one line, which have none. A hull across the antimeridian goes on beyond 180 degrees.
 *
 * Turf takes a second for a hundred thousand points, so those that lie inside the polygon of the outermost points in 32
 * directions are left out first. They cannot be corners.
 */
export function* hullSteps(
  x: Uint32Array,
  y: Uint32Array,
  radiusMetres: number,
): Generator<void, Polygon> {
  const lng = new Float64Array(x.length);
  const lat = new Float64Array(x.length);
  const first = lngOfX(x[0] ?? 0);
  for (let index = 0; index < lng.length; index += 1) {
    const degrees = lngOfX(x[index] as number);
    lng[index] = degrees - Math.round((degrees - first) / 360) * 360;
    lat[index] = latOfY(y[index] as number);
    if (index % POINTS_A_STEP === POINTS_A_STEP - 1) yield;
  }
  const kept = lng.length <= FEW_POINTS ? null : yield* outerPoints(lng, lat);
  const corners = (kept ?? Array.from(lng.keys())).map((index) =>
    point([lng[index] as number, lat[index] as number]),
  );
  const hull = convex(featureCollection(corners));
  if (hull) return hull.geometry;
  return circle([mean(lng), mean(lat)], radiusMetres / 1000, { steps: 24 }).geometry;
}

function mean(degrees: Float64Array): number {
  return degrees.reduce((sum, value) => sum + value, 0) / degrees.length;
}

/** Points that may be corners of the hull. */
function* outerPoints(lng: Float64Array, lat: Float64Array): Generator<void, number[]> {
  // Between 0 and 1, so that a long and narrow group is cut as closely as a round one.
  const x = scaled(lng);
  const y = scaled(lat);
  const outermost: number[] = [];
  for (let direction = 0; direction < DIRECTIONS; direction += 1) {
    const angle = (2 * Math.PI * direction) / DIRECTIONS;
    const index = farthest(x, y, Math.cos(angle), Math.sin(angle));
    if (!outermost.includes(index)) outermost.push(index);
    yield;
  }
  const kept: number[] = [];
  for (let index = 0; index < x.length; index += 1) {
    if (!isInsideOf(outermost, x, y, index)) kept.push(index);
    if (index % POINTS_A_STEP === POINTS_A_STEP - 1) yield;
  }
  return kept;
}

function scaled(values: Float64Array): Float64Array {
  let least = Number.POSITIVE_INFINITY;
  let most = Number.NEGATIVE_INFINITY;
  for (const value of values) {
    if (value < least) least = value;
    if (value > most) most = value;
  }
  const extent = most - least || 1;
  return values.map((value) => (value - least) / extent);
}

function farthest(x: Float64Array, y: Float64Array, east: number, north: number): number {
  let found = 0;
  let most = Number.NEGATIVE_INFINITY;
  for (let index = 0; index < x.length; index += 1) {
    const along = (x[index] as number) * east + (y[index] as number) * north;
    if (along > most) {
      most = along;
      found = index;
    }
  }
  return found;
}

/** Whether a point lies well inside a polygon that is convex and goes round counterclockwise. */
function isInsideOf(
  corners: readonly number[],
  x: Float64Array,
  y: Float64Array,
  index: number,
): boolean {
  const east = x[index] as number;
  const north = y[index] as number;
  let from = corners[corners.length - 1] as number;
  for (const to of corners) {
    const fromX = x[from] as number;
    const fromY = y[from] as number;
    const left =
      ((x[to] as number) - fromX) * (north - fromY) - ((y[to] as number) - fromY) * (east - fromX);
    if (left <= MARGIN) return false;
    from = to;
  }
  return true;
}
