/** Classes of a shaded map, beside the one for areas without a record. */
export const MOST_CLASSES = 5;
/** Tones of the palette from the least to the most; 0 is an area without a record. */
export type Tone = 0 | 1 | 2 | 3 | 4 | 5;

const DIGITS = 2;

/**
 * The limits of the classes that areas with records fall into, ascending: class `i` holds what is at least `limits[i]` and
 * less than `limits[i + 1]`. Each class holds about as many areas as the others and never none; limits have two
 * significant digits, so the legend can say them exactly. The first is not above the least value, the last is above the
 * greatest. Fewer than {@link MOST_CLASSES} classes where there are too few different values; empty for no value.
 * @param values positive and finite
 */
export function shadingLimits(values: readonly number[]): number[] {
  const sorted = [...values].sort((a, b) => a - b);
  const greatest = sorted.at(-1);
  if (greatest === undefined) return [];
  const count = Math.min(MOST_CLASSES, new Set(sorted).size);
  const lower = Array.from({ length: count }, (_, index) =>
    roundDown(sorted[Math.floor((index * sorted.length) / count)] ?? greatest),
  );
  return [...new Set(lower), stepAbove(greatest)];
}

/** The class of a value by {@link shadingLimits}, from 0. */
export function shadingClass(value: number, limits: readonly number[]): number {
  return limits.findLastIndex((limit) => value >= limit);
}

/** Fewer classes than tones take those that lie farthest apart. */
export function toneOfClass(index: number, classes: number): Tone {
  if (classes <= 1) return 3;
  return (1 + Math.round((index * (MOST_CLASSES - 1)) / (classes - 1))) as Tone;
}

/** The size of one unit in the last significant digit of a value. */
function unitOf(value: number): number {
  return 10 ** (Math.floor(Math.log10(value)) - (DIGITS - 1));
}

function roundDown(value: number): number {
  const unit = unitOf(value);
  const rounded = clean(Math.floor(value / unit) * unit);
  // Dividing may have rounded up or down across a limit.
  if (rounded > value) return clean(rounded - unit);
  const next = clean(rounded + unit);
  return next <= value ? next : rounded;
}

function stepAbove(value: number): number {
  return clean(roundDown(value) + unitOf(value));
}

/** Without what binary fractions add: 0.30000000000000004 is 0.3. */
function clean(value: number): number {
  return Number(value.toPrecision(DIGITS + 1));
}
