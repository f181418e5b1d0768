import { NO_POINT } from '@/lib/protocol/columns';
import { COUNT, POINTS, SUM_FIELDS } from './cell-sums';
import type { IncidentColumns } from './incident-columns';
import { SELECTED, SELECTED_RETRACTED } from './row-marks';
import { BLOCK_ROWS, BOX_SIDES, eachBit, SEGMENT_ROWS, type Segment } from './segment';
import type { Selection } from './select-rows';
import { isInside, type WorldBox } from './view-frame';

type Visit = (segment: Segment, place: number, firstRow: number) => void;

/** Calls back for every selected row whose point lies in a box. Blocks outside it are not read. */
export function eachSelectedPoint(
  columns: IncidentColumns,
  selection: Selection,
  box: WorldBox,
  visit: Visit,
): void {
  eachSelectedBlock(columns, selection, POINTS, (segment, index, block) => {
    if (placeOfBlock(segment, block, box) === 'outside') return;
    const { x, y } = segment.arrays;
    eachSelectedOf(segment, selection, index, block, (place) => {
      if (isInside(box, x[place] as number, y[place] as number)) {
        visit(segment, place, index * SEGMENT_ROWS);
      }
    });
  });
}

/** Calls back for every selected row that has no point. */
export function eachSelectedWithoutPoint(
  columns: IncidentColumns,
  selection: Selection,
  visit: Visit,
): void {
  eachSelectedBlock(columns, selection, COUNT, (segment, index, block) => {
    if (segment.boxes[block * BOX_SIDES + 2] !== NO_POINT) return;
    const { x } = segment.arrays;
    eachSelectedOf(segment, selection, index, block, (place) => {
      if (x[place] === NO_POINT) visit(segment, place, index * SEGMENT_ROWS);
    });
  });
}

/** Calls back for every retracted record that passes the filter. */
export function eachSelectedRetracted(
  columns: IncidentColumns,
  selection: Selection,
  visit: Visit,
): void {
  columns.segments.forEach((segment, index) => {
    const part = selection.parts[index];
    if (!part || part.retracted === 0) return;
    eachBit(segment.rare, (place) => {
      const marks = part.marksIn((place / BLOCK_ROWS) | 0);
      if (marks[place] === SELECTED_RETRACTED) visit(segment, place, index * SEGMENT_ROWS);
    });
  });
}

/** How many selected points lie in a box. */
export function countSelectedPoints(
  columns: IncidentColumns,
  selection: Selection,
  box: WorldBox,
): number {
  let points = 0;
  eachSelectedBlock(columns, selection, POINTS, (segment, index, block) => {
    const where = placeOfBlock(segment, block, box);
    if (where === 'inside') {
      points += selection.parts[index]?.sums[block * SUM_FIELDS + POINTS] as number;
    } else if (where === 'across') {
      const { x, y } = segment.arrays;
      eachSelectedOf(segment, selection, index, block, (place) => {
        if (isInside(box, x[place] as number, y[place] as number)) points += 1;
      });
    }
  });
  return points;
}

function eachSelectedBlock(
  columns: IncidentColumns,
  selection: Selection,
  field: number,
  visit: (segment: Segment, index: number, block: number) => void,
): void {
  columns.segments.forEach((segment, index) => {
    const sums = selection.parts[index]?.sums;
    for (let block = 0; block * BLOCK_ROWS < segment.size; block += 1) {
      if (sums && sums[block * SUM_FIELDS + field] !== 0) visit(segment, index, block);
    }
  });
}

function eachSelectedOf(
  { size }: Segment,
  selection: Selection,
  index: number,
  block: number,
  visit: (place: number) => void,
): void {
  const marks = selection.parts[index]?.marksIn(block);
  const end = Math.min(size, (block + 1) * BLOCK_ROWS);
  for (let place = block * BLOCK_ROWS; place < end; place += 1) {
    if (marks?.[place] === SELECTED) visit(place);
  }
}

function placeOfBlock(
  { boxes }: Segment,
  block: number,
  box: WorldBox,
): 'inside' | 'outside' | 'across' {
  const minX = boxes[block * BOX_SIDES] as number;
  const minY = boxes[block * BOX_SIDES + 1] as number;
  const maxX = boxes[block * BOX_SIDES + 2] as number;
  const maxY = boxes[block * BOX_SIDES + 3] as number;
  if (maxX < box.minX || maxY < box.minY || minX >= box.maxX || minY >= box.maxY) return 'outside';
  return isInside(box, minX, minY) && isInside(box, maxX, maxY) ? 'inside' : 'across';
}
