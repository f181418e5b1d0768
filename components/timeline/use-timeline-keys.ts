import type { KeyboardEvent, RefObject } from 'react';
import { type Grip, windowOfKey } from './day-window';
import type { DayRange } from './shown-range';
import type { TimelineBars } from './use-bars';
import type { useDays } from './use-days';
import type { PlaybackControls } from './use-playback';
import type { useShownRange } from './use-shown-range';

interface Parts {
  plot: RefObject<HTMLElement | null>;
  known: TimelineBars | null;
  window: DayRange | null;
  chosen: ReturnType<typeof useDays>;
  playback: PlaybackControls;
  range: ReturnType<typeof useShownRange>;
  clear: () => void;
}

/** What keys do: sliders move, plus and minus zoom, space plays, Escape chooses all days again. */
export function useTimelineKeys(parts: Parts) {
  const { plot, known, window, chosen, playback, range, clear } = parts;

  /** Moves what has the focus; false where the key means nothing to it. */
  const move = (key: string, grip: Grip): boolean => {
    if (!known || !window) return false;
    const moved = windowOfKey(key, grip, window, known.extent, known.unit);
    if (!moved) return false;
    playback.stop();
    chosen.draw(moved, known.extent);
    const end = grip === 'from' ? moved.first : moved.last;
    range.follow(grip === 'window' ? moved : { first: end, last: end });
    return true;
  };

  const take = (key: string, grip: Grip | null): boolean => {
    if (grip && move(key, grip)) return true;
    const anchor = grip === null ? undefined : grip === 'to' ? window?.last : window?.first;
    if (key === '+' || key === '=') range.zoom('in', anchor);
    else if (key === '-') range.zoom('out', anchor);
    else if (key === ' ' && grip) playback.toggle();
    else if (key === 'Escape' && chosen.isChosen) {
      clear();
      // The window goes, and the focus must not go with it.
      if (grip === 'window') plot.current?.querySelector<HTMLElement>('[data-grip=from]')?.focus();
    } else return false;
    return true;
  };

  return {
    onKeyDown: (event: KeyboardEvent) => {
      if (event.ctrlKey || event.altKey || event.metaKey) return;
      if (take(event.key, gripOf(event.target))) event.preventDefault();
    },
    /** A key that is held is one step, as a drag is. */
    onKeysUp: () => {
      if (!playback.isPlaying) chosen.settle();
    },
  };
}

function gripOf(target: EventTarget): Grip | null {
  const name = target instanceof HTMLElement ? target.dataset.grip : undefined;
  return name === 'from' || name === 'to' || name === 'window' ? name : null;
}
