import { MINUTE_MS } from '@/lib/domain/time';

/** How far a picture moves from its place so that no panel burns in, CSS pixels. */
export const LARGEST_SHIFT_PX = 8;
/** One step of the way round; small enough that nobody sees it move. */
const STEP_MS = 2 * MINUTE_MS;
const STEPS = 16;

/** By how many CSS pixels a wall's picture stands right of and below its place at an instant: a slow way round. */
export function shiftAt(atMs: number): readonly [rightPx: number, downPx: number] {
  const angle = ((Math.floor(atMs / STEP_MS) % STEPS) / STEPS) * 2 * Math.PI;
  return [
    Math.round(LARGEST_SHIFT_PX * Math.cos(angle)),
    Math.round(LARGEST_SHIFT_PX * Math.sin(angle)),
  ];
}
