/** All pulses are over within five seconds (WCAG 2.2.2); this leaves a margin. */
export const PULSE_DURATION_MS = 4_200;
const RIPPLES = 2;
/** Where a pulse stands still for readers who asked for less motion. */
const STILL_PROGRESS = 0.3;

/** Progress of a ripple, 0 to 1, at an age in milliseconds; null when the pulse is over. */
export function pulseProgress(ageMs: number, reducedMotion: boolean): number | null {
  if (ageMs >= PULSE_DURATION_MS) return null;
  if (reducedMotion) return STILL_PROGRESS;
  return ((ageMs / PULSE_DURATION_MS) * RIPPLES) % 1;
}
