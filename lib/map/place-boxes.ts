/** A rectangle by its centre, in pixels. */
export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

/** A circle that boxes keep off; of a ring only its line, so that a box may stand in a large one. */
export interface Disc {
  x: number;
  y: number;
  radius: number;
  isRing: boolean;
}

/** A box that belongs to a point and wants to stand near it. */
export interface Wish {
  id: string;
  x: number;
  y: number;
  width: number;
  height: number;
  /** Pixels that the box keeps off its point; 0 lets it stand on it. */
  clear: number;
}

const MARGIN_PX = 4;
const STEP_PX = 6;
const FARTHEST_PX = 480;
/** Right, left, below, above, then the corners, then beside them: the first free one is taken. */
const DIRECTIONS: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 1],
  [-1, 1],
  [1, -1],
  [-1, -1],
  [0.5, 1],
  [-0.5, 1],
  [0.5, -1],
  [-0.5, -1],
];

/**
 * Gives every box a place where it covers no disc and no other box, as near to its point as may be. The earlier wish
 * chooses first; equal input gives equal places. Only where nothing is free within 480 px is the last place taken.
 */
export function placeBoxes(
  wishes: readonly Wish[],
  discs: readonly Disc[],
): ReadonlyMap<string, Box> {
  const placed = new Map<string, Box>();
  for (const wish of wishes) {
    const isNear = ({ x, y }: { x: number; y: number }, size: number) =>
      Math.abs(x - wish.x) < FARTHEST_PX + size && Math.abs(y - wish.y) < FARTHEST_PX + size;
    const nearDiscs = discs.filter((disc) => isNear(disc, disc.radius + wish.width));
    const nearBoxes = [...placed.values()].filter((box) => isNear(box, box.width + wish.width));
    placed.set(wish.id, freePlace(wish, nearDiscs, nearBoxes));
  }
  return placed;
}

function freePlace(wish: Wish, discs: readonly Disc[], boxes: readonly Box[]): Box {
  let last: Box = boxAt(wish, [0, 0], 0);
  for (const candidate of candidates(wish)) {
    last = candidate;
    const isFree =
      !boxes.some((box) => boxesMeet(candidate, box)) &&
      !discs.some((disc) => meetsDisc(candidate, disc));
    if (isFree) return candidate;
  }
  return last;
}

function* candidates(wish: Wish): Generator<Box> {
  if (wish.clear === 0) yield boxAt(wish, [0, 0], 0);
  for (let reach = wish.clear; reach <= FARTHEST_PX; reach += STEP_PX) {
    for (const direction of DIRECTIONS) yield boxAt(wish, direction, reach);
  }
}

function boxAt(
  { x, y, width, height }: Wish,
  [across, down]: readonly [number, number],
  reach: number,
): Box {
  const along = across !== 0 && down !== 0 ? reach * Math.SQRT1_2 : reach;
  return {
    x: x + across * (width / 2 + along),
    y: y + down * (height / 2 + along),
    width,
    height,
  };
}

/** Whether two boxes overlap or are closer than the margin. */
export function boxesMeet(a: Box, b: Box, margin = MARGIN_PX): boolean {
  return (
    Math.abs(a.x - b.x) < (a.width + b.width) / 2 + margin &&
    Math.abs(a.y - b.y) < (a.height + b.height) / 2 + margin
  );
}

/** Whether a box overlaps a disc, or crosses the line of a ring. */
export function meetsDisc(box: Box, { x, y, radius, isRing }: Disc, margin = MARGIN_PX): boolean {
  const across = Math.abs(box.x - x);
  const down = Math.abs(box.y - y);
  const nearest = Math.hypot(
    Math.max(0, across - box.width / 2),
    Math.max(0, down - box.height / 2),
  );
  if (nearest >= radius + margin) return false;
  const farthest = Math.hypot(across + box.width / 2, down + box.height / 2);
  return !isRing || farthest > radius - margin;
}
