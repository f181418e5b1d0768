import { addSums, COUNT, SUM_FIELDS } from './cell-sums';

/**
 * Sums for a rectangle of quadtree cells of one level. Cell `(x, y)` of the level covers `2^(31 - level)` wire units each
 * way; the grid holds those from `(x0, y0)` on, row by row, `SUM_FIELDS` numbers each.
 */
export interface CellGrid {
  level: number;
  x0: number;
  y0: number;
  width: number;
  height: number;
  sums: Float64Array;
}

export function createGrid(
  level: number,
  x0: number,
  y0: number,
  width: number,
  height: number,
): CellGrid {
  return { level, x0, y0, width, height, sums: new Float64Array(width * height * SUM_FIELDS) };
}

/** Records in a cell, given by its place in the grid. */
export function countOf({ sums }: CellGrid, cell: number): number {
  return sums[cell * SUM_FIELDS + COUNT] as number;
}

/** The grid of the parents: one level up, four cells to one. Both corners of `grid` must be even. */
export function parentGrid(grid: CellGrid): CellGrid {
  const { width, height } = grid;
  const parent = createGrid(grid.level - 1, grid.x0 / 2, grid.y0 / 2, width / 2, height / 2);
  for (let cell = 0; cell < width * height; cell += 1) {
    if (countOf(grid, cell) === 0) continue;
    const target = (((cell / width) | 0) >> 1) * parent.width + ((cell % width) >> 1);
    addSums(grid.sums, cell * SUM_FIELDS, parent.sums, target * SUM_FIELDS);
  }
  return parent;
}
