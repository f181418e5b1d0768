import { INSIDE, matchPeriod, OUTSIDE } from '@/lib/domain/matches-filter';
import { countsByDay } from '@/lib/domain/time';
import { TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { ROW_PUBLISHED } from '@/lib/protocol/columns';
import type { CompiledFilter } from './compile-filter';
import type { ReadableColumns } from './incident-columns';

export const UNSELECTED = 0;
export const SELECTED = 1;
/** Passes the filter, but the record was retracted: shown as such and never counted. */
export const SELECTED_RETRACTED = 2;
/** Its time is so coarse that it lies only partly in the filter's days: not counted, and said. */
export const TOO_COARSE = 3;

/** One byte per row, with the number of rows of each mark. */
export interface Selection {
  marks: Uint8Array;
  count: number;
  retracted: number;
  tooCoarse: number;
}

const BY_DAY = Uint8Array.from(TIME_PRECISIONS, (precision) => (countsByDay(precision) ? 1 : 0));

/** Marks every row; `matchPeriod` has the rule of time. */
export function selectRows(columns: ReadableColumns, filter: CompiledFilter): Selection {
  const { arrays, size } = columns;
  const { incidentClass, verification, origin, area, state } = arrays;
  const { classes, verifications, origins, areas } = filter;
  const marks = new Uint8Array(size);
  const tally = [0, 0, 0, 0];
  for (let row = 0; row < size; row += 1) {
    if (classes[incidentClass[row] as number] === 0) continue;
    if (origins[origin[row] as number] === 0) continue;
    if (verifications[verification[row] as number] === 0) continue;
    if (areas !== null && areas[area[row] as number] === 0) continue;
    let mark = timeMark(arrays, row, filter);
    if (mark === UNSELECTED) continue;
    if (state[row] !== ROW_PUBLISHED) mark = mark === SELECTED ? SELECTED_RETRACTED : UNSELECTED;
    marks[row] = mark;
    tally[mark] = (tally[mark] as number) + 1;
  }
  return {
    marks,
    count: tally[SELECTED] as number,
    retracted: tally[SELECTED_RETRACTED] as number,
    tooCoarse: tally[TOO_COARSE] as number,
  };
}

function timeMark(arrays: ReadableColumns['arrays'], row: number, filter: CompiledFilter): number {
  const match = matchPeriod(
    arrays.occurredFrom[row] as number,
    arrays.occurredTo[row] as number,
    BY_DAY[arrays.timePrecision[row] as number] === 1,
    filter,
  );
  if (match === OUTSIDE) return UNSELECTED;
  return match === INSIDE ? SELECTED : TOO_COARSE;
}
