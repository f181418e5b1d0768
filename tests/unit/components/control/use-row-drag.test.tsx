import type { PointerEvent } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { type GripHandlers, useRowDrag } from '@/components/control/use-row-drag';

/** Three rows, each 100 pixels high. */
const ROWS = [0, 100, 200].map((top) => ({
  getBoundingClientRect: () => ({ top, bottom: top + 100 }),
}));

function gripsOf(onMove: (from: number, to: number) => void): (index: number) => GripHandlers {
  let grips: ((index: number) => GripHandlers) | null = null;
  function Probe() {
    grips = useRowDrag({ current: { children: ROWS } as unknown as HTMLElement }, onMove).gripOf;
    return null;
  }
  renderToStaticMarkup(<Probe />);
  if (!grips) throw new Error('not rendered');
  return grips;
}

function of(pointerId: number, clientY = 0): PointerEvent<HTMLElement> {
  const currentTarget = { setPointerCapture: () => undefined };
  return {
    pointerId,
    clientY,
    button: 0,
    currentTarget,
    preventDefault: () => undefined,
  } as unknown as PointerEvent<HTMLElement>;
}

beforeAll(() => {
  vi.stubGlobal('window', { innerHeight: 1_000, scrollBy: () => undefined });
});
afterAll(() => {
  vi.unstubAllGlobals();
});

describe('a row in a hand', () => {
  it('moves to where it is let go', () => {
    const onMove = vi.fn();
    const grip = gripsOf(onMove);
    grip(0).onPointerDown(of(1, 50));
    grip(0).onPointerMove(of(1, 170));
    grip(0).onPointerUp(of(1));
    expect(onMove.mock.calls).toEqual([[0, 1]]);
  });

  it('is the one that was taken first: a second finger takes, moves and lets go nothing', () => {
    const onMove = vi.fn();
    const grip = gripsOf(onMove);
    grip(0).onPointerDown(of(1, 50));
    grip(0).onPointerMove(of(1, 170));
    grip(2).onPointerDown(of(2, 250));
    grip(2).onPointerMove(of(2, 60));
    grip(2).onPointerUp(of(2));
    grip(2).onLostPointerCapture(of(2));
    expect(onMove).not.toHaveBeenCalled();
    grip(0).onPointerUp(of(1));
    expect(onMove.mock.calls).toEqual([[0, 1]]);
  });

  it('is in no hand any more once its pointer is lost', () => {
    const onMove = vi.fn();
    const grip = gripsOf(onMove);
    grip(0).onPointerDown(of(1, 50));
    grip(0).onPointerMove(of(1, 170));
    grip(0).onLostPointerCapture(of(1));
    grip(0).onPointerUp(of(1));
    expect(onMove).not.toHaveBeenCalled();
  });
});
