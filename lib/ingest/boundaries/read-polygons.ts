import type { Position } from 'geojson';
import { z } from 'zod';
import { findCrossing } from './find-crossing';

/** Rings as GeoJSON has them: closed, the outer one first and counter-clockwise, holes clockwise. */
export type PolygonRings = Position[][];

const MOST_SHOWN_DECIMALS = 5;
const positionSchema = z.array(z.number()).min(2);
const polygonSchema = z.array(z.array(positionSchema)).min(1);

/** What is wrong with a geometry, in words that follow the feature's name; it is no `Error` since others are gathered too. */
export interface GeometryFault {
  fault: string;
}

/**
 * The polygons of a feature's geometry. Rings in the wrong direction, a hole before its outer ring, and rings that begin
 * elsewhere are put right, so that equal shapes are equal.
 */
export function readPolygons(geometry: unknown): PolygonRings[] | GeometryFault {
  if (geometry === null || geometry === undefined) return { fault: 'has no geometry' };
  const { type, coordinates } = geometry as { type?: unknown; coordinates?: unknown };
  if (type !== 'Polygon' && type !== 'MultiPolygon') {
    return {
      fault: `is a ${String(type).slice(0, 40)}; only a Polygon or a MultiPolygon has an area`,
    };
  }
  const parsed = z
    .array(polygonSchema)
    .min(1)
    .safeParse(type === 'Polygon' ? [coordinates] : coordinates);
  if (!parsed.success) {
    return { fault: 'has no coordinates, or some that are no lists of numbers' };
  }
  const polygons: PolygonRings[] = [];
  for (const rings of parsed.data) {
    const read = readRings(rings);
    if ('fault' in read) return read;
    polygons.push(read);
  }
  return polygons;
}

function readRings(rings: Position[][]): PolygonRings | GeometryFault {
  const read: Position[][] = [];
  for (const given of rings) {
    const ring = readRing(given);
    if ('fault' in ring) return ring;
    read.push(ring);
  }
  const sizes = read.map((ring) => Math.abs(signedArea(ring)));
  const largest = sizes.indexOf(Math.max(...sizes));
  const outer = read[largest];
  if (!outer) return { fault: 'has no ring' };
  const holes = read.filter((_, index) => index !== largest);
  return [canonical(outer, 1), ...holes.map((hole) => canonical(hole, -1))];
}

function readRing(given: readonly Position[]): Position[] | GeometryFault {
  const positions = given.map(([lng = Number.NaN, lat = Number.NaN]): Position => [lng, lat]);
  const wrong = positions.find(([lng = Number.NaN, lat = Number.NaN]) => !isOnEarth(lng, lat));
  if (wrong) {
    return {
      fault: `has ${told(wrong)}, which is no longitude and latitude in degrees; convert the file to WGS84 (EPSG:4326), for instance with "ogr2ogr -t_srs EPSG:4326"`,
    };
  }
  const ring = closed(
    positions.filter((position, index) => !isSame(position, positions[index - 1])),
  );
  if (ring.length < 4) return { fault: 'has a ring of fewer than three corners' };
  const crossing = findCrossing(ring);
  if (crossing) {
    return {
      fault: `crosses itself at ${told(crossing)}; mend it, for instance with "ogr2ogr -makevalid"`,
    };
  }
  if (signedArea(ring) === 0) return { fault: `has a ring without an area at ${told(ring[0])}` };
  return ring;
}

function isOnEarth(lng: number, lat: number): boolean {
  return Math.abs(lng) <= 180 && Math.abs(lat) <= 90;
}

function isSame(one: Position, other: Position | undefined): boolean {
  return other !== undefined && one[0] === other[0] && one[1] === other[1];
}

function closed(ring: Position[]): Position[] {
  const [first] = ring;
  return first && !isSame(first, ring.at(-1)) ? [...ring, first] : ring;
}

/** In square degrees, positive for counter-clockwise. */
function signedArea(ring: readonly Position[]): number {
  let twice = 0;
  const [originX = 0, originY = 0] = ring[0] ?? [];
  for (let index = 1; index < ring.length; index += 1) {
    const [x0 = 0, y0 = 0] = ring[index - 1] ?? [];
    const [x1 = 0, y1 = 0] = ring[index] ?? [];
    twice += (x0 - originX) * (y1 - originY) - (x1 - originX) * (y0 - originY);
  }
  return twice / 2;
}

/** In the wanted direction, beginning at its most western corner and of those at the most southern one. */
function canonical(ring: Position[], direction: 1 | -1): Position[] {
  const turned = Math.sign(signedArea(ring)) === direction ? ring : [...ring].reverse();
  const open = turned.slice(0, -1);
  let start = 0;
  open.forEach((position, index) => {
    if (isBefore(position, open[start])) start = index;
  });
  const rotated = [...open.slice(start), ...open.slice(0, start)];
  return [...rotated, ...rotated.slice(0, 1)];
}

function isBefore([x = 0, y = 0]: Position, other: Position | undefined): boolean {
  const [otherX = 0, otherY = 0] = other ?? [];
  return x < otherX || (x === otherX && y < otherY);
}

function told(position: Position | undefined): string {
  return `[${(position ?? []).map((value) => Number(value.toFixed(MOST_SHOWN_DECIMALS))).join(', ')}]`;
}
