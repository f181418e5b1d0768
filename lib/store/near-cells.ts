import { WORLD_SIZE } from '@/lib/protocol/mercator';
import { ROWS_IN_REACH } from './ground-rows';
import type { SpotGrid } from './spot-grid';
import { BOX_SIDES, type SpotSearch } from './spot-search';

/**
 * `near` begins with `count` cells, other than `cell`, that may have a point within the radius of one of its points. It
 * is valid during the call.
 */
type Visit = (cell: number, near: Int32Array, count: number) => void;

/** The cells of one row, and the westernmost that the cells still to come can reach. */
interface Cursor {
  first: number;
  end: number;
  at: number;
}

/** A step ends after the row with so many pairs of a spot and a cell near its own, at most some milliseconds. */
const PAIRS_A_STEP = 65_536;

/** Walks the cells of a grid, each with its neighbours, which are found by going along the rows side by side. */
export class NearCells {
  readonly #grid: SpotGrid;
  readonly #search: SpotSearch;
  /** Bounding boxes of the cells' spots. */
  readonly #boxes: Int32Array;
  #near = new Int32Array(64);
  #count = 0;

  constructor(grid: SpotGrid, search: SpotSearch) {
    this.#grid = grid;
    this.#search = search;
    const { cellStart } = grid;
    this.#boxes = new Int32Array((cellStart.length - 1) * BOX_SIDES);
    const box = new Int32Array(BOX_SIDES);
    for (let cell = 0; cell + 1 < cellStart.length; cell += 1) {
      search.measure(cellStart[cell] as number, cellStart[cell + 1] as number, box);
      this.#boxes.set(box, cell * BOX_SIDES);
    }
  }

  /** Visits the cells for which `wants` holds, in order and in steps. Meanwhile the search aims at the cell's row. */
  *visit(wants: (cell: number) => boolean, visit: Visit): Generator<void, void> {
    let pairs = 0;
    for (let row = 0; row < this.#grid.rowNumber.length; row += 1) {
      pairs += this.#visitRow(row, wants, visit);
      if (pairs < PAIRS_A_STEP) continue;
      pairs = 0;
      yield;
    }
  }

  /** Gives the number of pairs of a spot and a cell near its own. */
  #visitRow(row: number, wants: (cell: number) => boolean, visit: Visit): number {
    const { cellStart, rowStart, rowNumber } = this.#grid;
    const { atMost } = this.#search.aimAt(rowNumber[row] as number);
    const reach = Math.ceil(Math.sqrt(atMost));
    const cursors = this.#cursors(row);
    let pairs = 0;
    for (let cell = rowStart[row] as number; cell < (rowStart[row + 1] as number); cell += 1) {
      if (!wants(cell)) continue;
      this.#count = 0;
      for (const cursor of cursors) this.#collect(cell, reach, cursor, atMost);
      visit(cell, this.#near, this.#count);
      const spots = (cellStart[cell + 1] as number) - (cellStart[cell] as number);
      pairs += spots * (1 + this.#count);
    }
    return pairs;
  }

  #cursors(row: number): Cursor[] {
    const { rowStart, rowNumber } = this.#grid;
    const cursors: Cursor[] = [];
    const number = rowNumber[row] as number;
    for (let other = row - ROWS_IN_REACH; other <= row + ROWS_IN_REACH; other += 1) {
      const otherNumber = rowNumber[other];
      if (otherNumber === undefined || Math.abs(otherNumber - number) > ROWS_IN_REACH) continue;
      const first = rowStart[other] as number;
      cursors.push({ first, end: rowStart[other + 1] as number, at: first });
    }
    return cursors;
  }

  #collect(cell: number, reach: number, cursor: Cursor, atMost: number): void {
    const { first, end } = cursor;
    const boxes = this.#boxes;
    const from = (boxes[cell * BOX_SIDES] as number) - reach;
    const to = (boxes[cell * BOX_SIDES + 2] as number) + reach;
    while (cursor.at < end && (boxes[cursor.at * BOX_SIDES + 2] as number) < from) cursor.at += 1;
    this.#collectFrom(cell, 0, cursor.at, end, atMost);
    // Beyond the antimeridian the row goes on at its other end.
    if (to >= WORLD_SIZE) this.#collectFrom(cell, -WORLD_SIZE, first, end, atMost);
    if (from < 0) {
      let at = end;
      while (at > first && (boxes[at * BOX_SIDES - 2] as number) >= from + WORLD_SIZE) at -= 1;
      this.#collectFrom(cell, WORLD_SIZE, at, end, atMost);
    }
  }

  /** Takes cells from `first` on, as far as they are in reach of a cell that is moved to the east by `shift`. */
  #collectFrom(cell: number, shift: number, first: number, end: number, atMost: number): void {
    const boxes = this.#boxes;
    const minX = (boxes[cell * BOX_SIDES] as number) + shift;
    const minY = boxes[cell * BOX_SIDES + 1] as number;
    const maxX = (boxes[cell * BOX_SIDES + 2] as number) + shift;
    const maxY = boxes[cell * BOX_SIDES + 3] as number;
    for (let other = first; other < end; other += 1) {
      const at = other * BOX_SIDES;
      const gapX = Math.max(0, (boxes[at] as number) - maxX, minX - (boxes[at + 2] as number));
      const gapY = Math.max(0, (boxes[at + 1] as number) - maxY, minY - (boxes[at + 3] as number));
      if (gapX * gapX + gapY * gapY <= atMost) this.#add(cell, other);
      else if ((boxes[at] as number) > maxX && gapX * gapX > atMost) return;
    }
  }

  #add(cell: number, other: number): void {
    if (other === cell) return;
    if (this.#count === this.#near.length) {
      const larger = new Int32Array(this.#near.length * 2);
      larger.set(this.#near);
      this.#near = larger;
    }
    this.#near[this.#count] = other;
    this.#count += 1;
  }
}
