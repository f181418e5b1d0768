import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { type PulseFeature, PulsePlayer } from '@/components/map/pulse-player';

const OVER_MS = 10_000;
const pulse: PulseFeature = {
  type: 'Feature',
  geometry: { type: 'Point', coordinates: [4.4, 51.2] },
  properties: { kind: 'shooting', label: 'Example' },
};

describe('the player of pulses', () => {
  let frames: (() => void)[] = [];
  let nowMs = 0;
  const passTo = (ms: number): void => {
    nowMs = ms;
    for (const frame of frames.splice(0)) frame();
  };
  beforeEach(() => {
    frames = [];
    nowMs = 0;
    vi.spyOn(performance, 'now').mockImplementation(() => nowMs);
    vi.stubGlobal('requestAnimationFrame', (callback: () => void) => frames.push(callback));
    vi.stubGlobal('cancelAnimationFrame', () => undefined);
  });
  afterEach(() => {
    vi.restoreAllMocks();
    vi.unstubAllGlobals();
  });

  it('gives an id again once its pulse is over, so that a screen of months keeps no more states than it had pulses at once', () => {
    const grown: [id: number, progress: number][] = [];
    const player = new PulsePlayer({
      placeLabel: () => [],
      draw: () => undefined,
      grow: (id, progress) => grown.push([id, progress]),
      prefersStill: () => false,
    });
    for (let turn = 0; turn < 50; turn += 1) {
      player.add([pulse, pulse]);
      passTo(nowMs + OVER_MS);
    }
    expect(new Set(grown.map(([id]) => id))).toEqual(new Set([1, 2]));
  });

  it('begins a pulse from nothing, whatever the one before with its id came to', () => {
    const states = new Map<number, number>();
    const drawn: (number | undefined)[] = [];
    const player = new PulsePlayer({
      placeLabel: () => [],
      draw: ({ features }) => drawn.push(...features.map((one) => states.get(one.properties?.id))),
      grow: (id, progress) => states.set(id, progress),
      prefersStill: () => false,
    });
    player.add([pulse]);
    passTo(2_000);
    expect(states.get(1)).toBeGreaterThan(0);
    passTo(OVER_MS);
    player.add([pulse]);
    expect(drawn.at(-1)).toBe(0);
  });
});
