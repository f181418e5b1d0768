'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useMedia } from '@/components/ui/use-media';
import { nextAnimationFrame } from './frame-queue';
import {
  firstWindow,
  type PlaybackMode,
  type PlaybackSpeed,
  Player,
  STEP_MS,
  windowAfter,
} from './playback';
import type { DayRange, ShownRange } from './shown-range';
import type { TimelineBars } from './use-bars';

interface PlaybackEvents {
  /** `extent` is that of the run, which does not change while it lasts. */
  onWindow: (window: DayRange, extent: DayRange) => void;
  onStop: () => void;
}

/** Where a run begins: the reader's window, or null for none. */
interface Start {
  known: TimelineBars | null;
  shown: ShownRange | null;
  window: DayRange | null;
}

export type PlaybackControls = ReturnType<typeof usePlayback>;

/** The window moved by time itself. Readers who asked for less motion get one step for each press. */
export function usePlayback({ known, shown, window }: Start, events: PlaybackEvents) {
  const [isPlaying, setPlaying] = useState(false);
  const [mode, setMode] = useState<PlaybackMode>('step');
  const [speed, setSpeed] = useState<PlaybackSpeed>('slow');
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const latest = useRef(events);
  latest.current = events;
  const extent = useRef<DayRange>({ first: 0, last: 0 });
  const player = useMemo(
    () =>
      new Player(
        { now: () => performance.now(), nextFrame: nextAnimationFrame },
        {
          onWindow: (played) => latest.current.onWindow(played, extent.current),
          onEnd: () => {
            setPlaying(false);
            latest.current.onStop();
          },
        },
      ),
    [],
  );
  useEffect(() => () => player.stop(), [player]);

  const stop = () => {
    if (!isPlaying) return;
    player.stop();
    setPlaying(false);
    events.onStop();
  };
  const start = () => {
    if (!known || !shown) return;
    const { unit } = known;
    const where = { shownFrom: shown.start, extent: known.extent, unit };
    const first = firstWindow(mode, window, where);
    const run = { mode, window: first, unit, extent: known.extent, stepMs: STEP_MS[speed] };
    extent.current = known.extent;
    if (isStill) {
      events.onWindow(first === window ? windowAfter(run, 1) : first, known.extent);
      events.onStop();
    } else {
      setPlaying(true);
      player.play(run);
    }
  };

  return {
    isPlaying,
    isStill,
    mode,
    speed,
    stop,
    toggle: isPlaying ? stop : start,
    toggleMode: () => {
      stop();
      setMode(mode === 'step' ? 'grow' : 'step');
    },
    toggleSpeed: () => {
      stop();
      setSpeed(speed === 'slow' ? 'fast' : 'slow');
    },
  };
}
