import { NearCells } from './near-cells';
import { buildSpotGrid, ONLY_GUESTS, type PointColumns, type SpotGrid } from './spot-grid';
import { SpotSearch } from './spot-search';

export interface DbscanOptions {
  /** Points at most this far apart are neighbours; 10 to 100 000. */
  radiusMetres: number;
  /** A point with so many neighbours, itself included, is a core point. */
  minPoints: number;
  /** By point, 1 where it is assigned to a cluster without being counted for any. */
  guests?: Uint8Array;
}

export interface DbscanLabels {
  /** By point the number of its cluster, or {@link NOISE}. Clusters are numbered by their first core point in order. */
  labels: Int32Array;
  /** By point, 1 for core points. */
  isCore: Uint8Array;
  clusters: number;
}

export const NOISE = -1;

/**
 * DBSCAN (Ester et al., 1996) over any number of points, exact, with the labels that `turf.clustersDbscan` gives the
 * points in the order of `order`; SPEC.md, HS1 to HS5.
 *
 * Points lie in cells so small that all points of a cell are neighbours (Gunawan, 2013). So a cell with `minPoints` points has core
 * points only, without a distance measured; and what joins clusters is one pair of core points of two cells. The work is about in
 * proportion to the points, however crowded they are: 27 cells at most are near a cell, and few points have to be compared.
 * @throws RangeError if the radius cannot be searched.
 */
export function dbscan(points: PointColumns, options: DbscanOptions): DbscanLabels {
  const steps = dbscanSteps(points, options);
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/** The same in steps of some milliseconds, for callers that have something else to do in between. */
export function* dbscanSteps(
  points: PointColumns,
  { radiusMetres, minPoints, guests }: DbscanOptions,
): Generator<void, DbscanLabels> {
  const grid = yield* buildSpotGrid(points, radiusMetres, guests ?? null);
  const search = new SpotSearch(grid);
  const cells = new NearCells(grid, search);
  yield;
  const sets = yield* joinCells(grid, search, cells, minPoints);
  const numbers = numberClusters(grid, search, sets);
  const ofSpots = yield* labelSpots(grid, search, cells, numbers.ofCells);
  return { ...labelPoints(grid, search, ofSpots, guests), clusters: numbers.clusters };
}

/**
 * Finds the core points, cell after cell, and joins each cell that has some with those before it. What is told of cells
 * that were visited is whole, and of two cells one is visited after the other.
 */
function* joinCells(
  grid: SpotGrid,
  search: SpotSearch,
  cells: NearCells,
  minPoints: number,
): Generator<void, DisjointSets> {
  const { cellStart } = grid;
  const { coresBefore } = search;
  const sets = new DisjointSets(cellStart.length - 1);
  yield* cells.visit(
    () => true,
    (cell, near, count) => {
      const first = cellStart[cell] as number;
      const end = cellStart[cell + 1] as number;
      markCores(grid, search, minPoints, cell, near, count);
      if (coresBefore[end] === coresBefore[first]) return;
      for (let index = 0; index < count; index += 1) {
        const other = near[index] as number;
        if (other > cell || sets.find(other) === sets.find(cell)) continue;
        const otherFirst = cellStart[other] as number;
        const otherEnd = cellStart[other + 1] as number;
        if (search.hasCorePair(first, end, otherFirst, otherEnd)) sets.join(cell, other);
      }
    },
  );
  return sets;
}

function markCores(
  grid: SpotGrid,
  search: SpotSearch,
  minPoints: number,
  cell: number,
  near: Int32Array,
  count: number,
): void {
  const { cellStart, pointsBefore } = grid;
  const { coresBefore } = search;
  const first = cellStart[cell] as number;
  const end = cellStart[cell + 1] as number;
  const inCell = (pointsBefore[end] as number) - (pointsBefore[first] as number);
  for (let spot = first; spot < end; spot += 1) {
    const weight = (pointsBefore[spot + 1] as number) - (pointsBefore[spot] as number);
    const isCore =
      weight > 0 &&
      (inCell >= minPoints || hasMore(grid, search, minPoints - inCell, spot, near, count));
    coresBefore[spot + 1] = (coresBefore[spot] as number) + (isCore ? weight : 0);
  }
}

/** Whether a spot has `missing` neighbours in the cells near its own. */
function hasMore(
  { cellStart, pointsBefore }: SpotGrid,
  search: SpotSearch,
  missing: number,
  spot: number,
  near: Int32Array,
  count: number,
): boolean {
  let left = missing;
  for (let index = 0; index < count && left > 0; index += 1) {
    const other = near[index] as number;
    const first = cellStart[other] as number;
    left -= search.countWithin(spot, first, cellStart[other + 1] as number, pointsBefore, left);
  }
  return left <= 0;
}

interface ClusterNumbers {
  /** By cell the number of its core points' cluster, or {@link NOISE} where it has none. */
  ofCells: Int32Array;
  clusters: number;
}

/** Numbers the clusters by their first core point. */
function numberClusters(
  { cellStart, firstOrder }: SpotGrid,
  { coresBefore }: SpotSearch,
  sets: DisjointSets,
): ClusterNumbers {
  const ofCells = new Int32Array(cellStart.length - 1).fill(NOISE);
  const firstOfRoot = new Uint32Array(ofCells.length).fill(ONLY_GUESTS);
  for (let cell = 0; cell < ofCells.length; cell += 1) {
    const root = sets.find(cell);
    let least = firstOfRoot[root] as number;
    for (let spot = cellStart[cell] as number; spot < (cellStart[cell + 1] as number); spot += 1) {
      if (coresBefore[spot + 1] === coresBefore[spot]) continue;
      ofCells[cell] = root;
      least = Math.min(least, firstOrder[spot] as number);
    }
    firstOfRoot[root] = least;
  }
  const roots = ofCells.filter((root, cell) => root === cell);
  roots.sort((a, b) => (firstOfRoot[a] as number) - (firstOfRoot[b] as number));
  const numberOfRoot = new Int32Array(ofCells.length);
  roots.forEach((root, number) => {
    numberOfRoot[root] = number;
  });
  for (let cell = 0; cell < ofCells.length; cell += 1) {
    if (ofCells[cell] !== NOISE) ofCells[cell] = numberOfRoot[ofCells[cell] as number] as number;
  }
  return { ofCells, clusters: roots.length };
}

/** By spot its cluster. One that is no core belongs to the first of the clusters with a core point in reach. */
function* labelSpots(
  grid: SpotGrid,
  search: SpotSearch,
  cells: NearCells,
  ofCells: Int32Array,
): Generator<void, Int32Array> {
  const { cellStart } = grid;
  const { coresBefore } = search;
  const labels = new Int32Array(grid.x.length);
  const hasOthers = new Uint8Array(ofCells.length);
  for (let cell = 0; cell < ofCells.length; cell += 1) {
    for (let spot = cellStart[cell] as number; spot < (cellStart[cell + 1] as number); spot += 1) {
      labels[spot] = ofCells[cell] as number;
      if (coresBefore[spot + 1] === coresBefore[spot]) hasOthers[cell] = 1;
    }
  }
  yield;
  yield* cells.visit(
    (cell) => hasOthers[cell] === 1,
    (cell, near, count) => {
      for (
        let spot = cellStart[cell] as number;
        spot < (cellStart[cell + 1] as number);
        spot += 1
      ) {
        if (coresBefore[spot + 1] !== coresBefore[spot]) continue;
        for (let index = 0; index < count; index += 1) {
          const other = near[index] as number;
          const number = ofCells[other] as number;
          const label = labels[spot] as number;
          if (number === NOISE || (label !== NOISE && number >= label)) continue;
          const first = cellStart[other] as number;
          const end = cellStart[other + 1] as number;
          if (search.countWithin(spot, first, end, coresBefore, 1) > 0) labels[spot] = number;
        }
      }
    },
  );
  return labels;
}

function labelPoints(
  { spotOf }: SpotGrid,
  { coresBefore }: SpotSearch,
  ofSpots: Int32Array,
  guests: Uint8Array | undefined,
): Pick<DbscanLabels, 'labels' | 'isCore'> {
  const labels = new Int32Array(spotOf.length);
  const isCore = new Uint8Array(spotOf.length);
  for (let point = 0; point < spotOf.length; point += 1) {
    const spot = spotOf[point] as number;
    labels[point] = ofSpots[spot] as number;
    const isCoreSpot = coresBefore[spot + 1] !== coresBefore[spot];
    isCore[point] = isCoreSpot && !guests?.[point] ? 1 : 0;
  }
  return { labels, isCore };
}

/** Cells by what they have been joined with (R. Tarjan's union-find, with paths halved). */
class DisjointSets {
  readonly #parents: Uint32Array;

  constructor(size: number) {
    this.#parents = new Uint32Array(size);
    for (let cell = 0; cell < size; cell += 1) this.#parents[cell] = cell;
  }

  find(cell: number): number {
    const parents = this.#parents;
    let at = cell;
    while (parents[at] !== at) {
      const next = parents[parents[at] as number] as number;
      parents[at] = next;
      at = next;
    }
    return at;
  }

  join(cell: number, other: number): void {
    this.#parents[this.find(other)] = this.find(cell);
  }
}
