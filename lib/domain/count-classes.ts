const STEPS = [1, 2, 5] as const;
/** More tones than this are not told apart. */
const MOST_CLASSES = 5;

/**
 * Classes of counts from 1 to the largest, by their lowest counts: round numbers at even ratios, at most five. A class ends
 * before the next begins.
 */
export function countClasses(largest: number): number[] {
  const round: number[] = [];
  for (let power = 1; power <= largest; power *= 10) {
    round.push(...STEPS.map((step) => step * power).filter((lowest) => lowest <= largest));
  }
  const stride = Math.ceil(round.length / MOST_CLASSES);
  return round.filter((_, index) => index % stride === 0);
}

/** The tone of a count's class: above 0, and 1 for the highest class. */
export function toneOf(count: number, classes: readonly number[]): number {
  return classes.filter((lowest) => lowest <= count).length / classes.length;
}
