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
  onPointerUp: () => void;
  onLostPointerCapture: () => void;
}

/** Lets the rows of a list be drawn to another place; Escape lets go without a change. Whoever has no pointer has buttons. */
export function useRowDrag(
  list: RefObject<HTMLElement | null>,
  onMove: (from: number, to: number) => void,
): { drag: RowDrag | null; gripOf: (index: number) => GripHandlers } {
  const [drag, setDrag] = useState<RowDrag | null>(null);
  const held = useRef<RowDrag | null>(null);
  const hold = (next: RowDrag | null) => {
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
      if (event.button !== 0) return;
      event.preventDefault();
      event.currentTarget.setPointerCapture(event.pointerId);
      hold({ from: index, to: index });
    },
    onPointerMove: ({ clientY }) => {
      if (held.current?.from !== index || !list.current) return;
      if (clientY < EDGE_PX) window.scrollBy(0, -SCROLL_PX);
      else if (clientY > window.innerHeight - EDGE_PX) window.scrollBy(0, SCROLL_PX);
      const rows = [...list.current.children].map((row) => row.getBoundingClientRect());
      const to = dropPlace(rows, index, clientY);
      if (to !== held.current.to) hold({ from: index, to });
    },
    onPointerUp: () => {
      const ended = held.current;
      hold(null);
      if (ended && ended.to !== ended.from) onMove(ended.from, ended.to);
    },
    onLostPointerCapture: () => {
      if (held.current) hold(null);
    },
  });
  return { drag, gripOf };
}
