import { hexGrid } from '@turf/turf';
import type { Feature, Polygon, Position } from 'geojson';
import { countClasses, toneOf } from '@/lib/domain/count-classes';
import { NO_POINT } from '@/lib/protocol/columns';
import type { GridResponse, SelectionAnswer } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { uncertaintyOf } from './cluster-features';
import type { IncidentColumns } from './incident-columns';
import { metresPerPixel } from './reference-scale';
import { SELECTED } from './row-marks';
import type { ColumnArrays } from './segment';
import type { Selection } from './select-rows';
import type { ViewFrame } from './view-frame';

type Hexagons = Omit<GridResponse, keyof SelectionAnswer>;

/** Sides of cells in kilometres: never below 1, so that no cell points at a street. */
const SIDES_KM = [1, 1.5, 2, 3, 5, 7, 10, 15, 20, 30, 50, 70, 100, 150, 200] as const;
const WANTED_SIDE_PX = 15;
const FARTHEST_NORTH = 80;
/** In steps of a sheet: several cells. */
const RIM = 0.1;

/** A lattice of hexagons over a fixed part of the world, with the cell of any point of it. */
interface Lattice {
  key: string;
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
    const counts = new Map<number, number>();
    let leftOut = 0;
    for (const { arrays, place } of selectedPoints(columns, selection)) {
      const cell = lattice.cellAt(
        lngOfX(arrays.x[place] as number),
        latOfY(arrays.y[place] as number),
      );
      if (cell < 0) continue;
      const precision = arrays.placePrecision[place] as number;
      const metres = uncertaintyOf(precision) ?? Number.POSITIVE_INFINITY;
      if (metres < sideKm * 500) counts.set(cell, (counts.get(cell) ?? 0) + 1);
      else leftOut += 1;
    }
    const largest = [...counts.values()].reduce((most, count) => Math.max(most, count), 0);
    const classes = countClasses(largest);
    return { sideKm, leftOut, largest, classes, cells: toFeatures(lattice, counts, classes) };
  }

  #latticeOf(frame: ViewFrame, sideKm: number): Lattice {
    const bbox = sheetOf(frame);
    const key = [sideKm, ...bbox].join();
    if (this.#lattice?.key !== key) this.#lattice = latticeOf(key, bbox, sideKm);
    return this.#lattice;
  }
}

/** The selected rows that have a point, each by its segment's arrays and its place there. */
function* selectedPoints(
  { segments }: IncidentColumns,
  { parts }: Selection,
): Generator<{ arrays: ColumnArrays; place: number }, void> {
  for (const [index, { arrays, size }] of segments.entries()) {
    const marks = parts[index]?.marks ?? [];
    for (let place = 0; place < size; place += 1) {
      if (marks[place] === SELECTED && arrays.x[place] !== NO_POINT) yield { arrays, place };
    }
  }
}

function toFeatures(
  { cells }: Lattice,
  counts: ReadonlyMap<number, number>,
  classes: readonly number[],
): GridResponse['cells'] {
  const features = [...counts].flatMap(([index, count]) => {
    const cell = cells[index];
    return cell ? [{ ...cell, properties: { count, tone: toneOf(count, classes) } }] : [];
  });
  return { type: 'FeatureCollection', features };
}

/** The view's box, grown to whole steps of two tiles' width in degrees, and beyond: Turf leaves the rim without cells. */
function sheetOf({ box, zoom }: ViewFrame): [number, number, number, number] {
  const step = 720 / 2 ** Math.floor(zoom);
  const down = (degrees: number) => (Math.floor(degrees / step) - RIM) * step;
  const up = (degrees: number) => (Math.ceil(degrees / step) + RIM) * step;
  return [
    Math.max(-180, down(lngOfX(box.minX))),
    Math.max(-FARTHEST_NORTH, down(latOfY(box.maxY))),
    Math.min(180, up(lngOfX(box.maxX))),
    Math.min(FARTHEST_NORTH, up(latOfY(box.minY))),
  ];
}

function latticeOf(key: string, bbox: [number, number, number, number], sideKm: number): Lattice {
  const cells = hexGrid(bbox, sideKm, { units: 'kilometers' }).features;
  const [first] = cells;
  if (!first) return { key, cells, cellAt: () => -1 };
  const corners = first.geometry.coordinates[0] ?? [];
  const radiusLng = spanOf(corners, 0) / 2;
  const radiusLat = spanOf(corners, 1) / Math.sqrt(3);
  const centres = cells.map(({ geometry }) => centreOf(geometry.coordinates[0] ?? []));
  const bucketOf = (lng: number, lat: number): [number, number] => [
    Math.round((lng - bbox[0]) / radiusLng),
    Math.round((lat - bbox[1]) / radiusLat),
  ];
  const buckets = new Map<string, number[]>();
  centres.forEach(([lng, lat], index) => {
    const name = bucketOf(lng, lat).join();
    buckets.set(name, [...(buckets.get(name) ?? []), index]);
  });
  /** Hexagons are the points nearest to their centres, once both axes are measured in radii. */
  const distance = (index: number, lng: number, lat: number): number => {
    const [centreLng, centreLat] = centres[index] ?? [Number.NaN, Number.NaN];
    return Math.hypot((lng - centreLng) / radiusLng, (lat - centreLat) / radiusLat);
  };
  const cellAt = (lng: number, lat: number): number => {
    const [column, row] = bucketOf(lng, lat);
    const near = [-1, 0, 1].flatMap((across) =>
      [-1, 0, 1].flatMap((along) => buckets.get(`${column + across},${row + along}`) ?? []),
    );
    let [nearest, least] = [-1, 1];
    for (const index of near) {
      const far = distance(index, lng, lat);
      if (far < least) [nearest, least] = [index, far];
    }
    return nearest;
  };
  return { key, cells, cellAt };
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
