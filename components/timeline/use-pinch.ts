import { type PointerEvent, type RefObject, useRef } from 'react';
import { type Fingers, pinchShown, type ShownRange } from './shown-range';
import type { PlotGeometry } from './use-brush';

interface PinchEvents {
  /** A second finger came down: what the first had begun is given up. */
  onStart: () => void;
  onShown: (shown: ShownRange) => void;
}

interface Pinch {
  geometry: PlotGeometry;
  before: Fingers;
}

/** Two fingers on the plot zoom and move it. Each handler says whether the pointer is one of theirs. */
export function usePinch(
  plot: RefObject<HTMLElement | null>,
  geometry: PlotGeometry | null,
  events: PinchEvents,
) {
  /** By pointer, where it is, in CSS pixels from the plot's left edge. */
  const fingers = useRef(new Map<number, number>());
  const pinch = useRef<Pinch | null>(null);

  const xOf = (event: PointerEvent) =>
    event.clientX - (plot.current?.getBoundingClientRect().left ?? 0);

  const onDown = (event: PointerEvent<HTMLElement>): boolean => {
    if (event.pointerType !== 'touch' || fingers.current.size >= 2) return pinch.current !== null;
    fingers.current.set(event.pointerId, xOf(event));
    const before = pairOf(fingers.current);
    if (!before || !geometry) return false;
    event.currentTarget.setPointerCapture(event.pointerId);
    pinch.current = { geometry, before };
    events.onStart();
    return true;
  };

  const onMove = (event: PointerEvent<HTMLElement>): boolean => {
    if (!fingers.current.has(event.pointerId)) return pinch.current !== null;
    fingers.current.set(event.pointerId, xOf(event));
    const now = pairOf(fingers.current);
    if (!pinch.current || !now) return false;
    const { geometry: begun, before } = pinch.current;
    events.onShown(pinchShown(begun.shown, begun.extent, begun.widthPx, { before, now }));
    return true;
  };

  const onUp = (event: PointerEvent<HTMLElement>): boolean => {
    const isPinch = pinch.current !== null;
    fingers.current.delete(event.pointerId);
    // The finger that stays draws nothing until it is lifted as well.
    if (fingers.current.size === 0) pinch.current = null;
    return isPinch;
  };

  return { onDown, onMove, onUp };
}

function pairOf(fingers: ReadonlyMap<number, number>): Fingers | null {
  const [first, second] = [...fingers.values()];
  return first === undefined || second === undefined ? null : [first, second];
}
