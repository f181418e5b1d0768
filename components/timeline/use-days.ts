'use client';

import { useLayoutEffect, useRef } from 'react';
import type { Filter } from '@/lib/domain/filter';
import type { Period } from '@/lib/url/presets';

export interface DaysEvents {
  /** Days under the reader's hand, once a frame at most. */
  onPreview: (days: Period) => void;
  /** The hand is off: what was previewed becomes a step. */
  onSettle: () => void;
  /** As if nothing had been previewed. */
  onCancel: () => void;
}

export const NO_DAYS: Period = { from: null, to: null };

/** The filter's days, and the ways to change them. `onElsewhere` is told of days that nothing here asked for. */
export function useDays({ from, to }: Filter, events: DaysEvents, onElsewhere: () => void) {
  const days: Period = { from, to };
  const mine = useRef(days);
  const before = useRef(days);

  // biome-ignore lint/correctness/useExhaustiveDependencies: told once of each change, with what is known at that moment
  useLayoutEffect(() => {
    if (isSameDays(mine.current, days)) return;
    mine.current = days;
    onElsewhere();
  }, [from, to]);

  const preview = (next: Period) => {
    mine.current = next;
    events.onPreview(next);
  };
  return {
    days,
    isChosen: from !== null || to !== null,
    preview,
    settle: events.onSettle,
    /** A step of its own. */
    choose: (next: Period) => {
      preview(next);
      events.onSettle();
    },
    /** What `cancel` goes back to. */
    remember: () => {
      before.current = days;
    },
    cancel: () => {
      mine.current = before.current;
      events.onCancel();
    },
  };
}

export function isSameDays(a: Period, b: Period): boolean {
  return a.from === b.from && a.to === b.to;
}
