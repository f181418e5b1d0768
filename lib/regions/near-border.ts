import { earthRadius, pointToLineDistance } from '@turf/turf';
import type { MultiPolygon, Polygon, Position } from 'geojson';
import type { LngLat } from '../domain/place';

/** Rounding stays far below this share of a distance, and below this many radians: six millimetres. */
const ROUNDING_SHARE = 1e-6;
const ROUNDING_RADIANS = 1e-9;
const RADIANS_PER_DEGREE = Math.PI / 180;

type Vector = readonly [x: number, y: number, z: number];

/** A ring of an outline. */
interface Ring {
  positions: Position[];
  /** The positions on a sphere of radius 1: angles between them are found much faster than the way to a segment. */
  vectors: Vector[];
  /** Radians from each position to the next. */
  lengths: number[];
}

export type Border = readonly Ring[];

/** Outer rings and holes. */
export function borderOf(outline: Polygon | MultiPolygon): Border {
  const rings = outline.type === 'Polygon' ? outline.coordinates : outline.coordinates.flat();
  return rings.map((positions) => {
    const vectors = positions.map(toVector);
    const lengths = vectors
      .slice(1)
      .map((vector, index) => radiansBetween(vectors[index] ?? vector, vector));
    return { positions, vectors, lengths };
  });
}

/**
 * Whether a point lies within so many metres of a border, as turf's `pointToLineDistance` measures it. A vertex so near
 * answers at once. Else only segments are measured that have an end within those metres and half the segment's length:
 * no point of a segment is farther than that half from its nearer end.
 */
export function isNearBorder(border: Border, point: LngLat, metres: number): boolean {
  const wanted = metres / earthRadius;
  const surely = wanted * (1 - ROUNDING_SHARE) - ROUNDING_RADIANS;
  const perhaps = wanted * (1 + ROUNDING_SHARE) + ROUNDING_RADIANS;
  const from = toVector(point);
  const radians = border.map(({ vectors }) => vectors.map((to) => radiansBetween(from, to)));
  if (radians.some((ofRing) => ofRing.some((one) => one <= surely))) return true;
  return border.some(({ positions, lengths }, ring) =>
    lengths.some((length, at) => {
      const nearer = Math.min(radians[ring]?.[at] ?? 0, radians[ring]?.[at + 1] ?? 0);
      if (nearer > perhaps + length / 2) return false;
      return metresToSegment(point, positions.slice(at, at + 2)) <= metres;
    }),
  );
}

function metresToSegment(point: LngLat, coordinates: Position[]): number {
  const segment = { type: 'LineString' as const, coordinates };
  return pointToLineDistance([...point], segment, { units: 'meters' });
}

function toVector([lng = 0, lat = 0]: Position | LngLat): Vector {
  const [along, up] = [lng * RADIANS_PER_DEGREE, lat * RADIANS_PER_DEGREE];
  return [Math.cos(up) * Math.cos(along), Math.cos(up) * Math.sin(along), Math.sin(up)];
}

/** From the chord, which is exact for small angles too. */
function radiansBetween(a: Vector, b: Vector): number {
  const chord = Math.hypot(a[0] - b[0], a[1] - b[1], a[2] - b[2]);
  return 2 * Math.asin(Math.min(1, chord / 2));
}
