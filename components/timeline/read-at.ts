/** What a pointer does over the plot. */
export type PointerDeed = 'passes' | 'taps' | 'drags' | 'leaves';

interface Reading {
  does: PointerDeed;
  /** As `PointerEvent` has it. */
  pointerType: string;
  /** Where on the axis of days; null off it. */
  position: number | null;
}

/**
 * Where the reader reads a bar, after what a pointer did. A mouse reads what it passes; a finger reads what it taps, which
 * stays to be read once the finger is lifted and so has left.
 */
export function readAt(
  before: number | null,
  { does, pointerType, position }: Reading,
): number | null {
  if (does === 'drags') return null;
  if (does === 'taps') return position;
  if (pointerType === 'touch') return before;
  return does === 'leaves' ? null : position;
}
