import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LARGEST_SHIFT_PX, shiftAt } from '@/lib/wall/screen-care';
import { ServerClock } from '@/lib/wall/server-clock';

const START_MS = Date.UTC(2026, 10, 26, 12);

describe('the server’s clock on a screen', () => {
  it('says nothing before the first answer', () => {
    const clock = new ServerClock();
    expect([clock.at(0), clock.errorAt(0)]).toEqual([null, null]);
  });

  it('is never further off than it says, whatever the ways there and back take', () => {
    const ways = fc.record({
      afterMs: fc.integer({ min: 0, max: 60_000 }),
      thereMs: fc.integer({ min: 0, max: 2_000 }),
      backMs: fc.integer({ min: 0, max: 2_000 }),
      isAsked: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.array(ways, { minLength: 1, maxLength: 40 }), (list) => {
        const clock = new ServerClock();
        let nowMs = 0;
        for (const { afterMs, thereMs, backMs, isAsked } of list) {
          const askedMs = nowMs + afterMs;
          nowMs = askedMs + thereMs + backMs;
          const serverMs = START_MS + askedMs + thereMs;
          clock.take({ askedMs: isAsked ? askedMs : null, heardMs: nowMs, serverMs });
          const off = Math.abs((clock.at(nowMs) ?? 0) - (START_MS + nowMs));
          expect(off).toBeLessThanOrEqual(
            (clock.errorAt(nowMs) ?? Number.POSITIVE_INFINITY) + 1e-3,
          );
        }
      }),
    );
  });

  it('knows the time within 20 ms once asked again, where the first answer was held up and later ones are heard late', () => {
    const clock = new ServerClock();
    const off = (atMs: number) => Math.abs((clock.at(atMs) ?? 0) - START_MS - atMs);
    clock.take({ askedMs: 0, heardMs: 400, serverMs: START_MS + 390 });
    clock.take({ askedMs: null, heardMs: 3_005, serverMs: START_MS + 3_000 });
    expect([off(3_005) > 100, (clock.errorAt(3_005) ?? 0) > 20]).toEqual([true, true]);
    clock.take({ askedMs: 4_000, heardMs: 4_300, serverMs: START_MS + 4_012 });
    expect(off(4_300)).toBeLessThan(20);
    expect(clock.errorAt(4_300)).toBeLessThan(20);
  });

  it('stays within 10 ms for days on heartbeats alone, though the screen’s crystal is 30 millionths too fast', () => {
    const clock = new ServerClock();
    const FAST = 1 + 30e-6;
    clock.take({ askedMs: 0, heardMs: 6, serverMs: START_MS + 3 });
    let worst = 0;
    for (let beat = 1; beat <= 3 * 24 * 60; beat += 1) {
      const trueMs = beat * 60_000;
      // Each is under way for 2 to 40 ms; the fastest of a minute's twenty counts.
      for (let turn = 0; turn < 20; turn += 1) {
        const saidMs = trueMs + turn * 3_000;
        const heardMs = (saidMs + 2 + ((turn * 7) % 39)) * FAST;
        clock.take({ askedMs: null, heardMs, serverMs: START_MS + saidMs });
      }
      const lookMs = trueMs + 59_000;
      worst = Math.max(worst, Math.abs((clock.at(lookMs * FAST) ?? 0) - START_MS - lookMs));
    }
    expect(worst).toBeLessThan(10);
  });

  it('follows a server whose clock was set, and a screen that slept', () => {
    const clock = new ServerClock();
    const take = (askedMs: number, serverMs: number) =>
      clock.take({ askedMs, heardMs: askedMs + 10, serverMs });
    take(0, START_MS);
    take(1_000, START_MS + 3_601_000);
    expect(clock.at(1_010)).toBeCloseTo(START_MS + 3_601_005, -2);
    clock.take({ askedMs: null, heardMs: 4_000, serverMs: START_MS + 9_000_000 });
    expect(clock.at(4_000)).toBeCloseTo(START_MS + 9_000_000, -2);
  });
});

describe('the place of a wall’s picture', () => {
  it('goes slowly round and comes back, never far and never two pixels at once while it stands', () => {
    const places = Array.from({ length: 17 }, (_, step) => shiftAt(step * 120_000));
    expect(places[16]).toEqual(places[0]);
    expect(new Set(places.slice(0, 16).map(String)).size).toBe(16);
    for (const [right, down] of places) {
      expect(Math.hypot(right, down)).toBeLessThanOrEqual(LARGEST_SHIFT_PX + 1);
    }
    expect(shiftAt(START_MS + 1)).toEqual(shiftAt(START_MS));
  });
});
