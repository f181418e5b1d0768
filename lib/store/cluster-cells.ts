import { SINGLE_RADIUS_PX } from '@/lib/protocol/engine-requests';
import { WORLD_SIZE } from '@/lib/protocol/mercator';
import { type CellGrid, countOf, createGrid, parentGrid } from './cell-grid';
import { cellNumber } from './cell-number';
import {
  COUNT,
  GRAMS,
  INJURED,
  KILLED,
  SEIZURES,
  SHOOTINGS,
  SUM_FIELDS,
  SUM_ROWS,
  SUM_X,
  SUM_Y,
} from './cell-sums';
import { countCells } from './count-cells';
import type { IncidentColumns } from './incident-columns';
import type { Selection } from './select-rows';
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
  /** The row of the record where count is 1, else -1. */
  row: number;
  /** How often the finest cells were joined for it, at most {@link JOINS} times. */
  joins: number;
  /** Where the record lies, if its circle stands beside that; see `fanOut`. In wire units. */
  spot: { x: number; y: number } | null;
  /** Code of how well the place of all its records is known at least; null where they lie at several, or are one. */
  placePrecision: number | null;
}

/** Free space around every circle, in pixels. */
export const CLUSTER_MARGIN_PX = 2;
const LARGEST_RADIUS_PX = 44;
/** The smallest cell is at least this wide, up to twice that; it holds a single record with room to move. */
const SMALLEST_CELL_PX = 24;
/** Cells are joined at most twice: 24 -> 48 -> 96 pixels, which holds the largest circle. */
export const JOINS = 2;
/** A circle pushed further than this off its records' mean is reason to join its cell with its siblings. */
const LARGEST_PUSH_PX = 6;
/** With 25 levels a cell's number still fits in 53 bits. */
export const FINEST_LEVEL = 25;

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
  columns: IncidentColumns,
  selection: Selection,
  frame: ViewFrame,
): Cluster[] {
  const pxPerUnit = pixelsPerUnit(frame.zoom);
  const finest = gridAround(frame);
  countCells(columns, selection, finest);
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

/** A byte per parent: 1 where one of its children calls for joining. */
function markJoined(children: CellGrid, parents: CellGrid, pxPerUnit: number): Uint8Array {
  const marks = new Uint8Array(parents.width * parents.height);
  for (let cell = 0; cell < children.width * children.height; cell += 1) {
    if (countOf(children, cell) === 0 || !wantsJoin(children, cell, pxPerUnit)) continue;
    const y = (cell / children.width) | 0;
    marks[(y >> 1) * parents.width + ((cell % children.width) >> 1)] = 1;
  }
  return marks;
}

function wantsJoin(grid: CellGrid, cell: number, pxPerUnit: number): boolean {
  const units = 2 ** (31 - grid.level);
  const n = countOf(grid, cell);
  const reachPx = clusterRadiusPx(n) + CLUSTER_MARGIN_PX;
  if (2 * reachPx > units * pxPerUnit) return true;
  const x = grid.x0 + (cell % grid.width);
  const y = grid.y0 + ((cell / grid.width) | 0);
  const roomX = roomToSibling((grid.sums[cell * SUM_FIELDS + SUM_X] as number) / n, x, units);
  const roomY = roomToSibling((grid.sums[cell * SUM_FIELDS + SUM_Y] as number) / n, y, units);
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
    if (countOf(grid, cell) === 0) return;
    if (step === 0 || joined[step]?.[cell] === 1) {
      clusters.push(clusterOf(grid, cell, step, pxPerUnit));
      return;
    }
    const width = grid.width * 2;
    const first = ((cell / grid.width) | 0) * 2 * width + (cell % grid.width) * 2;
    for (const child of [first, first + 1, first + width, first + width + 1]) {
      visit(step - 1, child);
    }
  };
  const coarsest = grids[JOINS] as CellGrid;
  for (let cell = 0; cell < coarsest.width * coarsest.height; cell += 1) visit(JOINS, cell);
  return clusters;
}

function clusterOf(grid: CellGrid, cell: number, joins: number, pxPerUnit: number): Cluster {
  const units = 2 ** (31 - grid.level);
  const x = grid.x0 + (cell % grid.width);
  const y = grid.y0 + ((cell / grid.width) | 0);
  const sum = (field: number): number => grid.sums[cell * SUM_FIELDS + field] as number;
  const count = sum(COUNT);
  const radiusPx = clusterRadiusPx(count);
  const reach = (radiusPx + CLUSTER_MARGIN_PX) / pxPerUnit;
  return {
    cell: cellNumber(grid.level, x, y),
    x: clampBetween(sum(SUM_X) / count, x * units + reach, (x + 1) * units - reach),
    y: clampBetween(sum(SUM_Y) / count, y * units + reach, (y + 1) * units - reach),
    radiusPx,
    count,
    shootings: sum(SHOOTINGS),
    seizures: sum(SEIZURES),
    killed: sum(KILLED),
    injured: sum(INJURED),
    grams: sum(GRAMS),
    row: count === 1 ? sum(SUM_ROWS) : -1,
    joins,
    spot: null,
    placePrecision: null,
  };
}

function clampBetween(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
