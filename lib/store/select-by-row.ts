import type { Period } from '@/lib/domain/matches-filter';
import { keepShape } from './keep-shape';
import { eachCutRow, hasCuts, markRows } from './mark-rows';
import { SELECTED_RETRACTED, TOO_COARSE } from './row-marks';
import { BLOCK_ROWS, eachBit, SEGMENT_ROWS, type Segment } from './segment';
import { type SegmentQuestion, SelectedSegment } from './selected-segment';
import { sumBlock } from './sum-blocks';

/** The answer of a segment whose rows are all read. */
export function selectByRow(asked: SegmentQuestion): SelectedSegment {
  const { segment, index, filter, question, madeFor, marks, sums } = asked;
  const part = new SelectedSegment(madeFor, marks, sums, null);
  markRows(segment, question, marks, { begin: 0, end: segment.size });
  if (filter.areas) keepAreas(segment, filter.areas, marks);
  for (const narrow of filter.narrowings) narrow(segment, marks);
  if (filter.shape) part.unplaced = keepShape(segment, filter.shape, marks);
  eachBit(segment.rare, (place) => {
    if (marks[place] === SELECTED_RETRACTED) part.retracted += 1;
    else if (marks[place] === TOO_COARSE) part.tooCoarse += 1;
  });
  if (hasCuts(filter)) part.tooCoarse += countCutRows(segment, filter, marks);
  const places = new Uint16Array(BLOCK_ROWS);
  for (let block = 0; sums.length > 0 && block * BLOCK_ROWS < segment.size; block += 1) {
    sumBlock(segment, index * SEGMENT_ROWS, block, marks, places, sums);
  }
  return part;
}

/** Rows that would be selected if their hour were known; those of a segment's rare rows are counted with these. */
function countCutRows(segment: Segment, period: Period, marks: Uint8Array): number {
  let count = 0;
  const visit = (place: number): void => {
    const isRare = ((segment.rare[place >> 5] as number) >>> (place & 31)) & 1;
    if (!isRare && marks[place] === TOO_COARSE) count += 1;
  };
  eachCutRow(segment, period, visit, { begin: 0, end: segment.size });
  return count;
}

function keepAreas({ arrays, size }: Segment, areas: Uint8Array, marks: Uint8Array): void {
  const { area } = arrays;
  for (let place = 0; place < size; place += 1) {
    marks[place] = (marks[place] as number) & -(areas[area[place] as number] as number);
  }
}
