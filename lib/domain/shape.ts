import type { LngLat } from './place';
import { LONGEST_RADIUS_METRES, MOST_VERTICES } from './shape-limits';
import type { Shape } from './shape-schema';

export type { Shape } from './shape-schema';

const FEWEST_VERTICES = 3;

/** A drawing that has not been looked at: a ring of any length, a radius of any size. */
export type MaybeShape =
  | { type: 'polygon'; ring: readonly (readonly number[])[] }
  | { type: 'circle'; center: readonly number[]; radiusMetres: number };

/** What `shapeSchema` takes, for pages, which do not load schemas. */
export function isShape(shape: MaybeShape): shape is Shape {
  if (shape.type === 'polygon') {
    const { ring } = shape;
    return ring.length >= FEWEST_VERTICES && ring.length <= MOST_VERTICES && ring.every(isPoint);
  }
  const { center, radiusMetres } = shape;
  const isLength =
    Number.isInteger(radiusMetres) && radiusMetres >= 1 && radiusMetres <= LONGEST_RADIUS_METRES;
  return isLength && isPoint(center);
}

/** Whether it is `[lng, lat]` in degrees, as far north and south as maps go: what `pointSchema` takes. */
export function isPoint(point: readonly number[]): point is [number, number] {
  const [lng = Number.NaN, lat = Number.NaN] = point;
  return point.length === 2 && Math.abs(lng) <= 180 && Math.abs(lat) <= 85;
}

/** About a metre: as finely as an address says a place. */
const DEGREE_DECIMALS = 5;

/** The shape as an address can say it, so that writing and reading it changes nothing. */
export function roundShape(shape: Shape): Shape {
  return shape.type === 'circle'
    ? { ...shape, center: roundPoint(shape.center) }
    : { ...shape, ring: shape.ring.map(roundPoint) };
}

function roundPoint([lng, lat]: LngLat): [number, number] {
  return [roundDegrees(lng), roundDegrees(lat)];
}

function roundDegrees(degrees: number): number {
  const rounded = Number(degrees.toFixed(DEGREE_DECIMALS));
  return rounded === 0 ? 0 : rounded;
}

/** What lies between two meridians and two parallels: `[west, south, east, north]` in degrees, cut at the date line and at ±85°. */
export function shapeOfBounds([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): Shape {
  const [left, right] = [Math.max(-180, west), Math.min(180, east)];
  const [bottom, top] = [Math.max(-85, south), Math.min(85, north)];
  return roundShape({
    type: 'polygon',
    ring: [
      [left, bottom],
      [right, bottom],
      [right, top],
      [left, top],
    ],
  });
}

/**
 * Whether a point lies in a shape or on its border, as Turf's `booleanPointInPolygon` and `distance` say. A disc
 * (vicinity, locality) is asked about by its centre.
 */
export function liesInShape(shape: Shape, lng: number, lat: number): boolean {
  return shape.type === 'circle'
    ? metresBetween(shape.center, lng, lat) <= shape.radiusMetres
    : liesWithin(sidesOfRing(shape.ring), lng, lat);
}

/** Mean radius of the earth in metres, Turf's. */
export const EARTH_RADIUS_METRES = 6_371_008.8;

/** Haversine distance, in the order of Turf's operations, so that both round alike. */
export function metresBetween([fromLng, fromLat]: LngLat, lng: number, lat: number): number {
  const halfLat = Math.sin(radians(lat - fromLat) / 2);
  const halfLng = Math.sin(radians(lng - fromLng) / 2);
  const a = halfLat ** 2 + halfLng ** 2 * Math.cos(radians(fromLat)) * Math.cos(radians(lat));
  return 2 * Math.atan2(Math.sqrt(a), Math.sqrt(1 - a)) * EARTH_RADIUS_METRES;
}

function radians(degrees: number): number {
  return ((degrees % 360) * Math.PI) / 180;
}

/** From one vertex of a ring to the next. */
export interface Side {
  ax: number;
  ay: number;
  bx: number;
  by: number;
}

/** The sides of an open ring, the one that closes it included. */
export function sidesOfRing(ring: readonly LngLat[]): Side[] {
  return ring.map((to, index) => {
    const from = ring.at(index - 1) ?? to;
    return { ax: from[0], ay: from[1], bx: to[0], by: to[1] };
  });
}

/**
 * Even-odd rule by crossings of a parallel; the border counts. After Hao et al., "Optimal reliable point-in-polygon test
 * and differential coding Boolean operations on polygons", Symmetry 2018, which Turf uses. Sides that do not reach the
 * point's latitude may be left out.
 */
export function liesWithin(sides: readonly Side[], lng: number, lat: number): boolean {
  let isInside = false;
  for (const { ax, ay, bx, by } of sides) {
    const found = crossing(ax - lng, ay - lat, bx - lng, by - lat);
    if (found === ON_BORDER) return true;
    if (found === CROSSES) isInside = !isInside;
  }
  return isInside;
}

const PASSES = 0;
const CROSSES = 1;
const ON_BORDER = 2;

/** What the side from `u` to `v` is to the ray that goes from the origin to the east. */
function crossing(ux: number, uy: number, vx: number, vy: number): number {
  if (uy === 0 && vy === 0)
    return Math.min(ux, vx) <= 0 && Math.max(ux, vx) >= 0 ? ON_BORDER : PASSES;
  if ((uy > 0 && vy > 0) || (uy < 0 && vy < 0)) return PASSES;
  const turn = signOfDifference(vx, uy, ux, vy);
  if (turn === 0) return ON_BORDER;
  const isUpward = turn > 0 && vy > 0 && uy <= 0;
  const isDownward = turn < 0 && vy <= 0 && uy > 0;
  return isUpward || isDownward ? CROSSES : PASSES;
}

const ROUNDING = 4 * Number.EPSILON;

/** The sign of `a * b - c * d`, also where rounding would decide it. */
function signOfDifference(a: number, b: number, c: number, d: number): number {
  const one = a * b;
  const other = c * d;
  const difference = one - other;
  if (Math.abs(difference) > ROUNDING * (Math.abs(one) + Math.abs(other))) return difference;
  return difference + (lostInProduct(a, b, one) - lostInProduct(c, d, other));
}

const SPLITTER = 2 ** 27 + 1;

/** What rounding took from a product (Dekker 1971). */
function lostInProduct(a: number, b: number, product: number): number {
  const aHigh = upperHalf(a);
  const bHigh = upperHalf(b);
  const aLow = a - aHigh;
  const bLow = b - bHigh;
  return aLow * bLow - (product - aHigh * bHigh - aLow * bHigh - aHigh * bLow);
}

function upperHalf(value: number): number {
  const scaled = SPLITTER * value;
  return scaled - (scaled - value);
}
