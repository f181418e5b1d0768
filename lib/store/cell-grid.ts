/**
 * Integer sums for a rectangle of quadtree cells of one level. Cell `(x, y)` of the level covers
 * `2^(31 - level)` wire units each way; the grid holds those from `(x0, y0)` on, row by row. Sums are exact: 4 million
 * records times 2^31 units stay below 2^53.
 */
export interface CellGrid {
  level: number;
  x0: number;
  y0: number;
  width: number;
  height: number;
  count: Uint32Array;
  shootings: Uint32Array;
  seizures: Uint32Array;
  sumX: Float64Array;
  sumY: Float64Array;
  killed: Float64Array;
  injured: Float64Array;
  grams: Float64Array;
  /** A row of the cell; the only one where count is 1. */
  row: Uint32Array;
}

const SUMS = [
  'count',
  'shootings',
  'seizures',
  'sumX',
  'sumY',
  'killed',
  'injured',
  'grams',
] as const;

export function createGrid(
  level: number,
  x0: number,
  y0: number,
  width: number,
  height: number,
): CellGrid {
  const cells = width * height;
  return {
    level,
    x0,
    y0,
    width,
    height,
    count: new Uint32Array(cells),
    shootings: new Uint32Array(cells),
    seizures: new Uint32Array(cells),
    sumX: new Float64Array(cells),
    sumY: new Float64Array(cells),
    killed: new Float64Array(cells),
    injured: new Float64Array(cells),
    grams: new Float64Array(cells),
    row: new Uint32Array(cells),
  };
}

/** The grid of the parents: one level up, four cells to one. Both corners of `grid` must be even. */
export function parentGrid(grid: CellGrid): CellGrid {
  const parent = createGrid(
    grid.level - 1,
    grid.x0 / 2,
    grid.y0 / 2,
    grid.width / 2,
    grid.height / 2,
  );
  for (let cell = 0; cell < grid.count.length; cell += 1) {
    if (grid.count[cell] === 0) continue;
    const target = (((cell / grid.width) | 0) >> 1) * parent.width + ((cell % grid.width) >> 1);
    for (const sum of SUMS) {
      parent[sum][target] = (parent[sum][target] as number) + (grid[sum][cell] as number);
    }
    parent.row[target] = grid.row[cell] as number;
  }
  return parent;
}
