import { NOT_STATED } from '@/lib/protocol/columns';
import { WORLD_SIZE } from '@/lib/protocol/mercator';
import { type CellGrid, createGrid, parentGrid } from './cell-grid';
import { cellNumber } from './cell-number';
import type { ReadableColumns } from './incident-columns';
import { KIND_OF_CLASS, SEIZURE, SHOOTING, UNIT_GRAMS } from './kind-codes';
import { SELECTED, type Selection } from './select-rows';
import { pixelsPerUnit, type ViewFrame } from './view-frame';

/** A circle on the map: everything selected in one quadtree cell. `x`, `y` in wire units, fractions included. */
export interface Cluster {
  /** See `cellNumber`. */
  cell: number;
  x: number;
  y: number;
  radiusPx: number;
  count: number;
  shootings: number;
  seizures: number;
  killed: number;
  injured: number;
  grams: number;
  /** A row of the cell; the record itself where count is 1. */
  row: number;
}

/** Free space around every circle, in pixels. */
export const CLUSTER_MARGIN_PX = 2;
export const SINGLE_RADIUS_PX = 7;
const LARGEST_RADIUS_PX = 44;
/** The smallest cell is at least this wide, up to twice that; it holds a single record with room to move. */
const SMALLEST_CELL_PX = 24;
/** Cells are joined at most twice: 24 -> 48 -> 96 pixels, which holds the largest circle. */
const JOINS = 2;
/** A circle pushed further than this off its records' mean is reason to join its cell with its siblings. */
const LARGEST_PUSH_PX = 6;
/** With 25 levels a cell's number still fits in 53 bits. */
const FINEST_LEVEL = 25;

/** Radius of a circle for a number of records, in whole pixels: 16 for two, 44 for a hundred thousand. */
export function clusterRadiusPx(count: number): number {
  if (count === 1) return SINGLE_RADIUS_PX;
  return Math.min(LARGEST_RADIUS_PX, Math.round(14 + 1.8 * Math.log2(count)));
}

/** The quadtree level whose cells are 24 to 48 pixels wide at a zoom. */
export function finestLevel(zoom: number): number {
  const worldPx = WORLD_SIZE * pixelsPerUnit(zoom);
  return Math.min(FINEST_LEVEL, Math.floor(Math.log2(worldPx / SMALLEST_CELL_PX)));
}

/**
 * Clusters the selected points in and around a view.
 *
 * Points are counted into cells of a fixed world quadtree. A cell's circle stands at the mean of its points, pushed
 * inside its own cell where it would stick out, so no two circles meet. Four siblings are joined into their parent when
 * one of their circles does not fit its cell, or would be pushed far off its mean by the border with a sibling. Both
 * conditions get weaker as cells grow on the screen, so what is joined at one zoom is joined at every lower one, and
 * clusters nest. Nothing depends on the view's position or the order of rows.
 */
export function clusterCells(
  columns: ReadableColumns,
  selection: Selection,
  frame: ViewFrame,
): Cluster[] {
  const pxPerUnit = pixelsPerUnit(frame.zoom);
  const finest = countCells(columns, selection, gridAround(frame));
  const grids = [finest];
  const joined: Uint8Array[] = [new Uint8Array(0)];
  for (let step = 0; step < JOINS; step += 1) {
    const children = grids[step] as CellGrid;
    const parents = parentGrid(children);
    grids.push(parents);
    joined.push(markJoined(children, parents, pxPerUnit));
  }
  return emitClusters(grids, joined, pxPerUnit);
}

/** Empty cells for the view, with a margin of one of the largest cells, aligned to those. */
function gridAround(frame: ViewFrame): CellGrid {
  const level = finestLevel(frame.zoom);
  const blockUnits = 2 ** (31 - level + JOINS);
  const blocks = 2 ** (level - JOINS);
  const first = (units: number) => Math.max(0, Math.floor(units / blockUnits) - 1);
  const end = (units: number) => Math.min(blocks, Math.ceil(units / blockUnits) + 1);
  const x0 = first(frame.box.minX);
  const y0 = first(frame.box.minY);
  const scale = 2 ** JOINS;
  const width = Math.max(0, end(frame.box.maxX) - x0);
  const height = Math.max(0, end(frame.box.maxY) - y0);
  return createGrid(level, x0 * scale, y0 * scale, width * scale, height * scale);
}

function countCells(columns: ReadableColumns, selection: Selection, grid: CellGrid): CellGrid {
  const { x: xs, y: ys } = columns.arrays;
  const { marks } = selection;
  const { x0, y0, width, height, count, sumX, sumY, row: rows } = grid;
  const shift = 31 - grid.level;
  for (let row = 0; row < columns.size; row += 1) {
    if (marks[row] !== SELECTED) continue;
    const x = xs[row] as number;
    const y = ys[row] as number;
    // Without a point both are NO_POINT, whose cell lies outside every grid.
    const cellX = (x >>> shift) - x0;
    const cellY = (y >>> shift) - y0;
    if (cellX < 0 || cellX >= width || cellY < 0 || cellY >= height) continue;
    const cell = cellY * width + cellX;
    count[cell] = (count[cell] as number) + 1;
    sumX[cell] = (sumX[cell] as number) + x;
    sumY[cell] = (sumY[cell] as number) + y;
    rows[cell] = row;
    addFacts(columns.arrays, row, grid, cell);
  }
  return grid;
}

function addFacts(
  arrays: ReadableColumns['arrays'],
  row: number,
  grid: CellGrid,
  cell: number,
): void {
  const kind = KIND_OF_CLASS[arrays.incidentClass[row] as number];
  if (kind === SHOOTING) grid.shootings[cell] = (grid.shootings[cell] as number) + 1;
  else if (kind === SEIZURE) grid.seizures[cell] = (grid.seizures[cell] as number) + 1;
  const killed = arrays.killed[row] as number;
  const injured = arrays.injured[row] as number;
  if (killed !== NOT_STATED) grid.killed[cell] = (grid.killed[cell] as number) + killed;
  if (injured !== NOT_STATED) grid.injured[cell] = (grid.injured[cell] as number) + injured;
  if (arrays.quantityUnit[row] === UNIT_GRAMS) {
    grid.grams[cell] = (grid.grams[cell] as number) + (arrays.quantity[row] as number);
  }
}

/** A byte per parent: 1 where one of its children calls for joining. */
function markJoined(children: CellGrid, parents: CellGrid, pxPerUnit: number): Uint8Array {
  const marks = new Uint8Array(parents.count.length);
  for (let cell = 0; cell < children.count.length; cell += 1) {
    if (children.count[cell] === 0 || !wantsJoin(children, cell, pxPerUnit)) continue;
    const y = (cell / children.width) | 0;
    marks[(y >> 1) * parents.width + ((cell % children.width) >> 1)] = 1;
  }
  return marks;
}

function wantsJoin(grid: CellGrid, cell: number, pxPerUnit: number): boolean {
  const units = 2 ** (31 - grid.level);
  const n = grid.count[cell] as number;
  const reachPx = clusterRadiusPx(n) + CLUSTER_MARGIN_PX;
  if (2 * reachPx > units * pxPerUnit) return true;
  const x = grid.x0 + (cell % grid.width);
  const y = grid.y0 + ((cell / grid.width) | 0);
  const roomX = roomToSibling((grid.sumX[cell] as number) / n, x, units);
  const roomY = roomToSibling((grid.sumY[cell] as number) / n, y, units);
  return Math.min(roomX, roomY) * pxPerUnit < reachPx - LARGEST_PUSH_PX;
}

/** Distance from a coordinate to the border that its cell shares with its sibling on that axis, in wire units. */
function roomToSibling(mean: number, cell: number, units: number): number {
  const offset = mean - cell * units;
  return cell % 2 === 0 ? units - offset : offset;
}

/** The coarsest joined cell over every point, else its finest cell. */
function emitClusters(
  grids: readonly CellGrid[],
  joined: readonly Uint8Array[],
  pxPerUnit: number,
): Cluster[] {
  const clusters: Cluster[] = [];
  const visit = (step: number, cell: number): void => {
    const grid = grids[step] as CellGrid;
    if (grid.count[cell] === 0) return;
    if (step === 0 || joined[step]?.[cell] === 1) {
      clusters.push(clusterOf(grid, cell, pxPerUnit));
      return;
    }
    const width = grid.width * 2;
    const first = ((cell / grid.width) | 0) * 2 * width + (cell % grid.width) * 2;
    for (const child of [first, first + 1, first + width, first + width + 1]) {
      visit(step - 1, child);
    }
  };
  const coarsest = grids[JOINS] as CellGrid;
  for (let cell = 0; cell < coarsest.count.length; cell += 1) visit(JOINS, cell);
  return clusters;
}

function clusterOf(grid: CellGrid, cell: number, pxPerUnit: number): Cluster {
  const units = 2 ** (31 - grid.level);
  const x = grid.x0 + (cell % grid.width);
  const y = grid.y0 + ((cell / grid.width) | 0);
  const count = grid.count[cell] as number;
  const radiusPx = clusterRadiusPx(count);
  const reach = (radiusPx + CLUSTER_MARGIN_PX) / pxPerUnit;
  return {
    cell: cellNumber(grid.level, x, y),
    x: clampBetween(
      (grid.sumX[cell] as number) / count,
      x * units + reach,
      (x + 1) * units - reach,
    ),
    y: clampBetween(
      (grid.sumY[cell] as number) / count,
      y * units + reach,
      (y + 1) * units - reach,
    ),
    radiusPx,
    count,
    shootings: grid.shootings[cell] as number,
    seizures: grid.seizures[cell] as number,
    killed: grid.killed[cell] as number,
    injured: grid.injured[cell] as number,
    grams: grid.grams[cell] as number,
    row: grid.row[cell] as number,
  };
}

function clampBetween(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
