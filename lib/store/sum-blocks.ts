import { NO_POINT, NOT_STATED } from '@/lib/protocol/columns';
import {
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
import { KIND_TALLY, seizuresOfTally, shootingsOfTally, UNIT_GRAMS } from './kind-codes';
import { BLOCK_ROWS, BOX_SIDES, type Segment } from './segment';

/**
 * Adds up the selected rows (mark 1) of one block of a segment whose first row has the number `firstRow`. The selected
 * places are listed first, in `places`, and then added without a condition: a processor guesses a condition on every row
 * wrong half the time, which costs three times the adding.
 */
export function sumBlock(
  segment: Segment,
  firstRow: number,
  block: number,
  marks: Uint8Array,
  places: Uint16Array,
  sums: Float64Array,
): void {
  const end = Math.min(segment.size, (block + 1) * BLOCK_ROWS);
  const count = listSelected(marks, block * BLOCK_ROWS, end, places);
  const at = block * SUM_FIELDS;
  sumPlaces(segment, block, places, count, sums, at);
  sums[at + SUM_ROWS] = (sums[at + SUM_ROWS] as number) + firstRow * count;
}

/** Writes the places from `from` to `end - 1` whose mark is 1 into `places`; returns how many they are. */
function listSelected(marks: Uint8Array, from: number, end: number, places: Uint16Array): number {
  let count = 0;
  for (let place = from; place < end; place += 1) {
    const mark = marks[place] as number;
    places[count] = place;
    count += mark & 1 & ~(mark >> 1);
  }
  return count;
}

/** Writes the sums of the first `count` of `places`, which lie in one block, from `sum` on; rows are summed as places. */
export function sumPlaces(
  segment: Segment,
  block: number,
  places: Uint16Array,
  count: number,
  sums: Float64Array,
  sum: number,
): void {
  if (count === 0) {
    sums.fill(0, sum, sum + SUM_FIELDS);
    return;
  }
  const { arrays } = segment;
  const { x, y, incidentClass, killed, injured, quantity, quantityUnit } = arrays;
  let sumX = 0;
  let sumY = 0;
  let sumPlace = 0;
  let kinds = 0;
  let dead = 0;
  let wounded = 0;
  let grams = 0;
  for (let index = 0; index < count; index += 1) {
    const place = places[index] as number;
    sumX += x[place] as number;
    sumY += y[place] as number;
    sumPlace += place;
    kinds += KIND_TALLY[incidentClass[place] as number] as number;
    dead += stated(killed[place] as number);
    wounded += stated(injured[place] as number);
    const isOther = (quantityUnit[place] as number) ^ UNIT_GRAMS;
    grams += ((quantity[place] as number) & ((isOther - 1) >> 31)) >>> 0;
  }
  sums[sum + COUNT] = count;
  sums[sum + POINTS] = countPoints(segment, block, places, count);
  sums[sum + SUM_X] = sumX;
  sums[sum + SUM_Y] = sumY;
  sums[sum + SUM_ROWS] = sumPlace;
  sums[sum + SHOOTINGS] = shootingsOfTally(kinds);
  sums[sum + SEIZURES] = seizuresOfTally(kinds);
  sums[sum + KILLED] = dead;
  sums[sum + INJURED] = wounded;
  sums[sum + GRAMS] = grams;
}

/** A number of persons, 0 where it is not stated, by arithmetic: below `NOT_STATED` the difference has all upper bits set. */
function stated(persons: number): number {
  return persons & ((persons - NOT_STATED) >> 31);
}

function countPoints(
  { arrays, boxes }: Segment,
  block: number,
  places: Uint16Array,
  count: number,
): number {
  if (boxes[block * BOX_SIDES + 2] !== NO_POINT) return count;
  if (boxes[block * BOX_SIDES] === NO_POINT) return 0;
  let points = 0;
  for (let index = 0; index < count; index += 1) {
    if (arrays.x[places[index] as number] !== NO_POINT) points += 1;
  }
  return points;
}
