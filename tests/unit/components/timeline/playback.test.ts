import { describe, expect, it } from 'vitest';
import {
  firstWindow,
  type Playback,
  Player,
  playbackAt,
  STEP_MS,
} from '@/components/timeline/playback';
import type { DayRange } from '@/components/timeline/shown-range';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';

const EXTENT = range('2024-01-01', '2024-06-10');
const RUN: Playback = {
  mode: 'step',
  window: range('2024-01-01', '2024-01-31'),
  unit: 'month',
  extent: EXTENT,
  stepMs: 100,
};

function range(from: string, to: string): DayRange {
  return { first: dayNumberOf(from), last: dayNumberOf(to) };
}
const said = ({ first, last }: DayRange) => `${dayOfNumber(first)} ${dayOfNumber(last)}`;
const at = (run: Playback, elapsedMs: number) => {
  const { window, isDone } = playbackAt(run, elapsedMs);
  return `${said(window)}${isDone ? ' done' : ''}`;
};

describe('what a run shows', () => {
  it('is its window, moved by a unit with every step, up to the end of the data', () => {
    expect([0, 99, 100, 250, 1_000_000].map((ms) => at(RUN, ms))).toEqual([
      '2024-01-01 2024-01-31',
      '2024-01-01 2024-01-31',
      '2024-02-01 2024-02-29',
      '2024-03-01 2024-03-31',
      '2024-06-01 2024-06-10 done',
    ]);
  });

  it('is everything since its beginning where it grows', () => {
    const run: Playback = { ...RUN, mode: 'grow' };
    expect([0, 100, 400, 500].map((ms) => at(run, ms))).toEqual([
      '2024-01-01 2024-01-31',
      '2024-01-01 2024-02-29',
      '2024-01-01 2024-05-31',
      '2024-01-01 2024-06-10 done',
    ]);
  });

  it('begins with the reader’s window, or with the first unit that is shown', () => {
    const where = { shownFrom: EXTENT.first, extent: EXTENT, unit: 'month' as const };
    const own = range('2024-02-03', '2024-02-20');
    expect(firstWindow('step', own, where)).toEqual(own);
    expect(said(firstWindow('step', null, where))).toBe('2024-01-01 2024-01-31');
    expect(said(firstWindow('grow', EXTENT, where))).toBe('2024-01-01 2024-01-31');
  });

  it('begins anew with a window that is at the end already', () => {
    const where = { shownFrom: EXTENT.first, extent: EXTENT, unit: 'month' as const };
    const atEnd = range('2024-05-11', '2024-06-10');
    expect(said(firstWindow('step', atEnd, where))).toBe('2024-01-01 2024-01-31');
    expect(said(firstWindow('grow', atEnd, where))).toBe('2024-05-11 2024-05-31');
  });
});

/** Frames that come when the test says so, on a clock of its own. */
function player() {
  const seen: string[] = [];
  let nowMs = 5_000;
  let due: (() => void) | null = null;
  const made = new Player(
    {
      now: () => nowMs,
      nextFrame: (callback) => {
        due = callback;
        return () => {
          due = null;
        };
      },
    },
    { onWindow: (window) => seen.push(said(window)), onEnd: () => seen.push('end') },
  );
  const pass = (ms: number) => {
    nowMs += ms;
    const callback = due;
    due = null;
    callback?.();
  };
  return { made, seen, pass, isRunning: () => due !== null };
}

describe('a player', () => {
  it('says every window once, however many frames it lasts, and the end', () => {
    const { made, seen, pass, isRunning } = player();
    made.play(RUN);
    for (let frame = 0; frame < 40; frame += 1) pass(16);
    expect(seen).toEqual([
      '2024-01-01 2024-01-31',
      '2024-02-01 2024-02-29',
      '2024-03-01 2024-03-31',
      '2024-04-01 2024-04-30',
      '2024-05-01 2024-05-31',
      '2024-06-01 2024-06-10',
      'end',
    ]);
    expect(isRunning()).toBe(false);
  });

  it('leaves out what a slow frame has no time for', () => {
    const { made, seen, pass } = player();
    made.play(RUN);
    pass(350);
    expect(seen).toEqual(['2024-01-01 2024-01-31', '2024-04-01 2024-04-30']);
  });

  it('stops where it is', () => {
    const { made, seen, pass, isRunning } = player();
    made.play(RUN);
    made.stop();
    pass(1_000);
    expect(seen).toHaveLength(1);
    expect(isRunning()).toBe(false);
  });

  it('has two speeds', () => {
    expect(STEP_MS.fast).toBeLessThan(STEP_MS.slow / 2);
  });
});
