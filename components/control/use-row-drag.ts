'use client';

import { type PointerEvent, type RefObject, useEffect, useRef, useState } from 'react';
import { dropPlace } from './drop-place';

/** So near to the window's edge the page scrolls under the hand. */
const EDGE_PX = 56;
const SCROLL_PX = 24;

/** A row in a hand: where it was, and where it would come to stand. */
export interface RowDrag {
  from: number;
  to: number;
}

/** What a grip needs to be taken by mouse, pen or finger. */
export interface GripHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onLostPointerCapture: (event: PointerEvent<HTMLElement>) => void;
}

/** The row, and what holds it: other fingers meanwhile move nothing. */
interface Held extends RowDrag {
  pointerId: number;
}

/** Lets the rows of a list be drawn to another place, one at a time; Escape lets go without a change. Whoever has no pointer has buttons. */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  onMove: (from: number, to: number) => void,
): { drag: RowDrag | null; gripOf: (index: number) => GripHandlers } {
  const [drag, setDrag] = useState<RowDrag | null>(null);
  const held = useRef<Held | null>(null);
  const hold = (next: Held | null) => {
    held.current = next;
    setDrag(next);
  };
  const isHeld = drag !== null;
  useEffect(() => {
    if (!isHeld) return;
    const letGo = ({ key }: KeyboardEvent) => {
      if (key !== 'Escape') return;
      held.current = null;
      setDrag(null);
    };
    window.addEventListener('keydown', letGo);
    return () => window.removeEventListener('keydown', letGo);
  }, [isHeld]);

  const gripOf = (index: number): GripHandlers => ({
    onPointerDown: (event) => {
      if (event.button !== 0 || held.current) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      hold({ from: index, to: index, pointerId: event.pointerId });
    },
    onPointerMove: ({ clientY, pointerId }) => {
      if (held.current?.pointerId !== pointerId || !list.current) return;
      if (clientY < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
      else if (clientY > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
      const rows = [...list.current.children].map((row) => row.getBoundingClientRect());
      const { from } = held.current;
      const to = dropPlace(rows, from, clientY);
      if (to !== held.current.to) hold({ from, to, pointerId });
    },
    onPointerUp: ({ pointerId }) => {
      const ended = held.current;
      if (ended?.pointerId !== pointerId) return;
      hold(null);
      if (ended.to !== ended.from) onMove(ended.from, ended.to);
    },
    onLostPointerCapture: ({ pointerId }) => {
      if (held.current?.pointerId === pointerId) hold(null);
    },
  });
  return { drag, gripOf };
}
