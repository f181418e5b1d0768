'use client';

import { useEffect, useMemo, useRef, useState } from 'react';
import { useMedia } from '@/components/ui/use-media';
import type { MoveUnit } from './calendar-units';
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
import type { TimeScale } from './time-scale';

interface PlaybackEvents {
  /** `scale` is that of the run, which does not change while it lasts. */
  onWindow: (window: DayRange, scale: TimeScale) => void;
  onStop: () => void;
}

/** Where a run begins: the reader's window, or null for none. */
interface Start {
  scale: TimeScale | null;
  unit: MoveUnit | null;
  shown: ShownRange | null;
  window: DayRange | null;
}

export type PlaybackControls = ReturnType<typeof usePlayback>;

/** The window moved by time itself. Readers who asked for less motion get one step for each press. */
export function usePlayback({ scale, unit, shown, window }: Start, events: PlaybackEvents) {
  const [isPlaying, setPlaying] = useState(false);
  const [mode, setMode] = useState<PlaybackMode>('step');
  const [speed, setSpeed] = useState<PlaybackSpeed>('slow');
  const isStill = useMedia('(prefers-reduced-motion: reduce)');
  const latest = useRef(events);
  latest.current = events;
  const running = useRef<TimeScale | null>(null);
  const player = useMemo(
    () =>
      new Player(
        { now: () => performance.now(), nextFrame: nextAnimationFrame },
        {
          onWindow: (played) =>
            running.current &&
            latest.current.onWindow(running.current.land(played, true), running.current),
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
    if (!scale || !unit || !shown) return;
    const { extent } = scale;
    const shownFrom = scale.unit === 'hour' ? scale.numberAt(shown.start) : shown.start;
    const where = { shownFrom, extent, unit };
    const first = firstWindow(mode, window, where);
    const run = { mode, window: first, unit, extent, stepMs: STEP_MS[speed] };
    running.current = scale;
    if (isStill) {
      events.onWindow(scale.land(first === window ? windowAfter(run, 1) : first, true), scale);
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
