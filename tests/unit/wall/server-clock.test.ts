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
    });
    fc.assert(
      fc.property(fc.array(ways, { minLength: 1, maxLength: 40 }), (list) => {
        const clock = new ServerClock();
        let nowMs = 0;
        for (const { afterMs, thereMs, backMs } of list) {
          const askedMs = nowMs + afterMs;
          nowMs = askedMs + thereMs + backMs;
          clock.take({ askedMs, answeredMs: nowMs, serverMs: START_MS + askedMs + thereMs });
          const off = Math.abs((clock.at(nowMs) ?? 0) - (START_MS + nowMs));
          expect(off).toBeLessThanOrEqual((clock.errorAt(nowMs) ?? 0) + 1e-6);
        }
      }),
    );
  });

  it('follows a server whose clock was set, once the answers from before are forgotten', () => {
    const clock = new ServerClock();
    const take = (askedMs: number, serverMs: number) =>
      clock.take({ askedMs, answeredMs: askedMs + 10, serverMs });
    take(0, START_MS);
    for (let turn = 1; turn <= 16; turn += 1)
      take(turn * 1_000, START_MS + 3_600_000 + turn * 1_000);
    expect(clock.at(16_010)).toBeCloseTo(START_MS + 3_616_005, -2);
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
