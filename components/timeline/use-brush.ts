'use client';

import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { type Drag, windowOfDrag } from './day-window';
import { FrameQueue, nextAnimationFrame } from './frame-queue';
import { type DayRange, dayAtX, type ShownRange } from './shown-range';

/** Where the plot's days lie now. */
export interface PlotGeometry {
  shown: ShownRange;
  extent: DayRange;
  window: DayRange;
  widthPx: number;
}

interface BrushEvents {
  onStart: () => void;
  /** The window under the pointer, once a frame at most. */
  onWindow: (window: DayRange) => void;
  onEnd: () => void;
  onCancel: () => void;
  /** The pointer was put down and lifted on a day, and not moved. */
  onClick: (day: number) => void;
}

/** A hand is never quite still. */
const CLICK_PX = 4;

interface Held {
  pointerId: number;
  startPx: number;
  drag: Drag;
  hasMoved: boolean;
}

/** Draws, moves and resizes a window of days by one pointer, and tells which day another one is over. */
export function useBrush(
  plot: RefObject<HTMLElement | null>,
  geometry: PlotGeometry | null,
  events: BrushEvents,
) {
  const held = useRef<Held | null>(null);
  const latest = useRef({ geometry, events });
  latest.current = { geometry, events };
  const [isDragging, setDragging] = useState(false);
  const [hoveredDay, setHoveredDay] = useState<number | null>(null);
  const queue = useMemo(
    () =>
      new FrameQueue<DayRange>(nextAnimationFrame, (window) =>
        latest.current.events.onWindow(window),
      ),
    [],
  );
  useEffect(() => () => queue.clear(), [queue]);

  const xOf = (event: PointerEvent) =>
    event.clientX - (plot.current?.getBoundingClientRect().left ?? 0);
  const dayOf = (known: PlotGeometry, xPx: number) =>
    dayAtX(known.shown, known.widthPx, xPx, known.extent);

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (!geometry || held.current || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const startPx = xOf(event);
    held.current = {
      pointerId: event.pointerId,
      startPx,
      drag: {
        grip: gripOf(event.target),
        startDay: dayOf(geometry, startPx),
        window: geometry.window,
      },
      hasMoved: false,
    };
    setDragging(true);
    events.onStart();
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!geometry) return;
    const xPx = xOf(event);
    const mine = held.current;
    if (!mine) {
      setHoveredDay(event.pointerType === 'mouse' ? dayOf(geometry, xPx) : null);
      return;
    }
    if (event.pointerId !== mine.pointerId) return;
    if (!mine.hasMoved && Math.abs(xPx - mine.startPx) < CLICK_PX) return;
    if (!mine.hasMoved) setHoveredDay(null);
    mine.hasMoved = true;
    queue.put(windowOfDrag(mine.drag, dayOf(geometry, xPx), geometry.extent));
  };

  const end = (event: PointerEvent<HTMLElement>, isKept: boolean) => {
    const mine = held.current;
    if (!mine || event.pointerId !== mine.pointerId) return;
    held.current = null;
    setDragging(false);
    if (!isKept) {
      queue.clear();
      events.onCancel();
    } else if (mine.hasMoved) {
      queue.flush();
      events.onEnd();
    } else if (mine.drag.grip === 'empty' || mine.drag.grip === 'window') {
      events.onClick(mine.drag.startDay);
    }
  };

  useEscape(isDragging, () => {
    held.current = null;
    setDragging(false);
    queue.clear();
    latest.current.events.onCancel();
  });

  return {
    isDragging,
    hoveredDay,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: (event: PointerEvent<HTMLElement>) => end(event, true),
      onPointerCancel: (event: PointerEvent<HTMLElement>) => end(event, false),
      onPointerLeave: () => setHoveredDay(null),
    },
  };
}

/** A drag is given up with Escape wherever the focus is, and nobody else hears of that key. */
function useEscape(isWanted: boolean, onEscape: () => void): void {
  const latest = useRef(onEscape);
  latest.current = onEscape;
  useEffect(() => {
    if (!isWanted) return;
    const onKey = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return;
      event.stopPropagation();
      latest.current();
    };
    document.addEventListener('keydown', onKey, { capture: true });
    return () => document.removeEventListener('keydown', onKey, { capture: true });
  }, [isWanted]);
}

function gripOf(target: EventTarget): Drag['grip'] {
  const grip = target instanceof Element && target.closest<HTMLElement>('[data-grip]');
  const name = grip ? grip.dataset.grip : 'empty';
  return name === 'from' || name === 'to' || name === 'window' ? name : 'empty';
}
