import type { Feature, FeatureCollection, Polygon, Position } from 'geojson';

/**
 * Made-up squares, for tests alone: no municipality looks like this. Two beside each other with a border in common, under
 * the codes of Anderlecht and the City of Brussels.
 */
const WEST = 4.28;
const MIDDLE = 4.34;
const EAST = 4.4;
const SOUTH = 50.8;
const NORTH = 50.86;

/** Well inside the western square, and well inside the eastern one. */
export const IN_WEST: [number, number] = [4.31, 50.83];
export const IN_EAST: [number, number] = [4.37, 50.83];
/** In the western square, 50 m from the border of the two. */
export const NEAR_MIDDLE: [number, number] = [4.3393, 50.83];

export function squareRing(west: number, south: number, east: number, north: number): Position[] {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}

export function square(code: string | number, ring: Position[]): Feature<Polygon> {
  return {
    type: 'Feature',
    properties: { nis: code, name: `Example ${code}` },
    geometry: { type: 'Polygon', coordinates: [ring] },
  };
}

export function twoSquares(): FeatureCollection<Polygon> {
  return {
    type: 'FeatureCollection',
    features: [
      square('21001', squareRing(WEST, SOUTH, MIDDLE, NORTH)),
      square('21004', squareRing(MIDDLE, SOUTH, EAST, NORTH)),
    ],
  };
}
