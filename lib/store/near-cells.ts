import { WORLD_SIZE } from '@/lib/protocol/mercator';
import { ROWS_IN_REACH } from './ground-rows';
import type { SpotGrid } from './spot-grid';
import { BOX_SIDES, type SpotSearch } from './spot-search';

/** `near`: the other cells with a point that may lie within the radius of a point of `cell`; valid during the call. */
type Visit = (cell: number, near: readonly number[]) => void;

/** The cells of one row, and the westernmost that the cells still to come can reach. */
interface Cursor {
  first: number;
  end: number;
  at: number;
}

/** A step ends after about so many pairs of cells, a few milliseconds. */
const PAIRS_A_STEP = 16_384;

/** Walks the cells of a grid, each with its neighbours, which are found by going along the rows side by side. */
export class NearCells {
  readonly #grid: SpotGrid;
  readonly #search: SpotSearch;
  /** Bounding boxes of the cells' spots. */
  readonly #boxes: Int32Array;
  readonly #near: number[] = [];

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
    const { rowStart, rowNumber } = this.#grid;
    let pairs = 0;
    for (let row = 0; row < rowNumber.length; row += 1) {
      const { atMost } = this.#search.aimAt(rowNumber[row] as number);
      const reach = Math.ceil(Math.sqrt(atMost));
      const cursors = this.#cursors(row);
      for (let cell = rowStart[row] as number; cell < (rowStart[row + 1] as number); cell += 1) {
        if (!wants(cell)) continue;
        this.#near.length = 0;
        for (const cursor of cursors) this.#collect(cell, reach, cursor);
        visit(cell, this.#near);
        pairs += 1 + this.#near.length;
        if (pairs < PAIRS_A_STEP) continue;
        pairs = 0;
        yield;
      }
    }
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

  #collect(cell: number, reach: number, cursor: Cursor): void {
    const { first, end } = cursor;
    const from = this.#west(cell) - reach;
    const to = this.#east(cell) + reach;
    while (cursor.at < end && this.#east(cursor.at) < from) cursor.at += 1;
    for (let other = cursor.at; other < end && this.#west(other) <= to; other += 1) {
      this.#add(cell, other);
    }
    // Beyond the antimeridian the row goes on at its other end.
    for (let other = end - 1; other >= first && this.#east(other) >= from + WORLD_SIZE; other -= 1) {
      this.#add(cell, other);
    }
    for (let other = first; other < end && this.#west(other) <= to - WORLD_SIZE; other += 1) {
      this.#add(cell, other);
    }
  }

  #add(cell: number, other: number): void {
    if (other === cell) return;
    const boxes = this.#boxes;
    const where = this.#search.compareBoxes(boxes, cell * BOX_SIDES, boxes, other * BOX_SIDES);
    if (where !== 'apart') this.#near.push(other);
  }

  #west(cell: number): number {
    return this.#boxes[cell * BOX_SIDES] as number;
  }

  #east(cell: number): number {
    return this.#boxes[cell * BOX_SIDES + 2] as number;
  }
}
