import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isWorthTaking, reloadAtMs } from '@/lib/wall/new-build';
import { roughAge, stalenessOf } from '@/lib/wall/staleness';
import {
  isLeftBehind,
  isStuck,
  mayReload,
  NO_RELOADS,
  readReloads,
  withReload,
} from '@/lib/wall/watchdog';

const HOUR_MS = 3_600_000;

describe('what a wall says of silence', () => {
  it('is nothing for nine seconds, a band at ten, and more and more plainly', () => {
    const steps = [0, 9, 10, 119, 120, 3_599, 3_600].map(stalenessOf);
    expect(steps).toEqual(['fresh', 'fresh', 'band', 'band', 'broad', 'broad', 'statement']);
  });

  it('is told in the largest unit of which there are two', () => {
    const ages = [15, 300, 10_800, 400_000].map(roughAge);
    expect(ages).toEqual([
      { count: 15, unit: 'seconds' },
      { count: 5, unit: 'minutes' },
      { count: 3, unit: 'hours' },
      { count: 4, unit: 'days' },
    ]);
  });
});

describe('the watchdog', () => {
  const well = { nowMs: 100_000, frameMs: 99_000, heardMs: 98_000, isVisible: true };

  it('finds a page stuck that draws or hears nothing for a minute, unless nobody could see it draw', () => {
    expect(isStuck(well)).toBe(false);
    expect(isStuck({ ...well, frameMs: 40_000 })).toBe(true);
    expect(isStuck({ ...well, frameMs: 40_000, isVisible: false })).toBe(false);
    expect(isStuck({ ...well, heardMs: 40_000 })).toBe(true);
  });

  it('reloads a wall that stays stuck ever more rarely, and at least every four hours', () => {
    let record = NO_RELOADS;
    const reloads: number[] = [];
    for (let nowMs = 0; nowMs < 48 * HOUR_MS; nowMs += 10_000) {
      if (!mayReload(record, nowMs)) continue;
      record = withReload(readReloads(JSON.stringify(record)), nowMs);
      reloads.push(nowMs);
    }
    const pauses = reloads.slice(1).map((atMs, index) => atMs - (reloads[index] ?? 0));
    expect(pauses[0]).toBe(120_000);
    for (const [index, pause] of pauses.slice(1).entries()) {
      expect(pause).toBeGreaterThanOrEqual(pauses[index] ?? 0);
    }
    expect(reloads.length).toBeLessThan(22);
    expect(Math.max(...pauses)).toBe(4 * HOUR_MS);
  });

  it('gives a wall fifteen seconds to mend itself after its server is back', () => {
    expect(isLeftBehind(null, 1_000_000)).toBe(false);
    expect(isLeftBehind(1_000_000, 1_014_999)).toBe(false);
    expect(isLeftBehind(1_000_000, 1_015_000)).toBe(true);
  });

  it('forgives what was a day ago, and reads no broken memory', () => {
    const tired = { count: 9, lastMs: 0 };
    expect(withReload(tired, 24 * HOUR_MS)).toEqual({ count: 1, lastMs: 24 * HOUR_MS });
    expect(mayReload({ count: 3, lastMs: 5_000 }, 0)).toBe(false);
    for (const text of [null, '', '{}', '{"count":-1,"lastMs":1}', '[1]', 'null']) {
      expect(readReloads(text)).toEqual(NO_RELOADS);
    }
  });
});

describe('a new build', () => {
  it('is taken once, by a page that is not it', () => {
    expect(isWorthTaking({ own: 'a', served: 'b', tried: null })).toBe(true);
    expect(isWorthTaking({ own: 'a', served: 'b', tried: 'b' })).toBe(false);
    expect(isWorthTaking({ own: 'a', served: 'a', tried: null })).toBe(false);
    expect(isWorthTaking({ own: 'a', served: null, tried: null })).toBe(false);
  });

  it('comes at the end of a scene, within a minute and a half and that scene', () => {
    const endOfSceneAt = (atMs: number) => Math.floor(atMs / 20_000) * 20_000 + 20_000;
    fc.assert(
      fc.property(
        fc.nat({ max: 1e9 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (seen, share) => {
          const atMs = reloadAtMs(seen, () => share, endOfSceneAt);
          expect(atMs % 20_000).toBe(0);
          expect(atMs).toBeGreaterThan(seen);
          expect(atMs).toBeLessThanOrEqual(seen + 110_000);
        },
      ),
    );
    expect(
      reloadAtMs(
        1_000,
        () => 0.5,
        () => null,
      ),
    ).toBe(46_000);
  });
});
