import type { FeatureCollection, Geometry, Position } from 'geojson';
import { mercatorX, mercatorY, WORLD_SIZE } from '@/lib/protocol/mercator';

export type LineRole = 'sea' | 'land' | 'coast' | 'border' | 'province';

/** A ring or a line in the unit square of Web Mercator, with its box. */
export interface GroundLine {
  role: LineRole;
  /** x and y in turn. */
  units: Float64Array;
  box: readonly [left: number, top: number, right: number, bottom: number];
}

/** A polygon's rings lie together, so that its holes are holes. */
export interface GroundShape {
  role: LineRole;
  lines: GroundLine[];
}

/**
 * Features of the built basemap, projected once and kept, since every picture needs them: projecting is most of the work
 * of drawing them. `role` is for files that name none.
 */
export function prepareGround(
  { features }: FeatureCollection<Geometry, { role?: LineRole } | null>,
  role: LineRole = 'land',
): GroundShape[] {
  return features.flatMap(({ geometry, properties }) => {
    const own = properties?.role ?? role;
    return partsOf(geometry).map((lines) => ({
      role: own,
      lines: lines.map((line) => prepareLine(line, own)),
    }));
  });
}

function partsOf(geometry: Geometry): Position[][][] {
  switch (geometry.type) {
    case 'Polygon':
      return [geometry.coordinates];
    case 'MultiPolygon':
      return geometry.coordinates;
    case 'LineString':
      return [[geometry.coordinates]];
    case 'MultiLineString':
      return geometry.coordinates.map((line) => [line]);
    default:
      return [];
  }
}

function prepareLine(line: readonly Position[], role: LineRole): GroundLine {
  const units = new Float64Array(line.length * 2);
  let [left, top, right, bottom] = [1, 1, 0, 0];
  line.forEach(([lng = 0, lat = 0], index) => {
    const x = mercatorX(lng) / WORLD_SIZE;
    const y = mercatorY(lat) / WORLD_SIZE;
    units[index * 2] = x;
    units[index * 2 + 1] = y;
    left = Math.min(left, x);
    top = Math.min(top, y);
    right = Math.max(right, x);
    bottom = Math.max(bottom, y);
  });
  return { role, units, box: [left, top, right, bottom] };
}
