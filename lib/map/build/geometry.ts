import { bboxClip, bboxPolygon, featureCollection, intersect, polygon } from '@turf/turf';
import type {
  Feature,
  FeatureCollection,
  Geometry,
  LineString,
  MultiLineString,
  MultiPolygon,
  Polygon,
  Position,
} from 'geojson';

/** `[west, south, east, north]` in degrees. */
export type Bbox = [number, number, number, number];

export function collect<P>(features: Feature<Geometry, P>[]): FeatureCollection<Geometry, P> {
  return { type: 'FeatureCollection', features };
}

export function feature<G extends Geometry, P>(geometry: G, properties: P): Feature<G, P> {
  return { type: 'Feature', properties, geometry };
}

/** Coordinates rounded to a number of decimals; repeated points that rounding makes are dropped. */
export function roundLine(line: Position[], decimals: number): Position[] {
  const scale = 10 ** decimals;
  const rounded: Position[] = [];
  for (const [lng = 0, lat = 0] of line) {
    const next = [Math.round(lng * scale) / scale, Math.round(lat * scale) / scale];
    const last = rounded[rounded.length - 1];
    if (!last || last[0] !== next[0] || last[1] !== next[1]) rounded.push(next);
  }
  return rounded;
}

/** The rings of a polygon or multi-polygon as a list of polygons. */
export function polygonsOf(geometry: Polygon | MultiPolygon): Position[][][] {
  return geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates;
}

function linesOf(geometry: LineString | MultiLineString): Position[][] {
  return geometry.type === 'LineString' ? [geometry.coordinates] : geometry.coordinates;
}

/** The part of some polygons inside a frame, rounded; null when nothing is. */
export function clipPolygons(
  geometry: Polygon | MultiPolygon,
  frame: Bbox,
  decimals: number,
  cut: PolygonCut = cutQuickly,
): MultiPolygon | null {
  const kept = polygonsOf(geometry)
    .filter((rings) => overlaps(rings[0] ?? [], frame))
    .flatMap((rings) => (isWithin(rings[0] ?? [], frame) ? [rings] : cut(rings, frame)))
    .map((rings) =>
      rings.map((ring) => roundLine(ring, decimals)).filter((ring) => ring.length >= 4),
    )
    .filter((rings) => rings.length > 0);
  return kept.length > 0 ? { type: 'MultiPolygon', coordinates: kept } : null;
}

export type PolygonCut = (rings: Position[][], frame: Bbox) => Position[][][];

/** Leaves sides that run back and forth along the frame: harmless for small pieces. */
export function cutQuickly(rings: Position[][], frame: Bbox): Position[][][] {
  const clipped = bboxClip({ type: 'Polygon' as const, coordinates: rings }, frame).geometry;
  return polygonsOf(clipped as Polygon | MultiPolygon);
}

/**
 * A true intersection, twenty times slower: for continents, whose many sides along the frame the map's triangulation
 * would get wrong, so that it fills seas.
 */
export function cutExactly(rings: Position[][], frame: Bbox): Position[][][] {
  const cut = intersect(featureCollection([polygon(rings), bboxPolygon(frame)]));
  return cut ? polygonsOf(cut.geometry) : [];
}

function isWithin(line: Position[], [west, south, east, north]: Bbox): boolean {
  return line.every(
    ([lng = 0, lat = 0]) => lng >= west && lng <= east && lat >= south && lat <= north,
  );
}

/** The part of some lines inside a frame, rounded; null when nothing is. */
export function clipLines(
  geometry: LineString | MultiLineString,
  frame: Bbox,
  decimals: number,
): MultiLineString | null {
  const kept = linesOf(geometry)
    .filter((line) => overlaps(line, frame))
    .flatMap((line) => {
      const clipped = bboxClip({ type: 'LineString' as const, coordinates: line }, frame).geometry;
      return linesOf(clipped as LineString | MultiLineString);
    })
    .map((line) => roundLine(line, decimals))
    .filter((line) => line.length >= 2);
  return kept.length > 0 ? { type: 'MultiLineString', coordinates: kept } : null;
}

/** Whether a ring or line is at least this large, in degrees, in one direction. */
export function isLargerThan(line: Position[], degrees: number): boolean {
  const lngs = line.map(([lng = 0]) => lng);
  const lats = line.map(([, lat = 0]) => lat);
  return range(lngs) >= degrees || range(lats) >= degrees;
}

function range(values: number[]): number {
  let [least, most] = [Infinity, -Infinity];
  for (const value of values) {
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most - least;
}

export function overlaps(line: Position[], [west, south, east, north]: Bbox): boolean {
  const [minLng, minLat, maxLng, maxLat] = boxOf(line);
  return minLng <= east && maxLng >= west && minLat <= north && maxLat >= south;
}

/** Of lines that nobody changes: each tile asks about every line of the world. */
const knownBoxes = new WeakMap<Position[], Bbox>();

function boxOf(line: Position[]): Bbox {
  const known = knownBoxes.get(line);
  if (known) return known;
  const box: Bbox = [Infinity, Infinity, -Infinity, -Infinity];
  for (const [lng = 0, lat = 0] of line) {
    box[0] = Math.min(box[0], lng);
    box[1] = Math.min(box[1], lat);
    box[2] = Math.max(box[2], lng);
    box[3] = Math.max(box[3], lat);
  }
  knownBoxes.set(line, box);
  return box;
}

export function rectangle([west, south, east, north]: Bbox): Polygon {
  return {
    type: 'Polygon',
    coordinates: [
      [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
        [west, south],
      ],
    ],
  };
}
