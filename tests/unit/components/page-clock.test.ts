import { describe, expect, it } from 'vitest';
import { PageClock } from '@/components/ui/page-clock';
import { brusselsDay } from '@/lib/domain/time';

const TRUE_MS = Date.parse('2026-11-26T14:00:00Z');
const DAY_MS = 86_400_000;
/** What the monotonic clock says when the page begins, which is no time of day. */
const BEGUN_MS = 5_000;

/** A page on a device whose clock is off by so much. */
function pageOn(offMs: number) {
  let elapsedMs = 0;
  let told = 0;
  const clock = new PageClock({
    deviceMs: () => TRUE_MS + offMs + elapsedMs,
    monotonicMs: () => BEGUN_MS + elapsedMs,
  });
  clock.onSet(() => {
    told += 1;
  });
  const pass = (ms: number) => {
    elapsedMs += ms;
  };
  const hear = () => {
    const heardMs = BEGUN_MS + elapsedMs;
    clock.take([{ askedMs: null, heardMs, serverMs: TRUE_MS + elapsedMs }]);
  };
  return { clock, pass, hear, day: () => brusselsDay(clock.now()), told: () => told };
}

describe('the time of a page', () => {
  it('is not before the page was rendered, on a device a day slow, and goes on from there', () => {
    const { clock, pass, day } = pageOn(-DAY_MS);
    expect(day()).toBe('2026-11-25');
    clock.rendered(TRUE_MS);
    expect(clock.now()).toBe(TRUE_MS);
    pass(10 * 3_600_000);
    expect(day()).toBe('2026-11-27');
  });

  it('is the device’s for a page that was kept, until the feed says it', () => {
    const { clock, day, hear } = pageOn(0);
    clock.rendered(TRUE_MS - 3 * DAY_MS);
    expect(day()).toBe('2026-11-26');
    hear();
    expect(clock.now()).toBe(TRUE_MS);
  });

  it('is the feed’s once that has spoken, whether the device is fast or slow', () => {
    for (const offMs of [-DAY_MS, DAY_MS, -400 * DAY_MS]) {
      const { clock, hear, pass, day } = pageOn(offMs);
      hear();
      expect(clock.now()).toBe(TRUE_MS);
      pass(9 * 3_600_000 - 1_000);
      expect(day()).toBe('2026-11-26');
      pass(10_000);
      expect(day()).toBe('2026-11-27');
    }
  });

  it('tells when it is set, and not of every heartbeat', () => {
    const { clock, hear, pass, told } = pageOn(DAY_MS);
    clock.rendered(TRUE_MS);
    expect(told()).toBe(1);
    clock.take([]);
    hear();
    pass(3_000);
    hear();
    expect(told()).toBe(2);
  });
});
