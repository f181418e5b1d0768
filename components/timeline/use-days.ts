'use client';

import { useLayoutEffect, useRef } from 'react';
import type { Filter } from '@/lib/domain/filter';
import type { Period } from '@/lib/url/presets';
import type { DayRange } from './shown-range';
import { periodOfHand, type TimeScale } from './time-scale';

export interface DaysEvents {
  /** Days under the reader's hand, once a frame at most. */
  onPreview: (days: Period) => void;
  /** The hand is off: what was previewed becomes a step. */
  onSettle: () => void;
  /** As if nothing had been previewed. */
  onCancel: () => void;
}

export const NO_DAYS: Period = { from: null, to: null };

/** The filter's days or hours, and the ways to change them. `onElsewhere` is told of some that nothing here asked for. */
export function useDays({ from, to }: Filter, events: DaysEvents, onElsewhere: () => void) {
  const days: Period = { from, to };
  const mine = useRef(days);
  const before = useRef(days);
  /** The days before what is previewed; null while nothing is. */
  const start = useRef<Period | null>(null);

  // biome-ignore lint/correctness/useExhaustiveDependencies: told once of each change, with what is known at that moment
  useLayoutEffect(() => {
    if (isSameDays(mine.current, days)) return;
    mine.current = days;
    onElsewhere();
  }, [from, to]);

  const preview = (next: Period) => {
    start.current ??= days;
    mine.current = next;
    events.onPreview(next);
  };
  const settle = () => {
    start.current = null;
    events.onSettle();
  };
  return {
    days,
    isChosen: from !== null || to !== null,
    /** A window under the reader's hand, or that time moves. */
    draw: (window: DayRange, scale: TimeScale) =>
      preview(periodOfHand(window, scale, start.current ?? days)),
    settle,
    /** A step of its own. */
    choose: (next: Period) => {
      preview(next);
      settle();
    },
    /** What `cancel` goes back to. */
    remember: () => {
      before.current = days;
    },
    cancel: () => {
      mine.current = before.current;
      start.current = null;
      events.onCancel();
    },
  };
}

function isSameDays(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to;
}
