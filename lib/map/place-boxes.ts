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

/** What boxes stand in: what they belong to is seen there, and what is cut by its edge is not read. */
export interface Frame {
  left: number;
  top: number;
  right: number;
  bottom: number;
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
  /** Where there is room, the box stands whole in this. */
  within?: Frame | undefined;
  /** Where there is none near its point, the box is left out, and takes no room from others. */
  isOptional?: boolean;
  /** Where there is none near its point, the box stands farther off and over symbols rather than out of `within`. */
  staysWithin?: boolean;
}

const MARGIN_PX = 3;
const STEP_PX = 6;
const FARTHEST_PX = 480;
/** Farther from its point a box is looked for that has to be seen whole only where it must not be cut: a long line is hard to follow. */
const FARTHEST_WHOLE_PX = 110;
/** How much farther a box may go for a line to its point that crosses nothing. */
const DETOUR_PX = 40;
/** Right, left, below, above, then between, then the corners: the first free one is taken. */
const DIRECTIONS: readonly (readonly [number, number])[] = [
  [1, 0],
  [-1, 0],
  [0, 1],
  [0, -1],
  [1, 0.5],
  [1, -0.5],
  [-1, 0.5],
  [-1, -0.5],
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
 * Gives every box a place where it covers no disc and no other box, as near to its point as may be, and if it costs little
 * one from which its point is in plain sight. The earlier wish chooses first; equal input gives equal places. Only where
 * nothing is free within 480 px is the last place taken, or none by a box that may be left out. One that must not be cut stands
 * over symbols before it stands over another box, and over that before it stands under what covers the picture.
 * @param covered what lies over the picture, which boxes keep off too
 */
export function placeBoxes(
  wishes: readonly Wish[],
  discs: readonly Disc[],
  covered: readonly Box[] = [],
): ReadonlyMap<string, Box> {
  const placed = new Map<string, Box>();
  const lines: Line[] = [];
  for (const wish of wishes) {
    const isNear = ({ x, y }: { x: number; y: number }, size: number) =>
      Math.abs(x - wish.x) < FARTHEST_PX + size && Math.abs(y - wish.y) < FARTHEST_PX + size;
    const nearDiscs = discs.filter((disc) => isNear(disc, disc.radius + wish.width));
    const isBoxNear = (box: Box) => isNear(box, Math.max(box.width, box.height) + wish.width);
    const nearCovers = covered.filter(isBoxNear);
    const nearBoxes = [...nearCovers, ...[...placed.values()].filter(isBoxNear)];
    const box = placeOf(wish, { discs: nearDiscs, boxes: nearBoxes, lines }, nearCovers);
    if (!box) continue;
    placed.set(wish.id, box);
    lines.push(lineTo(wish, box));
  }
  return placed;
}

/** Null where the box is left out. */
function placeOf(wish: Wish, taken: Taken, covers: readonly Box[]): Box | null {
  const near = freePlace(wish, taken);
  if (near.isFree) return near.box;
  if (wish.isOptional) return null;
  if (!wish.within) return near.box;
  if (!wish.staysWithin) return freePlace({ ...wish, within: undefined }, taken).box;
  const givingWay = [taken, { ...taken, discs: [] }, { ...taken, discs: [], boxes: covers }];
  for (const left of givingWay) {
    const { box, isFree } = freePlace(wish, left, FARTHEST_PX);
    if (isFree) return box;
  }
  return near.box;
}

type Spot = readonly [x: number, y: number];
type Line = readonly [from: Spot, to: Spot];

/** What is there already. */
interface Taken {
  discs: readonly Disc[];
  boxes: readonly Box[];
  /** From points to the boxes that had to move away from them. */
  lines: readonly Line[];
}

/** @param farthest how far off the point a box is looked for that has to be seen whole */
function freePlace(
  wish: Wish,
  taken: Taken,
  farthest = FARTHEST_WHOLE_PX,
): { box: Box; isFree: boolean } {
  const { discs, boxes } = taken;
  let last: Box = boxAt(wish, [0, 0], 0);
  let free: Box | null = null;
  for (const { box, reach } of candidates(wish, farthest)) {
    if (free && reach > reachOf(free, wish) + DETOUR_PX) return { box: free, isFree: true };
    if (wish.within && !isWithin(box, wish.within)) continue;
    last = box;
    const isFree =
      !boxes.some((other) => boxesMeet(box, other)) && !discs.some((disc) => meetsDisc(box, disc));
    if (!isFree) continue;
    if (isInSight(wish, box, taken)) return { box, isFree: true };
    free ??= box;
  }
  return { box: free ?? last, isFree: free !== null };
}

/** Whether a box is seen whole. */
export function isWithin(
  { x, y, width, height }: Box,
  { left, top, right, bottom }: Frame,
): boolean {
  return (
    x - width / 2 >= left &&
    x + width / 2 <= right &&
    y - height / 2 >= top &&
    y + height / 2 <= bottom
  );
}

/** How far a box's edge is from its point. */
export function reachOf(box: Box, { x, y }: Wish): number {
  const end = nearestIn(box, x, y);
  return Math.hypot(end.x - x, end.y - y);
}

function lineTo({ x, y }: Wish, box: Box): Line {
  const end = nearestIn(box, x, y);
  return [
    [x, y],
    [end.x, end.y],
  ];
}

/** Whether two lines cross; lines that only touch do not. */
function cross([a, b]: Line, [c, d]: Line): boolean {
  const side = (p: Spot, q: Spot, r: Spot) =>
    Math.sign((q[0] - p[0]) * (r[1] - p[1]) - (q[1] - p[1]) * (r[0] - p[0]));
  return side(a, b, c) * side(a, b, d) < 0 && side(c, d, a) * side(c, d, b) < 0;
}

/** Whether the line from the point to the box crosses no other line or box, and no disc but those that cover the point. */
function isInSight(wish: Wish, box: Box, { discs, boxes, lines }: Taken): boolean {
  const { x, y } = wish;
  const line = lineTo(wish, box);
  if (lines.some((other) => cross(line, other))) return false;
  const end = nearestIn(box, x, y);
  const length = Math.hypot(end.x - x, end.y - y);
  for (let along = 0; along < length; along += STEP_PX) {
    const spot = {
      x: x + ((end.x - x) * along) / length,
      y: y + ((end.y - y) * along) / length,
      width: 0,
      height: 0,
    };
    if (boxes.some((other) => boxesMeet(spot, other, 0))) return false;
    const isHidden = discs.some(
      (disc) =>
        !disc.isRing &&
        meetsDisc(spot, disc, 0) &&
        Math.hypot(disc.x - x, disc.y - y) > disc.radius,
    );
    if (isHidden) return false;
  }
  return true;
}

/** The spot of a box that is nearest to a point. */
export function nearestIn(box: Box, x: number, y: number): { x: number; y: number } {
  return {
    x: Math.max(box.x - box.width / 2, Math.min(box.x + box.width / 2, x)),
    y: Math.max(box.y - box.height / 2, Math.min(box.y + box.height / 2, y)),
  };
}

function* candidates(wish: Wish, farthestWhole: number): Generator<{ box: Box; reach: number }> {
  const { clear, within } = wish;
  const inSight = (box: Box) => (within ? moved(box, within) : box);
  if (clear === 0) yield { box: inSight(boxAt(wish, [0, 0], 0)), reach: 0 };
  const farthest = within ? clear + farthestWhole : FARTHEST_PX;
  for (let reach = clear; reach <= farthest; reach += STEP_PX) {
    for (const direction of DIRECTIONS)
      yield { box: inSight(boxAt(wish, direction, reach)), reach };
  }
}

/** A box, moved no farther than it takes to be seen whole. */
function moved({ x, y, width, height }: Box, { left, top, right, bottom }: Frame): Box {
  return {
    x: Math.max(left + width / 2, Math.min(right - width / 2, x)),
    y: Math.max(top + height / 2, Math.min(bottom - height / 2, y)),
    width,
    height,
  };
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
