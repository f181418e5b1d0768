import {
  INSIDE,
  isCut,
  matchPeriod,
  NO_CUT,
  OUTSIDE,
  type Period,
} from '@/lib/domain/matches-filter';
import { DAY_GRAIN, type TimeGrain } from '@/lib/domain/time';
import { ROW_GONE, ROW_PUBLISHED } from '@/lib/protocol/columns';
import { END_OF_TIME } from './compile-filter';
import { SELECTED, SELECTED_RETRACTED, TOO_COARSE, UNSELECTED } from './row-marks';
import { eachBit, GRAINS, type Segment } from './segment';

/** Rows from `begin` to `end - 1`; `begin` is a multiple of 32, and so is `end` unless it is the segment's end. */
export interface RowRange {
  begin: number;
  end: number;
}

/** What decides about a row by its codes and its time. */
export interface CodesAndDays {
  /** By number of traits: 1 where the codes pass. */
  table: Uint8Array;
  period: Period;
  /** The period's bounds where no row of the segment can meet them: 0 and `END_OF_TIME`. */
  from: number;
  end: number;
}

/** Marks rows by their codes and their time. */
export function markRows(
  segment: Segment,
  question: CodesAndDays,
  marks: Uint8Array,
  range: RowRange,
): void {
  markByTables(segment, question, marks, range);
  const mark = (place: number): void => {
    marks[place] = rareMark(segment, place, question);
  };
  eachBit(segment.rare, mark, range.begin, range.end);
  if (hasCuts(question.period)) eachCutRow(segment, question.period, mark, range);
}

/** Whether a bound is an hour: such a one may cut rows that are known to a day or a night. */
export function hasCuts({ fromCut, endCut }: Period): boolean {
  return fromCut !== NO_CUT || endCut !== NO_CUT;
}

/** Calls back for each row of a day or a night that a bound cuts. */
export function eachCutRow(
  { arrays }: Segment,
  period: Period,
  visit: (place: number) => void,
  { begin, end }: RowRange,
): void {
  const { occurredFrom, occurredTo, timePrecision } = arrays;
  for (let place = begin; place < end; place += 1) {
    if (GRAINS[timePrecision[place] as number] !== DAY_GRAIN) continue;
    if (isCut(occurredFrom[place] as number, occurredTo[place] as number, period)) visit(place);
  }
}

/**
 * Marks the rows that need no second look: one table and one comparison, without a branch that the processor could
 * guess wrong. `(minute - from) >>> 0` is enormous where the minute is before `from`.
 */
function markByTables(
  { arrays, traits }: Segment,
  { table, from, end }: CodesAndDays,
  marks: Uint8Array,
  range: RowRange,
): void {
  const { occurredFrom } = arrays;
  const span = end - from;
  if (span === 0) marks.fill(UNSELECTED, range.begin, range.end);
  else if (from === 0 && end === END_OF_TIME) {
    for (let place = range.begin; place < range.end; place += 1) {
      marks[place] = table[traits[place] as number] as number;
    }
  } else {
    for (let place = range.begin; place < range.end; place += 1) {
      const isInside = Number(((occurredFrom[place] as number) - from) >>> 0 < span);
      marks[place] = (table[traits[place] as number] as number) & isInside;
    }
  }
}

/** The mark of a row that its traits alone do not decide; `matchPeriod` has the rule of time. */
export function rareMark(
  segment: Segment,
  place: number,
  { table, period }: Pick<CodesAndDays, 'table' | 'period'>,
): number {
  if (table[segment.traits[place] as number] === 0) return UNSELECTED;
  const state = segment.arrays.state[place] as number;
  if (state === ROW_GONE) return UNSELECTED;
  const mark = timeMark(segment, place, period);
  if (state === ROW_PUBLISHED) return mark;
  return mark === SELECTED ? SELECTED_RETRACTED : UNSELECTED;
}

function timeMark({ arrays }: Segment, place: number, period: Period): number {
  const match = matchPeriod(
    arrays.occurredFrom[place] as number,
    arrays.occurredTo[place] as number,
    GRAINS[arrays.timePrecision[place] as number] as TimeGrain,
    period,
  );
  if (match === OUTSIDE) return UNSELECTED;
  return match === INSIDE ? SELECTED : TOO_COARSE;
}
