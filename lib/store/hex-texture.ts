import { hexGrid } from '@turf/turf';
import type { Feature, Polygon, Position } from 'geojson';
import { countClasses, toneOf } from '@/lib/domain/count-classes';
import { PLACE_PRECISIONS } from '@/lib/domain/vocabulary';
import type { GridResponse, SelectionAnswer } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { uncertaintyOf } from './cluster-features';
import type { IncidentColumns } from './incident-columns';
import { metresPerPixel } from './reference-scale';
import type { Selection } from './select-rows';
import type { ViewFrame, WorldBox } from './view-frame';
import { eachSelectedPoint } from './walk-selection';

type Hexagons = Omit<GridResponse, keyof SelectionAnswer>;

/** Sides of cells in kilometres: never below 1, so that no cell points at a street. */
const SIDES_KM = [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200] as const;
const WANTED_SIDE_PX = 15;
const KM_PER_DEGREE = 111.195;
const FARTHEST_NORTH = 90;
/** Mercator maps end a little beyond. */
const LAST_LATITUDE = 85;
/** Turf leaves up to two sides of a box's edges without cells. */
const RIM_SIDES = 3;
const STEP_SIDES = 8;
/** In degrees: no great circle is much shorter than the parallel. */
const WIDEST_STRIP = 45;
/** Of a hexagon, in radii: from a column of centres to the next, and from a row to the next. */
const COLUMN = 1.5;
const ROW = Math.sqrt(0.75);
const ROUNDING = 1e-9;
/** By code of a place's precision; what is unknown is farther than any cell. */
const UNCERTAINTIES = PLACE_PRECISIONS.map(
  (_, code) => uncertaintyOf(code) ?? Number.POSITIVE_INFINITY,
);

type LngLatBounds = [west: number, south: number, east: number, north: number];

/** A lattice of hexagons over a fixed part of the world, with the cell of any point of it. */
interface Lattice {
  key: string;
  /** No cell lies beyond. */
  box: WorldBox;
  cells: readonly Feature<Polygon>[];
  /** Index of the cell that holds the point, or -1. */
  cellAt: (lng: number, lat: number) => number;
}

/** A cell's side for a zoom: about 15 pixels, at least 1 km. */
export function hexSideKm(zoom: number): number {
  const wanted = (metresPerPixel(zoom) / 1000) * WANTED_SIDE_PX;
  return SIDES_KM.find((side) => side >= wanted) ?? SIDES_KM[SIDES_KM.length - 1] ?? 1;
}

/**
 * Counts of the selection in Turf's hexagons: a grid, not boundaries. The lattice belongs to a fixed part of the world
 * that holds the view, so that panning within it moves nothing. Points whose uncertainty is half a cell's side or more
 * are in no cell, and said (D9).
 */
export class HexTexture {
  #lattice: Lattice | null = null;

  /** @param wantedKm side of the cells; one that is too small for the zoom is raised */
  count(
    columns: IncidentColumns,
    selection: Selection,
    frame: ViewFrame,
    wantedKm: number | null = null,
  ): Hexagons {
    const sideKm = Math.max(wantedKm ?? 0, hexSideKm(frame.zoom));
    const lattice = this.#latticeOf(frame, sideKm);
    const counts = new Uint32Array(lattice.cells.length);
    let leftOut = 0;
    eachSelectedPoint(columns, selection, lattice.box, ({ arrays }, place) => {
      const cell = lattice.cellAt(
        lngOfX(arrays.x[place] as number),
        latOfY(arrays.y[place] as number),
      );
      if (cell < 0) return;
      const metres = UNCERTAINTIES[arrays.placePrecision[place] as number] as number;
      if (metres < sideKm * 500) counts[cell] = (counts[cell] as number) + 1;
      else leftOut += 1;
    });
    const largest = counts.reduce((most, count) => Math.max(most, count), 0);
    const classes = countClasses(largest);
    return { sideKm, leftOut, largest, classes, cells: toFeatures(lattice, counts, classes) };
  }

  #latticeOf(frame: ViewFrame, sideKm: number): Lattice {
    const bbox = sheetOf(frame, sideKm);
    const key = [sideKm, ...bbox].join();
    if (this.#lattice?.key !== key) this.#lattice = latticeOf(key, bbox, sideKm);
    return this.#lattice;
  }
}

function toFeatures(
  { cells }: Lattice,
  counts: Uint32Array,
  classes: readonly number[],
): GridResponse['cells'] {
  const features = cells.flatMap((cell, index) => {
    const count = counts[index] as number;
    return count > 0 ? [{ ...cell, properties: { count, tone: toneOf(count, classes) } }] : [];
  });
  return { type: 'FeatureCollection', features };
}

/**
 * The view's box, grown to whole steps and then by a rim, since Turf leaves a box's edges without cells. Steps are two tiles
 * wide or several sides, whichever is more, so that panning seldom reaches another sheet, however large the cells.
 */
function sheetOf({ box, zoom }: ViewFrame, sideKm: number): LngLatBounds {
  const side = sideKm / KM_PER_DEGREE;
  const step =
    720 / 2 ** Math.min(Math.floor(zoom), Math.floor(Math.log2(720 / (STEP_SIDES * side))));
  const down = (degrees: number) => Math.floor(degrees / step) * step;
  const up = (degrees: number) => Math.ceil(degrees / step) * step;
  const rim = RIM_SIDES * side;
  const south = Math.max(-FARTHEST_NORTH, down(latOfY(box.maxY)) - rim);
  const north = Math.min(FARTHEST_NORTH, up(latOfY(box.minY)) + rim);
  const narrowest = Math.cos((Math.min(LAST_LATITUDE, Math.max(-south, north)) * Math.PI) / 180);
  return [
    Math.max(-180, down(lngOfX(box.minX))) - rim / narrowest,
    south,
    Math.min(180, up(lngOfX(box.maxX))) + rim / narrowest,
    north,
  ];
}

/** Turf's hexagons over a box. It measures the box along a great circle, so that a wide one is built of one strip, repeated. */
function hexagonsOf([west, south, east, north]: LngLatBounds, sideKm: number): Feature<Polygon>[] {
  const width = Math.min(WIDEST_STRIP, east - west);
  const strip = hexGrid([west, south, west + width, north], sideKm, {
    units: 'kilometers',
  }).features;
  const [first] = strip;
  if (!first || width === east - west) return strip;
  const corners = first.geometry.coordinates[0] ?? [];
  const [firstLng] = centreOf(corners);
  const column = (spanOf(corners, 0) * 3) / 4;
  const columnOf = ({ geometry }: Feature<Polygon>) =>
    Math.round((centreOf(geometry.coordinates[0] ?? [])[0] - firstLng) / column);
  const columns = Math.max(...strip.map(columnOf)) + 1;
  // Columns stand high and low by turns: an odd number of them does not repeat.
  const repeated = columns - (columns % 2);
  const times = Math.ceil((east - west) / (repeated * column));
  return Array.from({ length: times }, (_, time) => time * repeated * column).flatMap((by) =>
    strip.filter((cell) => columnOf(cell) < repeated).map((cell) => movedEast(cell, by)),
  );
}

function movedEast(cell: Feature<Polygon>, by: number): Feature<Polygon> {
  const coordinates = cell.geometry.coordinates.map((ring) =>
    ring.map(([lng = 0, lat = 0]) => [lng + by, lat]),
  );
  return { ...cell, geometry: { type: 'Polygon', coordinates } };
}

function latticeOf(key: string, bbox: LngLatBounds, sideKm: number): Lattice {
  const cells = hexagonsOf(bbox, sideKm);
  const [west, south, east, north] = bbox;
  const box = {
    minX: mercatorX(west),
    minY: mercatorY(north),
    maxX: mercatorX(east) + 1,
    maxY: mercatorY(south) + 1,
  };
  return { key, box, cells, cellAt: cellFinder(cells) };
}

/**
 * Finds cells by arithmetic. Once both axes are measured in radii, hexagons are the points nearest to their centres; these
 * stand in columns {@link COLUMN} apart and in rows {@link ROW} apart, of which a column has every other one. So the
 * nearest centre is that of one of two columns.
 */
function cellFinder(cells: readonly Feature<Polygon>[]): Lattice['cellAt'] {
  const [first] = cells;
  if (!first) return () => -1;
  const corners = first.geometry.coordinates[0] ?? [];
  const radiusLng = spanOf(corners, 0) / 2;
  const radiusLat = spanOf(corners, 1) / (2 * ROW);
  const centres = cells.map(({ geometry }) => centreOf(geometry.coordinates[0] ?? []));
  const west = centres.reduce((least, [lng]) => Math.min(least, lng), Number.POSITIVE_INFINITY);
  const south = centres.reduce((least, [, lat]) => Math.min(least, lat), Number.POSITIVE_INFINITY);
  const columnOf = (lng: number) => (lng - west) / radiusLng / COLUMN;
  const rowOf = (lat: number) => (lat - south) / radiusLat / ROW;
  const places = centres.map(([lng, lat]): [column: number, row: number] => [
    Math.round(columnOf(lng)),
    Math.round(rowOf(lat)),
  ]);
  const width = places.reduce((most, [column]) => Math.max(most, column + 1), 0);
  const height = places.reduce((most, [, row]) => Math.max(most, row + 1), 0);
  const cellOf = new Int32Array(width * height).fill(-1);
  /** Which rows a column has: even or odd ones. */
  const parity = new Uint8Array(width);
  places.forEach(([column, row], index) => {
    cellOf[row * width + column] = index;
    parity[column] = row % 2;
  });
  return (lng, lat) => {
    const [u, v] = [columnOf(lng), rowOf(lat)];
    const left = Math.floor(u);
    let [found, least] = [-1, Number.POSITIVE_INFINITY];
    let [across, along] = [0, 0];
    for (let column = Math.max(0, left); column <= left + 1 && column < width; column += 1) {
      const offset = parity[column] as number;
      const row = 2 * Math.round((v - offset) / 2) + offset;
      const dx = Math.abs(u - column) * COLUMN;
      const dy = Math.abs(v - row) * ROW;
      if (dx * dx + dy * dy >= least || row < 0 || row >= height) continue;
      [found, least] = [row * width + column, dx * dx + dy * dy];
      [across, along] = [dx, dy];
    }
    // Beyond the lattice's edge a point may be near a centre, and in no hexagon.
    const isWithin = along <= ROW + ROUNDING && ROW * across + along / 2 <= ROW + ROUNDING;
    return found >= 0 && isWithin ? (cellOf[found] as number) : -1;
  };
}

function spanOf(corners: readonly Position[], axis: 0 | 1): number {
  const values = corners.map((corner) => corner[axis] ?? 0);
  return Math.max(...values) - Math.min(...values);
}

function centreOf(corners: readonly Position[]): [number, number] {
  const mean = (axis: 0 | 1) => {
    const values = corners.map((corner) => corner[axis] ?? 0);
    return (Math.max(...values) + Math.min(...values)) / 2;
  };
  return [mean(0), mean(1)];
}
