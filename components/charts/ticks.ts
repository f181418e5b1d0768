/** A year's four digits and the room beside them. */
const YEAR_PX = 40;
const STEP = 20;

/** The years that are written under a chart: as many as fit, evenly, the latest always. */
export function yearTicks(years: readonly number[], widthPx: number): number[] {
  const every = Math.max(1, Math.ceil((years.length * YEAR_PX) / Math.max(YEAR_PX, widthPx)));
  return years.filter((_, at) => (years.length - 1 - at) % every === 0);
}

/** From 0 to a round number that the highest does not exceed, and what lies half way. */
export function rangeTicks(highest: number): [number, number, number] {
  const top = Math.max(1, Math.ceil(highest / (2 * STEP))) * 2 * STEP;
  return [0, top / 2, top];
}
