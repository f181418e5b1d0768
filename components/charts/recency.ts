/** The oldest of a few years is still seen. */
const LEAST_OPACITY = 0.35;

/** How strongly a year is coloured among others: 0 is the oldest, 1 the latest. */
export function opacityOf(recency: number): number {
  return LEAST_OPACITY + (1 - LEAST_OPACITY) * recency;
}
