/** Whole days, both ends counted: `first <= last`. Days are numbers since 1970-01-01. */
export interface DayRange {
  first: number;
  last: number;
}

/** What of the calendar the plot shows: positions in days since 1970-01-01, with fractions; `end` is where the last day ends. */
export interface ShownRange {
  start: number;
  end: number;
}

/** As far as the plot zooms in: hours side by side on any screen. */
export const SHORTEST_SHOWN_DAYS = 1;
/** Room beside a window that is brought into view, as a share of what is shown. */
const MARGIN = 0.05;

/** All of an extent. */
export function wholeOf({ first, last }: DayRange): ShownRange {
  return { start: first, end: last + 1 };
}

/** A range that lies in the extent and is neither shorter than the plot zooms nor longer than the extent. */
export function clampShown({ start, end }: ShownRange, extent: DayRange): ShownRange {
  const whole = wholeOf(extent);
  const longest = whole.end - whole.start;
  const length = Math.min(longest, Math.max(SHORTEST_SHOWN_DAYS, end - start));
  const middle = (start + end) / 2;
  const from = Math.min(whole.end - length, Math.max(whole.start, middle - length / 2));
  return { start: from, end: from + length };
}

/** Longer by `factor`, or shorter where that is below 1; what lies at the position `anchor` stays where it is, if it can. */
export function zoomShown(
  { start, end }: ShownRange,
  extent: DayRange,
  factor: number,
  anchor: number,
): ShownRange {
  const longest = extent.last + 1 - extent.first;
  const wanted = Math.max(SHORTEST_SHOWN_DAYS, (end - start) * factor);
  const length = Math.min(longest, wanted);
  const share = (anchor - start) / (end - start);
  const from = anchor - share * length;
  return clampShown({ start: from, end: from + length }, extent);
}

/** Around what a button zooms where a period is chosen: its middle, as far as it is in sight. */
export function anchorIn({ start, end }: ShownRange, place: ShownRange): number | undefined {
  const middle = (place.start + place.end) / 2;
  return middle >= start && middle <= end ? middle : undefined;
}

/** Later by so many days, or earlier, and of the same length. */
export function panShown({ start, end }: ShownRange, extent: DayRange, days: number): ShownRange {
  return clampShown({ start: start + days, end: end + days }, extent);
}

/** Where two fingers are, in CSS pixels from the plot's left edge. */
export type Fingers = readonly [number, number];

/** Fingers closer than this do not tell how far they were spread. */
const LEAST_SPREAD_PX = 16;

/** What two fingers make of a range: what lay between them when they came down still does. */
export function pinchShown(
  { start, end }: ShownRange,
  extent: DayRange,
  widthPx: number,
  { before, now }: { before: Fingers; now: Fingers },
): ShownRange {
  const spread = ([a, b]: Fingers) => Math.max(LEAST_SPREAD_PX, Math.abs(a - b));
  const middle = ([a, b]: Fingers) => (a + b) / 2 / Math.max(1, widthPx);
  const held = start + middle(before) * (end - start);
  const zoomed = zoomShown({ start, end }, extent, spread(before) / spread(now), held);
  const length = zoomed.end - zoomed.start;
  const from = held - middle(now) * length;
  return clampShown({ start: from, end: from + length }, extent);
}

/** At the edge of the plot a hand that drags also moves what is shown. */
const EDGE_PX = 28;
/** Of what is shown, in a second, where the hand is at the very edge. */
const EDGE_SHARE_PER_SECOND = 0.7;

/** A hand that drags, in CSS pixels from the plot's left edge. */
export interface DraggingHand {
  startPx: number;
  xPx: number;
}

/**
 * By how many days what is shown moves in so many milliseconds while a hand drags; 0 away from the edges, and where a hand
 * that came down at one goes away from it.
 */
export function edgePull(
  shown: ShownRange,
  widthPx: number,
  { startPx, xPx }: DraggingHand,
  ms: number,
): number {
  const intoLeft = Math.min(1, Math.max(0, (EDGE_PX - xPx) / EDGE_PX));
  const intoRight = Math.min(1, Math.max(0, (xPx - (widthPx - EDGE_PX)) / EDGE_PX));
  const pull = xPx < startPx ? -intoLeft : intoRight;
  const perSecond = pull * EDGE_SHARE_PER_SECOND * (shown.end - shown.start);
  return (perSecond * ms) / 1000;
}

/** The range itself where it shows what lies at a place, else one that does: no shorter than it was. */
export function followWindow(shown: ShownRange, extent: DayRange, place: ShownRange): ShownRange {
  const { start, end } = place;
  if (start >= shown.start && end <= shown.end) return shown;
  const length = shown.end - shown.start;
  const margin = MARGIN * length;
  if (end - start + 2 * margin > length) {
    const half = Math.max(length, (end - start) * (1 + 2 * MARGIN)) / 2;
    const middle = (start + end) / 2;
    return clampShown({ start: middle - half, end: middle + half }, extent);
  }
  const by = start < shown.start ? start - margin - shown.start : end + margin - shown.end;
  return panShown(shown, extent, by);
}

/** Where a day begins in the plot, in CSS pixels from its left edge. */
export function xOfDay({ start, end }: ShownRange, widthPx: number, day: number): number {
  return ((day - start) / (end - start)) * widthPx;
}

/** The position, in days, that lies at `xPx` of the plot. */
export function positionAtX({ start, end }: ShownRange, widthPx: number, xPx: number): number {
  return start + (xPx / Math.max(1, widthPx)) * (end - start);
}
