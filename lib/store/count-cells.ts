import { NOT_STATED } from '@/lib/protocol/columns';
import type { CellGrid } from './cell-grid';
import {
  addSums,
  COUNT,
  GRAMS,
  INJURED,
  KILLED,
  POINTS,
  SEIZURES,
  SHOOTINGS,
  SUM_FIELDS,
  SUM_ROWS,
  SUM_X,
  SUM_Y,
} from './cell-sums';
import type { IncidentColumns } from './incident-columns';
import { KIND_TALLY, seizuresOfTally, shootingsOfTally, UNIT_GRAMS } from './kind-codes';
import { SELECTED } from './row-marks';
import { BLOCK_ROWS, BOX_SIDES, SEGMENT_ROWS, type Segment } from './segment';
import type { Selection } from './select-rows';
import type { SelectedSegment } from './selected-segment';

/**
 * Adds the selected points to the cells of a grid. A block that lies in one cell, as most do at low zooms since its rows
 * are neighbours, is added as a whole; one outside the grid costs a comparison; only the rest is read row by row.
 */
export function countCells(columns: IncidentColumns, selection: Selection, grid: CellGrid): void {
  columns.segments.forEach((segment, index) => {
    const part = selection.parts[index];
    if (part) countSegment(segment, index * SEGMENT_ROWS, part, grid);
  });
}

function countSegment(
  segment: Segment,
  firstRow: number,
  part: SelectedSegment,
  grid: CellGrid,
): void {
  const { boxes, size } = segment;
  const { sums } = part;
  const { x0, y0, width, height } = grid;
  const shift = 31 - grid.level;
  for (let block = 0; block * BLOCK_ROWS < size; block += 1) {
    if (sums[block * SUM_FIELDS + POINTS] === 0) continue;
    // A point that is missing is NO_POINT, whose cell lies outside every grid.
    const box = block * BOX_SIDES;
    const minX = ((boxes[box] as number) >>> shift) - x0;
    const minY = ((boxes[box + 1] as number) >>> shift) - y0;
    const maxX = ((boxes[box + 2] as number) >>> shift) - x0;
    const maxY = ((boxes[box + 3] as number) >>> shift) - y0;
    if (maxX < 0 || maxY < 0 || minX >= width || minY >= height) continue;
    if (minX === maxX && minY === maxY) {
      addSums(sums, block * SUM_FIELDS, grid.sums, (minY * width + minX) * SUM_FIELDS);
      continue;
    }
    const begin = block * BLOCK_ROWS;
    const marks = part.marksIn(block);
    countRows(segment, firstRow, marks, begin, Math.min(size, begin + BLOCK_ROWS), grid);
  }
}

function countRows(
  { arrays }: Segment,
  firstRow: number,
  marks: Uint8Array,
  begin: number,
  end: number,
  grid: CellGrid,
): void {
  const { x: xs, y: ys, incidentClass, killed, injured, quantity, quantityUnit } = arrays;
  const { x0, y0, width, height, sums } = grid;
  const shift = 31 - grid.level;
  for (let place = begin; place < end; place += 1) {
    if (marks[place] !== SELECTED) continue;
    const x = xs[place] as number;
    const y = ys[place] as number;
    const cellX = (x >>> shift) - x0;
    const cellY = (y >>> shift) - y0;
    if (cellX < 0 || cellX >= width || cellY < 0 || cellY >= height) continue;
    const sum = (cellY * width + cellX) * SUM_FIELDS;
    const kinds = KIND_TALLY[incidentClass[place] as number] as number;
    add(sums, sum + COUNT, 1);
    add(sums, sum + POINTS, 1);
    add(sums, sum + SUM_X, x);
    add(sums, sum + SUM_Y, y);
    add(sums, sum + SUM_ROWS, firstRow + place);
    add(sums, sum + SHOOTINGS, shootingsOfTally(kinds));
    add(sums, sum + SEIZURES, seizuresOfTally(kinds));
    if (killed[place] !== NOT_STATED) add(sums, sum + KILLED, killed[place] as number);
    if (injured[place] !== NOT_STATED) add(sums, sum + INJURED, injured[place] as number);
    if (quantityUnit[place] === UNIT_GRAMS) add(sums, sum + GRAMS, quantity[place] as number);
  }
}

function add(sums: Float64Array, field: number, value: number): void {
  sums[field] = (sums[field] as number) + value;
}
