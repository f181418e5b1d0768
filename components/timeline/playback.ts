import { lastDayOf, type MoveUnit } from './calendar-units';
import { moveBorder, shiftWindow } from './day-window';
import type { DayRange } from './shown-range';

/** `step`: the window moves on, of the same length. `grow`: its beginning stays. */
export type PlaybackMode = 'step' | 'grow';

/** How long each step is shown. */
export const STEP_MS = { slow: 700, fast: 250 } as const;
export type PlaybackSpeed = keyof typeof STEP_MS;

/** A run through time: what is shown is a function of it and of the time since it began. */
export interface Playback {
  mode: PlaybackMode;
  /** What is shown first. */
  window: DayRange;
  unit: MoveUnit;
  extent: DayRange;
  stepMs: number;
}

export interface PlaybackMoment {
  window: DayRange;
  /** The window has reached the end of the data. */
  isDone: boolean;
}

/** What a run shows so many milliseconds after it began. */
export function playbackAt(run: Playback, elapsedMs: number): PlaybackMoment {
  const window = windowAfter(run, Math.max(0, Math.floor(elapsedMs / run.stepMs)));
  return { window, isDone: window.last >= run.extent.last };
}

/** The window after so many steps. */
export function windowAfter(
  { mode, window, unit, extent }: Omit<Playback, 'stepMs'>,
  steps: number,
): DayRange {
  if (steps === 0) return window;
  if (mode === 'step') return shiftWindow(window, extent, unit, steps);
  const last = moveBorder(window.last + 1, unit, steps) - 1;
  return { first: window.first, last: Math.min(extent.last, last) };
}

/**
 * The window that a run begins with: the reader's own, or the first unit of what is shown where there is none. One that
 * is at the end of the data begins anew.
 */
export function firstWindow(
  mode: PlaybackMode,
  window: DayRange | null,
  { shownFrom, extent, unit }: { shownFrom: number; extent: DayRange; unit: MoveUnit },
): DayRange {
  if (window && window.last < extent.last) return window;
  const own = window && window.first > extent.first ? window : null;
  if (mode === 'grow' && own) {
    return { first: own.first, last: Math.min(extent.last, lastDayOf(own.first, unit)) };
  }
  const first = Math.max(extent.first, moveBorder(Math.ceil(shownFrom) - 1, unit, 1));
  const last = own ? first + own.last - own.first : lastDayOf(first, unit);
  return { first: Math.min(first, extent.last), last: Math.min(last, extent.last) };
}

/** What a player needs of a browser window. */
export interface PlayerClock {
  /** Milliseconds that only go forward. */
  now: () => number;
  /** Calls back once, at the next frame; the returned function cancels. */
  nextFrame: (callback: () => void) => () => void;
}

interface PlayerEvents {
  onWindow: (window: DayRange) => void;
  /** The run came to the end of the data. */
  onEnd: () => void;
}

/** Plays a run frame by frame, and says each window once. */
export class Player {
  readonly #clock: PlayerClock;
  readonly #events: PlayerEvents;
  #cancel: (() => void) | null = null;

  constructor(clock: PlayerClock, events: PlayerEvents) {
    this.#clock = clock;
    this.#events = events;
  }

  play(run: Playback): void {
    this.stop();
    const startedMs = this.#clock.now();
    let shown: DayRange | null = null;
    const frame = (): void => {
      const { window, isDone } = playbackAt(run, this.#clock.now() - startedMs);
      const isNew = shown?.first !== window.first || shown.last !== window.last;
      shown = window;
      this.#cancel = isDone ? null : this.#clock.nextFrame(frame);
      if (isNew) this.#events.onWindow(window);
      if (isDone) this.#events.onEnd();
    };
    frame();
  }

  /** Leaves the window where it is. */
  stop(): void {
    this.#cancel?.();
    this.#cancel = null;
  }
}
