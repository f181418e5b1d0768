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

/** As far as the plot zooms in. */
export const SHORTEST_SHOWN_DAYS = 14;
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

/** Later by so many days, or earlier, and of the same length. */
export function panShown({ start, end }: ShownRange, extent: DayRange, days: number): ShownRange {
  return clampShown({ start: start + days, end: end + days }, extent);
}

/** The range itself where it shows the window, else one that does: no shorter than it was. */
export function followWindow(shown: ShownRange, extent: DayRange, window: DayRange): ShownRange {
  const { start, end } = wholeOf(window);
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

/** The day of the extent that lies at `xPx` of the plot, or the nearest. */
export function dayAtX(shown: ShownRange, widthPx: number, xPx: number, extent: DayRange): number {
  const day = Math.floor(positionAtX(shown, widthPx, xPx));
  return Math.min(extent.last, Math.max(extent.first, day));
}
