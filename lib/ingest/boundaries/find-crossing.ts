import type { Position } from 'geojson';

/** Segments of a ring that follow each other, with the box that they lie in. */
interface Stretch {
  /** Places of its first segment and of the one after its last: segment `i` goes from corner `i` to the next. */
  from: number;
  to: number;
  west: number;
  east: number;
  south: number;
  north: number;
}

const STRETCH_SEGMENTS = 16;

/**
 * Where a closed ring crosses itself, or null. Corners that touch another part of the ring are no crossing: official
 * outlines have them. Stretches of the ring are compared only where their boxes meet, so that a ring of ten thousand
 * corners takes milliseconds.
 */
export function findCrossing(ring: readonly Position[]): Position | null {
  const stretches = stretchesOf(ring).sort((a, b) => a.west - b.west);
  for (const [index, stretch] of stretches.entries()) {
    for (let next = index; next < stretches.length; next += 1) {
      const other = stretches[next];
      if (!other || other.west > stretch.east) break;
      if (other.south > stretch.north || other.north < stretch.south) continue;
      const crossing = crossingBetween(ring, stretch, other);
      if (crossing) return crossing;
    }
  }
  return null;
}

function stretchesOf(ring: readonly Position[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (let from = 0; from < ring.length - 1; from += STRETCH_SEGMENTS) {
    const to = Math.min(from + STRETCH_SEGMENTS, ring.length - 1);
    const corners = ring.slice(from, to + 1);
    const xs = corners.map(([x = 0]) => x);
    const ys = corners.map(([, y = 0]) => y);
    stretches.push({
      from,
      to,
      west: Math.min(...xs),
      east: Math.max(...xs),
      south: Math.min(...ys),
      north: Math.max(...ys),
    });
  }
  return stretches;
}

function crossingBetween(ring: readonly Position[], one: Stretch, other: Stretch): Position | null {
  for (let first = one.from; first < one.to; first += 1) {
    for (let second = other.from; second < other.to; second += 1) {
      const crossing = crossingOf(ring, first, second);
      if (crossing) return crossing;
    }
  }
  return null;
}

/** Where two segments properly cross: each has its ends on both sides of the other. */
function crossingOf(ring: readonly Position[], first: number, second: number): Position | null {
  const [from = [], to = []] = [ring[first], ring[first + 1]];
  const [otherFrom = [], otherTo = []] = [ring[second], ring[second + 1]];
  const before = side(otherFrom, otherTo, from);
  const after = side(otherFrom, otherTo, to);
  if (before * after >= 0) return null;
  if (side(from, to, otherFrom) * side(from, to, otherTo) >= 0) return null;
  const share = before / (before - after);
  const [x0 = 0, y0 = 0] = from;
  const [x1 = 0, y1 = 0] = to;
  return [x0 + (x1 - x0) * share, y0 + (y1 - y0) * share];
}

/** Positive to the left of a segment, negative to its right, 0 on its line. */
function side([x0 = 0, y0 = 0]: Position, [x1 = 0, y1 = 0]: Position, [x = 0, y = 0]: Position) {
  return (x1 - x0) * (y - y0) - (x - x0) * (y1 - y0);
}
