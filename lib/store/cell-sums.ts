/**
 * What is added up over a block of rows or a cell of the map: `SUM_FIELDS` numbers side by side, each at its offset here.
 * All are integers below 2^53 (4 million records times 2^31 units), so that taking a row away again is exact.
 */
export const COUNT = 0;
/** Of those, rows with a point. */
export const POINTS = 1;
export const SHOOTINGS = 2;
export const SEIZURES = 3;
export const KILLED = 4;
export const INJURED = 5;
export const GRAMS = 6;
export const SUM_X = 7;
export const SUM_Y = 8;
/** Sum of row numbers: the row itself where the count is 1. */
export const SUM_ROWS = 9;
export const SUM_FIELDS = 10;

/** Adds one group of sums to another. */
export function addSums(
  source: Float64Array,
  from: number,
  target: Float64Array,
  to: number,
): void {
  for (let field = 0; field < SUM_FIELDS; field += 1) {
    target[to + field] = (target[to + field] as number) + (source[from + field] as number);
  }
}
