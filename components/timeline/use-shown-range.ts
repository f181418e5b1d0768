'use client';

import { type RefObject, useCallback, useEffect, useRef, useState } from 'react';
import {
  clampShown,
  type DayRange,
  followWindow,
  panShown,
  positionAtX,
  type ShownRange,
  wholeOf,
  zoomShown,
} from './shown-range';

/** A wheel's notch is about 100 pixels, and a pinch on a touchpad comes as a wheel of few. */
const ZOOM_PER_PX = 0.002;
const PINCH_PER_PX = 0.012;
const LINE_PX = 16;
/** What a button or a key zooms. */
const ZOOM_STEP = 1.6;

/**
 * What the plot shows: all of the extent until the reader zooms, which a wheel does around the pointer. It is the page's own
 * and in no address.
 */
export function useShownRange(
  plot: RefObject<HTMLElement | null>,
  extent: DayRange | null,
  widthPx: number,
) {
  const [chosen, setChosen] = useState<ShownRange | null>(null);
  const shown = extent && (chosen ? clampShown(chosen, extent) : wholeOf(extent));
  const latest = useRef({ shown, extent, widthPx });
  latest.current = { shown, extent, widthPx };

  const change = useCallback((next: (shown: ShownRange, extent: DayRange) => ShownRange) => {
    const { shown: known, extent: all } = latest.current;
    if (!known || !all) return;
    const changed = next(known, all);
    if (changed.start === known.start && changed.end === known.end) return;
    // Several wheel events of one frame build on each other.
    latest.current.shown = changed;
    const isAll = changed.start <= all.first && changed.end >= all.last + 1;
    setChosen(isAll ? null : changed);
  }, []);

  useEffect(() => {
    const element = plot.current;
    if (!element) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const scale = event.deltaMode === WheelEvent.DOM_DELTA_PIXEL ? 1 : LINE_PX;
      const [x, y] = [event.deltaX * scale, event.deltaY * scale];
      const { widthPx: width } = latest.current;
      if (!event.ctrlKey && (event.shiftKey || Math.abs(x) > Math.abs(y))) {
        const movedPx = Math.abs(x) > Math.abs(y) ? x : y;
        change((known, all) =>
          panShown(known, all, (movedPx / Math.max(1, width)) * (known.end - known.start)),
        );
        return;
      }
      const factor = Math.exp(y * (event.ctrlKey ? PINCH_PER_PX : ZOOM_PER_PX));
      const xPx = event.clientX - element.getBoundingClientRect().left;
      change((known, all) => zoomShown(known, all, factor, positionAtX(known, width, xPx)));
    };
    // React listens passively, and the page must not scroll or zoom as well.
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  }, [plot, change]);

  return {
    shown,
    isWhole: chosen === null,
    showWhole: useCallback(() => setChosen(null), []),
    /** Around a position, or the middle of what is shown. */
    zoom: useCallback(
      (direction: 'in' | 'out', anchor?: number) =>
        change((known, all) => {
          const factor = direction === 'in' ? 1 / ZOOM_STEP : ZOOM_STEP;
          return zoomShown(known, all, factor, anchor ?? (known.start + known.end) / 2);
        }),
      [change],
    ),
    show: useCallback((next: ShownRange) => change(() => next), [change]),
    follow: useCallback(
      (place: ShownRange) => change((known, all) => followWindow(known, all, place)),
      [change],
    ),
  };
}
