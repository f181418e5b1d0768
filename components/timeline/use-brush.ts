'use client';

import { type PointerEvent, type RefObject, useEffect, useMemo, useRef, useState } from 'react';
import { type Drag, windowOfDrag } from './day-window';
import { FrameQueue, nextAnimationFrame } from './frame-queue';
import { type PointerDeed, readAt } from './read-at';
import { type DayRange, edgePull, panShown, positionAtX, type ShownRange } from './shown-range';
import type { TimeScale } from './time-scale';
import { usePinch } from './use-pinch';

/** Where the plot's days lie now, and by what a hand moves the window, which is of that scale. */
export interface PlotGeometry {
  shown: ShownRange;
  extent: DayRange;
  scale: TimeScale;
  window: DayRange;
  widthPx: number;
}

interface BrushEvents {
  onStart: () => void;
  /** The window under the pointer, once a frame at most. */
  onWindow: (window: DayRange, scale: TimeScale) => void;
  onEnd: () => void;
  onCancel: () => void;
  /** Two fingers, or a hand that drags at the edge, want another part of time. */
  onShown: (shown: ShownRange) => void;
  /** The pointer was put down and lifted on a day or an hour, and not moved. */
  onClick: (number: number, scale: TimeScale) => void;
}

/** A hand is never quite still. */
const CLICK_PX = 4;
/** After a pause time does not leap. */
const LONGEST_FRAME_MS = 50;

interface Held {
  pointerId: number;
  startPx: number;
  xPx: number;
  drag: Drag;
  /** Of the drag: while it lasts, what the plot shows may change. */
  scale: TimeScale;
  hasMoved: boolean;
}

/** Draws, moves and resizes a window of days or hours by one pointer, and tells where, in days, another one is. */
export function useBrush(
  plot: RefObject<HTMLElement | null>,
  geometry: PlotGeometry | null,
  events: BrushEvents,
) {
  const held = useRef<Held | null>(null);
  const latest = useRef({ geometry, events });
  latest.current = { geometry, events };
  const [isDragging, setDragging] = useState(false);
  const [hoveredAt, setHoveredAt] = useState<number | null>(null);
  const queue = useMemo(
    () =>
      new FrameQueue<{ window: DayRange; scale: TimeScale }>(
        nextAnimationFrame,
        ({ window, scale }) => latest.current.events.onWindow(window, scale),
      ),
    [],
  );
  useEffect(() => () => queue.clear(), [queue]);

  const xOf = (event: PointerEvent) =>
    event.clientX - (plot.current?.getBoundingClientRect().left ?? 0);
  const numberOf = (known: PlotGeometry, scale: TimeScale, xPx: number) =>
    scale.numberAt(positionAtX(known.shown, known.widthPx, xPx));
  const draw = (known: PlotGeometry, { drag, scale }: Held, xPx: number) => {
    const drawn = windowOfDrag(drag, numberOf(known, scale, xPx), scale.extent);
    const { first, last } = drag.window;
    const isForward = drawn.first > first || drawn.last > last;
    queue.put({ window: scale.land(drawn, isForward), scale });
  };

  const hover = (does: PointerDeed, { pointerType }: PointerEvent, position: number | null) =>
    setHoveredAt((before) => readAt(before, { does, pointerType, position }));

  const giveUp = () => {
    held.current = null;
    setDragging(false);
    queue.clear();
    latest.current.events.onCancel();
  };
  const pinch = usePinch(plot, geometry, {
    onStart: () => held.current && giveUp(),
    onShown: events.onShown,
  });
  /** While a hand drags at the edge time passes under it. */
  useEdgePull(isDragging, (ms) => {
    const { geometry: known, events: told } = latest.current;
    const mine = held.current;
    if (!known || !mine?.hasMoved || mine.drag.grip === 'window') return;
    const days = edgePull(known.shown, known.widthPx, mine, ms);
    if (days === 0) return;
    told.onShown(panShown(known.shown, known.extent, days));
    draw(known, mine, mine.xPx);
  });

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (pinch.onDown(event)) return;
    if (!geometry || held.current || event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    const startPx = xOf(event);
    held.current = {
      pointerId: event.pointerId,
      startPx,
      xPx: startPx,
      drag: {
        grip: gripOf(event.target),
        startDay: numberOf(geometry, geometry.scale, startPx),
        window: geometry.window,
      },
      scale: geometry.scale,
      hasMoved: false,
    };
    setDragging(true);
    events.onStart();
  };

  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!geometry || pinch.onMove(event)) return;
    const xPx = xOf(event);
    const mine = held.current;
    if (!mine) {
      hover('passes', event, positionAtX(geometry.shown, geometry.widthPx, xPx));
      return;
    }
    if (event.pointerId !== mine.pointerId) return;
    if (!mine.hasMoved && Math.abs(xPx - mine.startPx) < CLICK_PX) return;
    if (!mine.hasMoved) hover('drags', event, null);
    mine.hasMoved = true;
    mine.xPx = xPx;
    draw(geometry, mine, xPx);
  };

  const end = (event: PointerEvent<HTMLElement>, isKept: boolean) => {
    if (pinch.onUp(event)) return;
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
      if (geometry) {
        hover('taps', event, positionAtX(geometry.shown, geometry.widthPx, mine.startPx));
      }
      events.onClick(mine.drag.startDay, mine.scale);
    }
  };

  useEscape(isDragging, giveUp);

  return {
    isDragging,
    hoveredAt,
    handlers: {
      onPointerDown,
      onPointerMove,
      onPointerUp: (event: PointerEvent<HTMLElement>) => end(event, true),
      onPointerCancel: (event: PointerEvent<HTMLElement>) => end(event, false),
      onPointerLeave: (event: PointerEvent<HTMLElement>) => hover('leaves', event, null),
    },
  };
}

/** Calls back each frame of a drag, with how long the one before took. */
function useEdgePull(isWanted: boolean, onFrame: (ms: number) => void): void {
  const latest = useRef(onFrame);
  latest.current = onFrame;
  useEffect(() => {
    if (!isWanted) return;
    let before = performance.now();
    let cancel = nextAnimationFrame(function frame() {
      const now = performance.now();
      latest.current(Math.min(LONGEST_FRAME_MS, now - before));
      before = now;
      cancel = nextAnimationFrame(frame);
    });
    return () => cancel();
  }, [isWanted]);
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
