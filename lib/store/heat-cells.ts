import type { Feature, Point } from 'geojson';
import { HEAT_BELL, type HeatLayer } from '@/lib/protocol/engine-requests';
import { latOfY, lngOfX, WORLD_SIZE } from '@/lib/protocol/mercator';
import { uncertaintyOf } from './cluster-features';
import type { IncidentColumns } from './incident-columns';
import { metresPerPixel } from './reference-scale';
import type { Selection } from './select-rows';
import { isInside, pixelsPerUnit, type ViewFrame, type WorldBox } from './view-frame';
import { eachSelectedPoint } from './walk-selection';

/** Cells are this wide, up to twice that: much narrower than what they are spread over. */
const SMALLEST_CELL_PX = 8;
const REACH_PX = 24;
/** Records that are known to a 100 m grid lie well inside. */
const SMALLEST_REACH_METRES = 160;

/** Counts and sums of places of a rectangle of quadtree cells, row by row. */
interface Cells {
  box: WorldBox;
  /** Width of a cell in wire units. */
  size: number;
  width: number;
  height: number;
  count: Float64Array;
  sumX: Float64Array;
  sumY: Float64Array;
}

/**
 * The selection as weights of cells, for a map to spread each as a bell. They are such that the bells add up to 1 where
 * they are highest in and around the view. Records whose place is known less well than to half the reach are left out, and
 * those of them in view are counted (D9).
 */
export function heatCells(
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
): HeatLayer {
  const scale = metresPerPixel(frame.zoom);
  const reachMetres = Math.max(REACH_PX * scale, SMALLEST_REACH_METRES);
  const radiusPx = reachMetres / scale / HEAT_BELL.reach;
  const cells = emptyCells(frame, radiusPx);
  let leftOut = 0;
  eachSelectedPoint(columns, selection, cells.box, ({ arrays }, place) => {
    const [x, y] = [arrays.x[place] as number, arrays.y[place] as number];
    const metres = uncertaintyOf(arrays.placePrecision[place] as number);
    if (metres !== null && metres < reachMetres / 2) addTo(cells, x, y);
    else if (isInside(frame.box, x, y)) leftOut += 1;
  });
  const features = toFeatures(cells, (radiusPx / pixelsPerUnit(frame.zoom)) * HEAT_BELL.width);
  return {
    cells: { type: 'FeatureCollection', features },
    reachMetres,
    radiusPx,
    leftOut,
  };
}

/** Cells for a view and what may be spread into it, aligned to the world, so that panning moves none. */
function emptyCells({ box, zoom }: ViewFrame, marginPx: number): Cells {
  const pxPerUnit = pixelsPerUnit(zoom);
  const level = Math.floor(Math.log2((WORLD_SIZE * pxPerUnit) / SMALLEST_CELL_PX));
  const size = 2 ** (31 - level);
  const margin = marginPx / pxPerUnit;
  const down = (units: number) => Math.max(0, Math.floor(units / size) * size);
  const up = (units: number) => Math.min(WORLD_SIZE, Math.ceil(units / size) * size);
  const grown = {
    minX: down(box.minX - margin),
    minY: down(box.minY - margin),
    maxX: up(box.maxX + margin),
    maxY: up(box.maxY + margin),
  };
  const width = Math.max(0, (grown.maxX - grown.minX) / size);
  const height = Math.max(0, (grown.maxY - grown.minY) / size);
  const zeros = () => new Float64Array(width * height);
  return { box: grown, size, width, height, count: zeros(), sumX: zeros(), sumY: zeros() };
}

function addTo({ box, size, width, count, sumX, sumY }: Cells, x: number, y: number): void {
  const cell = Math.floor((y - box.minY) / size) * width + Math.floor((x - box.minX) / size);
  count[cell] = (count[cell] as number) + 1;
  sumX[cell] = (sumX[cell] as number) + x;
  sumY[cell] = (sumY[cell] as number) + y;
}

/** @param deviation standard deviation of a bell, in wire units */
function toFeatures(cells: Cells, deviation: number): Feature<Point, { weight: number }>[] {
  const { count, sumX, sumY } = cells;
  const filled = Array.from(count.keys()).filter((cell) => (count[cell] as number) > 0);
  const highest = filled.reduce(
    (most, cell) => Math.max(most, heightAt(cells, cell, deviation)),
    0,
  );
  return filled.map((cell) => {
    const records = count[cell] as number;
    const [x, y] = [(sumX[cell] as number) / records, (sumY[cell] as number) / records];
    return {
      type: 'Feature',
      properties: { weight: records / highest },
      geometry: { type: 'Point', coordinates: [lngOfX(x), latOfY(y)] },
    };
  });
}

/** How high the bells of all cells around one add up in its middle, as if each stood in the middle of its cell. */
function heightAt({ size, width, height, count }: Cells, cell: number, deviation: number): number {
  const reach = Math.ceil((HEAT_BELL.cutOff * deviation) / size);
  const [column, row] = [cell % width, Math.floor(cell / width)];
  let sum = 0;
  for (let y = Math.max(0, row - reach); y <= Math.min(height - 1, row + reach); y += 1) {
    for (let x = Math.max(0, column - reach); x <= Math.min(width - 1, column + reach); x += 1) {
      const records = count[y * width + x] as number;
      if (records === 0) continue;
      const squared = (((x - column) ** 2 + (y - row) ** 2) * size * size) / deviation ** 2;
      sum += records * Math.exp(-squared / 2);
    }
  }
  return sum;
}
