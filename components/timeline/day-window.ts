import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { dayOfBound } from '@/lib/domain/time-bound';
import type { Period } from '@/lib/url/presets';
import { addUnits, firstDayOf, type MoveUnit } from './calendar-units';
import type { DayRange } from './shown-range';

/** What of the window a hand or a key moves. */
export type Grip = 'from' | 'to' | 'window';

export interface Drag {
  /** `empty` draws a new window. */
  grip: Grip | 'empty';
  /** The day, or the hour, under the pointer when it went down. */
  startDay: number;
  /** The window of that moment. */
  window: DayRange;
}

/** The days of an extent of which a filter leaves anything; an open end is the extent's. */
export function windowOfDays({ from, to }: Period, extent: DayRange): DayRange {
  const first = from === null ? extent.first : clampDay(dayNumberOf(dayOfBound(from)), extent);
  const last = to === null ? extent.last : clampDay(dayNumberOf(dayOfBound(to)), extent);
  return { first, last: Math.max(first, last) };
}

/**
 * The filter's days for a window. An end at the extent's own is open, as the presets' are, so that what is reported next still
 * counts.
 */
export function daysOfWindow({ first, last }: DayRange, extent: DayRange): Period {
  return {
    from: first <= extent.first ? null : dayOfNumber(first),
    to: last >= extent.last ? null : dayOfNumber(last),
  };
}

/** Whether two windows are of the same days. */
export function isSameRange(a: DayRange, b: DayRange): boolean {
  return a.first === b.first && a.last === b.last;
}

/** The window of a drag whose pointer is over `day`; an end that is drawn past the other becomes the other. */
export function windowOfDrag(drag: Drag, day: number, extent: DayRange): DayRange {
  const { grip, startDay, window } = drag;
  const moved = day - startDay;
  switch (grip) {
    case 'empty':
      return inOrder(clampDay(startDay, extent), clampDay(day, extent));
    case 'window':
      return slideInto({ first: window.first + moved, last: window.last + moved }, extent);
    case 'from':
      return inOrder(clampDay(window.first + moved, extent), window.last);
    case 'to':
      return inOrder(window.first, clampDay(window.last + moved, extent));
  }
}

/** How many units PageUp and PageDown move. */
const PAGE_UNITS: Readonly<Record<MoveUnit, number>> = {
  hour: 24,
  day: 7,
  week: 4,
  month: 12,
  year: 5,
};

/**
 * The window that a key makes of one, by the rules of sliders; null for keys that mean nothing here. Ends move to the borders
 * of units and not past each other.
 */
export function windowOfKey(
  key: string,
  grip: Grip,
  window: DayRange,
  extent: DayRange,
  unit: MoveUnit,
): DayRange | null {
  if (key === 'Home' || key === 'End') return windowAtEnd(key, grip, window, extent);
  const units = unitsOfKey(key, unit);
  if (units === null) return null;
  const { first, last } = window;
  if (grip === 'window') return shiftWindow(window, extent, unit, units);
  if (grip === 'from') {
    const moved = clampDay(moveBorder(first, unit, units), extent);
    return { first: Math.min(last, moved), last };
  }
  const moved = clampDay(moveBorder(last + 1, unit, units) - 1, extent);
  return { first, last: Math.max(first, moved) };
}

function unitsOfKey(key: string, unit: MoveUnit): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return -1;
    case 'ArrowRight':
    case 'ArrowUp':
      return 1;
    case 'PageDown':
      return -PAGE_UNITS[unit];
    case 'PageUp':
      return PAGE_UNITS[unit];
    default:
      return null;
  }
}

function windowAtEnd(
  key: 'Home' | 'End',
  grip: Grip,
  { first, last }: DayRange,
  extent: DayRange,
): DayRange {
  const length = last - first;
  if (grip === 'from') return { first: key === 'Home' ? extent.first : last, last };
  if (grip === 'to') return { first, last: key === 'Home' ? first : extent.last };
  if (key === 'Home') return { first: extent.first, last: extent.first + length };
  return { first: extent.last - length, last: extent.last };
}

/**
 * The window later by so many units, or earlier. One of whole units stays one, however long these are; at an end of the extent a unit
 * may be cut, and there the window stops.
 */
export function shiftWindow(
  window: DayRange,
  extent: DayRange,
  unit: MoveUnit,
  units: number,
): DayRange {
  const { first, last } = window;
  // What an end of the extent cuts is still a whole unit.
  const start = first === extent.first ? firstDayOf(first, unit) : first;
  const end = last === extent.last ? addUnits(last, unit, 1) : last + 1;
  if (firstDayOf(start, unit) !== start || firstDayOf(end, unit) !== end) {
    const days = addUnits(first, unit, units) - firstDayOf(first, unit);
    return slideInto({ first: first + days, last: last + days }, extent);
  }
  const count = countUnits(start, end, unit);
  const firstStart = firstDayOf(extent.first, unit);
  const lastStart = addUnits(extent.last, unit, 1 - count);
  const moved = Math.max(firstStart, Math.min(lastStart, addUnits(start, unit, units)));
  return {
    first: clampDay(moved, extent),
    last: clampDay(addUnits(moved, unit, count) - 1, extent),
  };
}

/** A border between units, moved by so many of them; from inside a unit the first step leads to its edge. */
export function moveBorder(border: number, unit: MoveUnit, units: number): number {
  const isInside = firstDayOf(border, unit) !== border;
  return addUnits(border, unit, isInside && units < 0 ? units + 1 : units);
}

/** A window of the same length that lies in the extent; all of it where the window is longer. */
function slideInto({ first, last }: DayRange, extent: DayRange): DayRange {
  const length = Math.min(last - first, extent.last - extent.first);
  const start = Math.max(extent.first, Math.min(extent.last - length, first));
  return { first: start, last: start + length };
}

/** Whole units between two borders. */
function countUnits(start: number, end: number, unit: MoveUnit): number {
  if (unit === 'day' || unit === 'hour') return end - start;
  if (unit === 'week') return (end - start) / 7;
  const [from, to] = [start, end].map((day) => dayOfNumber(day).split('-').map(Number));
  const years = (to?.[0] ?? 0) - (from?.[0] ?? 0);
  return unit === 'year' ? years : 12 * years + (to?.[1] ?? 0) - (from?.[1] ?? 0);
}

function inOrder(a: number, b: number): DayRange {
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

/** The day of a range that is a day, or nearest to it. */
export function clampDay(day: number, { first, last }: DayRange): number {
  return Math.max(first, Math.min(last, day));
}
