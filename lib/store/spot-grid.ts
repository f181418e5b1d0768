import { GroundRows } from './ground-rows';

/** Points to be clustered; the arrays have equal lengths. */
export interface PointColumns {
  /** Wire units: unsigned 31-bit Web Mercator. */
  x: Uint32Array;
  y: Uint32Array;
  /** Distinct numbers, by which the points are ordered, such as their rids. */
  order: Uint32Array;
}

/**
 * Points in cells whose diagonal is below the radius, so that all points of a cell are neighbours. Points of one place are
 * one *spot*. Spots lie sorted by cell and, in it, along a Morton curve; cells lie sorted by row, then from west to east.
 */
export interface SpotGrid {
  rows: GroundRows;
  x: Int32Array;
  y: Int32Array;
  /** Points before each spot, and at the end all; guests are not counted. */
  pointsBefore: Uint32Array;
  /** Least `order` of the spot's points that are no guests. */
  firstOrder: Uint32Array;
  /** By point, its spot. */
  spotOf: Uint32Array;
  /** First spot of each cell, and at the end the number of spots. */
  cellStart: Uint32Array;
  /** First cell of each row that has one, and at the end the number of cells. */
  rowStart: Uint32Array;
  /** Those rows' numbers, as in {@link GroundRows}. */
  rowNumber: Uint32Array;
}

/** So many points are gone through in a step of some milliseconds. */
export const POINTS_A_STEP = 65_536;
const DIGIT_BITS = 12;
const HALF_DIGIT_BITS = DIGIT_BITS / 2;
const DIGITS = 1 << DIGIT_BITS;
const HALF_MASK = (1 << HALF_DIGIT_BITS) - 1;
/** `firstOrder` of a spot that has guests only. */
export const ONLY_GUESTS = 0xffff_ffff;

/** The bits of half a digit, each followed by a zero bit. */
const SPREAD = Uint16Array.from({ length: HALF_MASK + 1 }, (_, half) =>
  [...Array(HALF_DIGIT_BITS).keys()].reduce((bits, bit) => bits | ((half & (1 << bit)) << bit), 0),
);

/** Builds the grid in steps of some milliseconds. Points with a mark in `guests` get a spot but weigh nothing. */
export function* buildSpotGrid(
  points: PointColumns,
  radiusMetres: number,
  guests: Uint8Array | null,
): Generator<void, SpotGrid> {
  const rows = new GroundRows(radiusMetres);
  const cells = yield* cellsOfPoints(points, rows);
  const order = yield* sortPoints(points, cells);
  const spots = yield* gatherSpots(points, order, guests);
  yield;
  return { rows, ...spots, ...gatherCells(spots, order, cells) };
}

interface PointCells {
  row: Uint32Array;
  column: Uint32Array;
  /** More wire units than a cell is wide or high. */
  largestCell: number;
}

function* cellsOfPoints({ x, y }: PointColumns, rows: GroundRows): Generator<void, PointCells> {
  const row = new Uint32Array(x.length);
  const column = new Uint32Array(x.length);
  for (let point = 0; point < x.length; point += 1) {
    row[point] = rows.rowOf(y[point] as number);
    if (point % POINTS_A_STEP === 0) yield;
  }
  const { least, most } = extentOf(row);
  const widths = new Float64Array(most - least + 1);
  for (let point = 0; point < x.length; point += 1) {
    const index = (row[point] as number) - least;
    if (widths[index] === 0) widths[index] = rows.columnWidth(least + index);
    column[point] = Math.floor((x[point] as number) / (widths[index] as number));
    if (point % POINTS_A_STEP === 0) yield;
  }
  // A row is higher than its cells are wide by what the scale changes in it, and that is less than double.
  const largestCell = 2 * Math.max(rows.columnWidth(least), rows.columnWidth(most));
  return { row, column, largestCell };
}

/** Least and greatest number; 0 of none. */
function extentOf(numbers: Uint32Array): { least: number; most: number } {
  let least = numbers[0] ?? 0;
  let most = least;
  for (const number of numbers) {
    if (number < least) least = number;
    if (number > most) most = number;
  }
  return { least, most };
}

/** The points' numbers by row, column, and their place along a Morton curve in the cell. */
function* sortPoints(
  { x, y }: PointColumns,
  { row, column, largestCell }: PointCells,
): Generator<void, Uint32Array> {
  const sorter = new DigitSorter(x.length);
  const cellBits = Math.ceil(Math.log2(largestCell + 1));
  // Low bits of the world's coordinates: no two points of a cell share them, and squares of a power of two stay together.
  for (let shift = 0; shift < cellBits; shift += HALF_DIGIT_BITS) {
    sorter.sort((digits, order) => mortonDigits(x, y, shift, order, digits));
    yield;
  }
  for (const key of [column, row]) {
    const { least, most } = extentOf(key);
    for (let shift = 0; (most - least) >>> shift > 0; shift += DIGIT_BITS) {
      sorter.sort((digits, order) => keyDigits(key, least, shift, order, digits));
      yield;
    }
  }
  return sorter.order;
}

function mortonDigits(
  x: Uint32Array,
  y: Uint32Array,
  shift: number,
  order: Uint32Array,
  digits: Uint16Array,
): void {
  for (let place = 0; place < order.length; place += 1) {
    const point = order[place] as number;
    const east = SPREAD[((x[point] as number) >>> shift) & HALF_MASK] as number;
    const south = SPREAD[((y[point] as number) >>> shift) & HALF_MASK] as number;
    digits[place] = east | (south << 1);
  }
}

function keyDigits(
  key: Uint32Array,
  least: number,
  shift: number,
  order: Uint32Array,
  digits: Uint16Array,
): void {
  for (let place = 0; place < order.length; place += 1) {
    const value = (key[order[place] as number] as number) - least;
    digits[place] = (value >>> shift) & (DIGITS - 1);
  }
}

/** Sorts numbers by one digit after another, the least significant first; each sort keeps the order of equal digits. */
class DigitSorter {
  order: Uint32Array;
  #spare: Uint32Array;
  #digits: Uint16Array;

  constructor(length: number) {
    this.order = new Uint32Array(length);
    for (let point = 0; point < length; point += 1) this.order[point] = point;
    this.#spare = new Uint32Array(length);
    this.#digits = new Uint16Array(length);
  }

  /** `write` gives the digit of every number in the present order. */
  sort(write: (digits: Uint16Array, order: Uint32Array) => void): void {
    const digits = this.#digits;
    write(digits, this.order);
    const next = new Uint32Array(DIGITS);
    for (const digit of digits) next[digit] = (next[digit] as number) + 1;
    let total = 0;
    for (let digit = 0; digit < DIGITS; digit += 1) {
      const count = next[digit] as number;
      next[digit] = total;
      total += count;
    }
    for (let place = 0; place < digits.length; place += 1) {
      const digit = digits[place] as number;
      const target = next[digit] as number;
      this.#spare[target] = this.order[place] as number;
      next[digit] = target + 1;
    }
    [this.order, this.#spare] = [this.#spare, this.order];
  }
}

type Spots = Pick<SpotGrid, 'x' | 'y' | 'pointsBefore' | 'firstOrder' | 'spotOf'>;

function* gatherSpots(
  points: PointColumns,
  sorted: Uint32Array,
  guests: Uint8Array | null,
): Generator<void, Spots> {
  const { length } = sorted;
  const x = new Int32Array(length);
  const y = new Int32Array(length);
  const pointsBefore = new Uint32Array(length + 1);
  const firstOrder = new Uint32Array(length).fill(ONLY_GUESTS);
  const spotOf = new Uint32Array(length);
  let spot = -1;
  let weight = 0;
  for (let place = 0; place < length; place += 1) {
    if (place % POINTS_A_STEP === 0) yield;
    const point = sorted[place] as number;
    const east = points.x[point] as number;
    const south = points.y[point] as number;
    if (spot < 0 || x[spot] !== east || y[spot] !== south) {
      spot += 1;
      x[spot] = east;
      y[spot] = south;
      pointsBefore[spot] = weight;
    }
    spotOf[point] = spot;
    if (guests?.[point]) continue;
    weight += 1;
    firstOrder[spot] = Math.min(firstOrder[spot] as number, points.order[point] as number);
  }
  const spots = spot + 1;
  pointsBefore[spots] = weight;
  return {
    x: x.subarray(0, spots),
    y: y.subarray(0, spots),
    pointsBefore: pointsBefore.subarray(0, spots + 1),
    firstOrder: firstOrder.subarray(0, spots),
    spotOf,
  };
}

function gatherCells(
  { x, spotOf }: Spots,
  sorted: Uint32Array,
  { row, column }: PointCells,
): Pick<SpotGrid, 'cellStart' | 'rowStart' | 'rowNumber'> {
  const cellStart: number[] = [];
  const rowStart: number[] = [];
  const rowNumber: number[] = [];
  let lastColumn = -1;
  let lastRow = -1;
  for (const point of sorted) {
    const isNewRow = row[point] !== lastRow;
    if (!isNewRow && column[point] === lastColumn) continue;
    lastRow = row[point] as number;
    lastColumn = column[point] as number;
    if (isNewRow) {
      rowStart.push(cellStart.length);
      rowNumber.push(lastRow);
    }
    cellStart.push(spotOf[point] as number);
  }
  rowStart.push(cellStart.length);
  cellStart.push(x.length);
  return {
    cellStart: Uint32Array.from(cellStart),
    rowStart: Uint32Array.from(rowStart),
    rowNumber: Uint32Array.from(rowNumber),
  };
}
