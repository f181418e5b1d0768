import { NO_CUT } from '@/lib/domain/matches-filter';
import { ROW_PUBLISHED } from '@/lib/protocol/columns';
import { addSums, COUNT, SUM_FIELDS, SUM_ROWS } from './cell-sums';
import { type CompiledFilter, END_OF_TIME } from './compile-filter';
import { offsetOfKind } from './kind-sums';
import { markRows, rareMark } from './mark-rows';
import { SELECTED_RETRACTED, TOO_COARSE } from './row-marks';
import { BLOCK_ROWS, eachBit, SEGMENT_ROWS, type Segment } from './segment';
import { type SegmentQuestion, SelectedSegment } from './selected-segment';
import { sumBlock, sumPlaces } from './sum-blocks';
import { kindSumsOf } from './sum-kinds';

/** Whether a filter asks a segment's published rows for nothing but their kind: all of them begin in its period, which cuts none. */
export function isByKind(
  { firstMinute, lastBegin, lastMinute }: Segment,
  { onlyKinds, fromMinute, endMinute, endCut }: CompiledFilter,
): boolean {
  const isUncut = endCut === NO_CUT || endCut >= lastMinute;
  return onlyKinds !== null && fromMinute <= firstMinute && endMinute > lastBegin && isUncut;
}

/**
 * The answer of a segment of whose rows only the kind matters: its blocks' sums by kind are added. Nothing is marked before
 * somebody asks.
 */
export function selectByKind(asked: SegmentQuestion): SelectedSegment {
  const { segment, question, madeFor, marks, sums } = asked;
  const whole = { ...question, from: 0, end: END_OF_TIME };
  const part = new SelectedSegment(madeFor, marks, sums, (block, target) => {
    const begin = block * BLOCK_ROWS;
    markRows(segment, whole, target, { begin, end: Math.min(segment.size, begin + BLOCK_ROWS) });
  });
  const summed = sums.length > 0 ? sumBlocks(asked, part) : null;
  correctRareRows(asked, part, summed);
  return part;
}

/** Sums every block; returns a byte per block, 1 where its sums are those of its kinds. */
function sumBlocks(
  { segment, index, filter, sums }: SegmentQuestion,
  part: SelectedSegment,
): Uint8Array {
  const { kinds, scope } = filter.onlyKinds ?? { kinds: [], scope: 0 };
  const byKind = kindSumsOf(segment);
  const firstRow = index * SEGMENT_ROWS;
  const places = new Uint16Array(BLOCK_ROWS);
  const isWhole = new Uint8Array(byKind.scopes.length);
  for (let block = 0; block * BLOCK_ROWS < segment.size; block += 1) {
    const bits = byKind.scopes[block] as number;
    // Real and simulated records side by side are parted row by row.
    if ((bits & scope) !== 0 && bits !== scope) {
      sumBlock(segment, firstRow, block, part.marksIn(block), places, sums);
      continue;
    }
    const at = block * SUM_FIELDS;
    sums.fill(0, at, at + SUM_FIELDS);
    isWhole[block] = 1;
    if (bits !== scope) continue;
    for (const kind of kinds) addSums(byKind.sums, offsetOfKind(block, kind), sums, at);
    sums[at + SUM_ROWS] = (sums[at + SUM_ROWS] as number) + firstRow * (sums[at + COUNT] as number);
  }
  return isWhole;
}

/**
 * What kinds do not decide: retracted records are counted apart, and those whose time is so coarse that it reaches beyond the
 * filter's days are taken out of the sums again. `isWhole` has a byte per block, 1 where its sums are those of its kinds.
 */
function correctRareRows(
  { segment, index, filter, question, sums }: SegmentQuestion,
  part: SelectedSegment,
  isWhole: Uint8Array | null,
): void {
  const { state } = segment.arrays;
  const isAllInside = filter.endMinute > segment.lastMinute;
  eachBit(segment.rare, (place) => {
    if (state[place] === ROW_PUBLISHED && isAllInside) return;
    const mark = rareMark(segment, place, question);
    if (mark === SELECTED_RETRACTED) part.retracted += 1;
    if (mark !== TOO_COARSE) return;
    part.tooCoarse += 1;
    const block = (place / BLOCK_ROWS) | 0;
    if (isWhole?.[block] === 1) takeOut(segment, index, place, sums);
  });
}

function takeOut(segment: Segment, index: number, place: number, sums: Float64Array): void {
  const block = (place / BLOCK_ROWS) | 0;
  const at = block * SUM_FIELDS;
  const lone = new Float64Array(SUM_FIELDS);
  sumPlaces(segment, block, Uint16Array.of(place), 1, lone, 0);
  lone[SUM_ROWS] = (lone[SUM_ROWS] as number) + index * SEGMENT_ROWS;
  for (let field = 0; field < SUM_FIELDS; field += 1) {
    sums[at + field] = (sums[at + field] as number) - (lone[field] as number);
  }
}
