import type { KeyboardEvent, RefObject } from 'react';
import type { MoveUnit } from './calendar-units';
import { type Grip, windowOfKey } from './day-window';
import type { DayRange, ShownRange } from './shown-range';
import type { TimeScale } from './time-scale';
import type { useDays } from './use-days';
import type { PlaybackControls } from './use-playback';
import type { useShownRange } from './use-shown-range';

interface Parts {
  plot: RefObject<HTMLElement | null>;
  scale: TimeScale | null;
  unit: MoveUnit | null;
  /** Of the scale, and where it lies. */
  window: DayRange | null;
  place: ShownRange | null;
  chosen: ReturnType<typeof useDays>;
  playback: PlaybackControls;
  range: ReturnType<typeof useShownRange>;
  clear: () => void;
}

/** What keys do: sliders move, plus and minus zoom, space plays, Escape chooses all days again. */
export function useTimelineKeys(parts: Parts) {
  const { plot, scale, unit, window, place, chosen, playback, range, clear } = parts;

  /** Moves what has the focus; false where the key means nothing to it. */
  const move = (key: string, grip: Grip): boolean => {
    if (!scale || !unit || !window) return false;
    const wanted = windowOfKey(key, grip, window, scale.extent, unit);
    if (!wanted) return false;
    const isForward = wanted.first > window.first || wanted.last > window.last;
    const moved = scale.land(wanted, isForward);
    playback.stop();
    chosen.draw(moved, scale);
    const end = grip === 'from' ? moved.first : moved.last;
    range.follow(scale.placeOf(grip === 'window' ? moved : { first: end, last: end }));
    return true;
  };

  const take = (key: string, grip: Grip | null): boolean => {
    if (grip && move(key, grip)) return true;
    const anchor = grip === null ? undefined : grip === 'to' ? place?.end : place?.start;
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
