import type { FeatureCollection } from 'geojson';
import { describe, expect, it } from 'vitest';
import { LatestTask } from '@/components/map/latest-task';
import { LazyLayers } from '@/components/map/lazy-layers';
import { PULSE_DURATION_MS, pulseProgress } from '@/components/map/pulse-clock';
import { snapToGrid } from '@/lib/domain/place';
import { referenceGrid } from '@/lib/map/reference-grid';

describe('LatestTask', () => {
  function harness() {
    const frames: (() => void)[] = [];
    const ran: number[] = [];
    const settle: ((error?: Error) => void)[] = [];
    const errors: unknown[] = [];
    const task = new LatestTask<number>({
      run: (value) =>
        new Promise((resolve, reject) => {
          ran.push(value);
          settle.push((error) => (error ? reject(error) : resolve(undefined)));
        }),
      nextFrame: (callback) => frames.push(callback),
      onError: (error) => errors.push(error),
    });
    const turn = () =>
      new Promise<void>((resolve) =>
        queueMicrotask(() => queueMicrotask(() => queueMicrotask(resolve))),
      );
    return { task, frames, ran, settle, errors, turn };
  }

  it('runs only the newest of the values that came within a frame', () => {
    const { task, frames, ran } = harness();
    task.push(1);
    task.push(2);
    expect(frames).toHaveLength(1);
    frames[0]?.();
    expect(ran).toEqual([2]);
  });

  it('waits until a task has settled and then runs the last value that came meanwhile', async () => {
    const { task, frames, ran, settle, turn } = harness();
    task.push(1);
    frames[0]?.();
    task.push(2);
    task.push(3);
    expect(frames).toHaveLength(1);
    settle[0]?.();
    await turn();
    frames[1]?.();
    expect(ran).toEqual([1, 3]);
  });

  it('begins anew when what it waited for is gone, and ignores it if it settles after all', async () => {
    const { task, frames, ran, settle, turn } = harness();
    task.push(1);
    frames[0]?.();
    task.restart(2);
    frames[1]?.();
    task.push(3);
    settle[0]?.();
    await turn();
    expect(ran).toEqual([1, 2]);
    settle[1]?.();
    await turn();
    frames[2]?.();
    expect(ran).toEqual([1, 2, 3]);
  });

  it('forgets what it waited for and what waits, and goes on with what comes next', async () => {
    const { task, frames, ran, settle, turn } = harness();
    task.push(1);
    frames[0]?.();
    task.push(2);
    task.forget();
    task.push(3);
    frames[1]?.();
    settle[0]?.();
    await turn();
    expect(frames).toHaveLength(2);
    expect(ran).toEqual([1, 3]);
  });

  it('goes on after a task that failed', async () => {
    const { task, frames, ran, settle, errors, turn } = harness();
    task.push(1);
    frames[0]?.();
    settle[0]?.(new Error('no source'));
    await turn();
    task.push(2);
    frames[1]?.();
    expect(errors).toHaveLength(1);
    expect(ran).toEqual([1, 2]);
  });
});

describe('LazyLayers', () => {
  const data = (id: number): FeatureCollection => ({
    type: 'FeatureCollection',
    features: [
      { type: 'Feature', properties: { id }, geometry: { type: 'Point', coordinates: [0, 0] } },
    ],
  });
  const tile = (url: string, bbox: [number, number, number, number]) => ({
    source: 'land',
    minZoom: 5,
    url,
    bbox,
  });

  it('asks once for what the view needs and gathers it by source', async () => {
    const asked: string[] = [];
    const applied: number[] = [];
    const lazy = new LazyLayers({
      fetchJson: async (url) => {
        asked.push(url);
        return data(asked.length);
      },
      apply: (_source, { features }) => applied.push(features.length),
    });
    const sources = [
      tile('a', [0, 0, 9, 9]),
      tile('b', [9, 0, 18, 9]),
      tile('far', [90, 0, 99, 9]),
    ];
    lazy.require(sources, [8, 1, 10, 2], 4);
    expect(asked).toEqual([]);
    lazy.require(sources, [8, 1, 10, 2], 6);
    lazy.require(sources, [8, 1, 10, 2], 7);
    await new Promise((resolve) => setImmediate(resolve));
    expect(asked).toEqual(['a', 'b']);
    expect(applied).toEqual([1, 2]);
  });

  it('asks again for what could not be had', async () => {
    let calls = 0;
    const lazy = new LazyLayers({
      fetchJson: async () => {
        calls += 1;
        throw new Error('offline');
      },
      apply: () => expect.unreachable(),
    });
    const sources = [tile('a', [0, 0, 9, 9])];
    lazy.require(sources, [1, 1, 2, 2], 6);
    await new Promise((resolve) => setImmediate(resolve));
    lazy.require(sources, [1, 1, 2, 2], 6);
    expect(calls).toBe(2);
  });
});

describe('pulseProgress', () => {
  it('is over within five seconds and moves until then', () => {
    expect(PULSE_DURATION_MS).toBeLessThan(5000);
    expect(pulseProgress(0, false)).toBe(0);
    expect(pulseProgress(1000, false)).toBeGreaterThan(0.4);
    expect(pulseProgress(PULSE_DURATION_MS, false)).toBeNull();
  });

  it('stands still for readers who asked for less motion, and ends all the same', () => {
    expect(pulseProgress(100, true)).toBe(pulseProgress(3000, true));
    expect(pulseProgress(PULSE_DURATION_MS, true)).toBeNull();
  });
});

describe('referenceGrid', () => {
  const view = { bounds: [4.3, 50.8, 4.4, 50.9], center: [4.35, 50.85], zoom: 12 } as const;

  it('marks corners of the grid to which public points snap', () => {
    const marks = referenceGrid(view).features.filter(
      ({ properties }) => properties.role === 'cross',
    );
    const corner = marks[5]?.geometry.coordinates as [number, number];
    const [lng, lat] = snapToGrid([corner[0] + 1e-6, corner[1] + 1e-6], 1000);
    expect(lng).toBeGreaterThan(corner[0]);
    expect((lat - corner[1]) * 111_195).toBeCloseTo(500, -1);
    expect((lng - corner[0]) * 111_195 * Math.cos((lat * Math.PI) / 180)).toBeCloseTo(500, -1);
  });

  it('draws rings only near an anchor and nothing when zoomed out', () => {
    const roles = (changed: object) =>
      new Set(
        referenceGrid({ ...view, ...changed }).features.map(({ properties }) => properties.role),
      );
    expect(roles({}).has('ring')).toBe(true);
    expect(roles({ center: [-5.4, 36.1], bounds: [-5.5, 36, -5.3, 36.2] }).has('ring')).toBe(false);
    expect(roles({ zoom: 8 }).size).toBe(0);
  });
});
