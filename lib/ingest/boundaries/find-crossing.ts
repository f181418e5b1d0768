import type { Position } from 'geojson';

interface Segment {
  from: Position;
  to: Position;
  west: number;
  east: number;
}

/**
 * Where a closed ring crosses itself, or null. Corners that touch another part of the ring are no crossing: official
 * outlines have them. Segments are taken from west to east, so that each meets only those that overlap it.
 */
export function findCrossing(ring: readonly Position[]): Position | null {
  const segments = ring
    .slice(1)
    .map((to, index): Segment => {
      const from = ring[index] ?? to;
      const [x0 = 0] = from;
      const [x1 = 0] = to;
      return { from, to, west: Math.min(x0, x1), east: Math.max(x0, x1) };
    })
    .sort((a, b) => a.west - b.west);
  let open: Segment[] = [];
  for (const segment of segments) {
    open = open.filter(({ east }) => east >= segment.west);
    for (const other of open) {
      const crossing = crossingOf(segment, other);
      if (crossing) return crossing;
    }
    open.push(segment);
  }
  return null;
}

/** Where two segments properly cross: each has its ends on both sides of the other. */
function crossingOf(one: Segment, other: Segment): Position | null {
  const before = side(other, one.from);
  const after = side(other, one.to);
  if (before * after >= 0 || side(one, other.from) * side(one, other.to) >= 0) return null;
  const share = before / (before - after);
  const [x0 = 0, y0 = 0] = one.from;
  const [x1 = 0, y1 = 0] = one.to;
  return [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];
}

/** Positive to the left of a segment, negative to its right, 0 on its line. */
function side({ from, to }: Segment, [x = 0, y = 0]: Position): number {
  const [x0 = 0, y0 = 0] = from;
  const [x1 = 0, y1 = 0] = to;
  return (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
}
