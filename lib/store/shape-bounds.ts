import {
  EARTH_RADIUS_METRES,
  liesInShape,
  liesWithin,
  metresBetween,
  type Shape,
  type Side,
  sidesOfRing,
} from '@/lib/domain/shape';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';

/** A rectangle in degrees. */
export interface DegreesBox {
  west: number;
  south: number;
  east: number;
  north: number;
}

export type BoxPlace = 'inside' | 'outside' | 'across';

/** Degrees by which a doubtful case is taken for `across`; far more than rounding moves anything. */
const DOUBT = 1e-9;
const DEGREES_PER_RADIAN = 180 / Math.PI;
/** Degrees (0.1 m) and metres by which a circle's bounds and its inside are on the safe side. */
const SAFE_DEGREES = 1e-6;
const SAFE_METRES = 0.1;
const WHOLE_WORLD = { west: -180, east: 180 };
const SAFE_UNITS = 2;

/** A box that holds the whole shape. */
export function boundsOfShape(shape: Shape): DegreesBox {
  if (shape.type === 'circle') return boundsOfCircle(shape);
  const lngs = shape.ring.map(([lng]) => lng);
  const lats = shape.ring.map(([, lat]) => lat);
  return {
    west: Math.min(...lngs),
    south: Math.min(...lats),
    east: Math.max(...lngs),
    north: Math.max(...lats),
  };
}

/** The whole world's width where it reaches a pole or across the date line. */
function boundsOfCircle({ center, radiusMetres }: Shape & { type: 'circle' }): DegreesBox {
  const [lng, lat] = center;
  const angle = radiusMetres / EARTH_RADIUS_METRES;
  const reach = angle * DEGREES_PER_RADIAN + SAFE_DEGREES;
  const box = { south: lat - reach, north: lat + reach };
  if (box.north >= 90 || box.south <= -90) return { ...box, ...WHOLE_WORLD };
  const widest = Math.asin(Math.sin(angle) / Math.cos(lat / DEGREES_PER_RADIAN));
  const spread = widest * DEGREES_PER_RADIAN + SAFE_DEGREES;
  const isAcross = lng - spread < -180 || lng + spread > 180;
  return { ...box, ...(isAcross ? WHOLE_WORLD : { west: lng - spread, east: lng + spread }) };
}

/** A rectangle in wire units, both ends included. */
export interface WireBounds {
  minX: number;
  minY: number;
  maxX: number;
  maxY: number;
}

/** The same in wire units, a little too large. */
export function wireBounds({ west, south, east, north }: DegreesBox): WireBounds {
  return {
    minX: mercatorX(west) - SAFE_UNITS,
    minY: mercatorY(north) - SAFE_UNITS,
    maxX: mercatorX(east) + SAFE_UNITS,
    maxY: mercatorY(south) + SAFE_UNITS,
  };
}

/** Degrees of a rectangle of wire units; y grows to the south. */
export function degreesBox(minX: number, minY: number, maxX: number, maxY: number): DegreesBox {
  return { west: lngOfX(minX), south: latOfY(maxY), east: lngOfX(maxX), north: latOfY(minY) };
}

/** Where a box lies that touches the shape's bounds: `inside` and `outside` hold for every point of it. */
export function placeOfBox({ shape, sides }: ShapeWithSides, box: DegreesBox): BoxPlace {
  return shape.type === 'circle' ? placeInCircle(shape, box) : placeAmongSides(sides, box);
}

/** A shape and the sides of its ring, none where it is a circle. */
export interface ShapeWithSides {
  shape: Shape;
  sides: readonly Side[];
}

export function withSides(shape: Shape): ShapeWithSides {
  return { shape, sides: shape.type === 'circle' ? [] : sidesOfRing(shape.ring) };
}

/** The test of `liesInShape` for points of a box: sides that pass above or below it are left out. */
export function testWithin({ shape, sides }: ShapeWithSides, box: DegreesBox): PointTest {
  if (shape.type === 'circle') return (lng, lat) => liesInShape(shape, lng, lat);
  const near = sides.filter(
    ({ ay, by }) => Math.max(ay, by) >= box.south - DOUBT && Math.min(ay, by) <= box.north + DOUBT,
  );
  return (lng, lat) => liesWithin(near, lng, lat);
}
export type PointTest = (lng: number, lat: number) => boolean;

/**
 * On a quarter of the globe around the centre no point of a box is farther than its farthest corner: along a parallel the
 * distance grows with the longitude, and along a meridian it falls and then grows.
 */
function placeInCircle(
  { center, radiusMetres }: Shape & { type: 'circle' },
  { west, south, east, north }: DegreesBox,
): BoxPlace {
  if (center[0] - west > 90 || east - center[0] > 90) return 'across';
  const isNear = (lng: number, lat: number): boolean =>
    metresBetween(center, lng, lat) <= radiusMetres - SAFE_METRES;
  const isInside =
    isNear(west, south) && isNear(east, south) && isNear(west, north) && isNear(east, north);
  return isInside ? 'inside' : 'across';
}

/** A box that no side touches lies on one side of the ring as a whole. */
function placeAmongSides(sides: readonly Side[], box: DegreesBox): BoxPlace {
  if (sides.some((side) => mayTouch(side, box))) return 'across';
  return liesWithin(sides, box.west, box.south) ? 'inside' : 'outside';
}

function mayTouch({ ax, ay, bx, by }: Side, { west, south, east, north }: DegreesBox): boolean {
  if (Math.max(ax, bx) < west - DOUBT || Math.min(ax, bx) > east + DOUBT) return false;
  if (Math.max(ay, by) < south - DOUBT || Math.min(ay, by) > north + DOUBT) return false;
  const dx = bx - ax;
  const dy = by - ay;
  // The corners' sides of the line: least and greatest of dx * (lat - ay) - dy * (lng - ax) over the box.
  const [low, high] = dx >= 0 ? [south, north] : [north, south];
  const [near, far] = dy >= 0 ? [east, west] : [west, east];
  const least = dx * (low - ay) - dy * (near - ax);
  const most = dx * (high - ay) - dy * (far - ax);
  return least <= DOUBT && most >= -DOUBT;
}
