import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchBrusselsDay } from '@/components/wall/use-brussels-day';

afterEach(() => vi.useRealTimers());

/** What a wall is told of the day while the server's clock goes on from an instant; the computer's own is a year off. */
function watchFrom(instant: string | null) {
  vi.useFakeTimers({ now: Date.parse('2025-03-01T12:00:00Z') });
  let nowMs = instant === null ? null : Date.parse(instant);
  const told: string[] = [];
  const stop = watchBrusselsDay(
    () => nowMs,
    (day) => told.push(day),
  );
  const pass = (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      if (nowMs !== null) nowMs += 1_000;
      vi.advanceTimersByTime(1_000);
    }
    return told.at(-1) ?? null;
  };
  const setClock = (text: string) => {
    nowMs = Date.parse(text);
  };
  return { told, pass, setClock, stop };
}

describe('the day of a wall', () => {
  it.each([
    ['in winter', '2026-11-26T22:59:30Z', '2026-11-26', '2026-11-27'],
    ['in summer', '2026-07-14T21:59:30Z', '2026-07-14', '2026-07-15'],
    ['on the day of 25 hours', '2026-10-25T22:59:30Z', '2026-10-25', '2026-10-26'],
    ['at the turn of the year', '2026-12-31T22:59:30Z', '2026-12-31', '2027-01-01'],
  ])('turns within ten seconds of Brussels’ midnight, %s', (_, instant, before, after) => {
    const { told, pass } = watchFrom(instant);
    expect(told).toEqual([before]);
    expect(pass(29)).toBe(before);
    expect(pass(11)).toBe(after);
    expect(new Set(told)).toEqual(new Set([before, after]));
  });

  it('is told by the server’s clock alone, also when that is set, and not before it is known', () => {
    const { pass, setClock } = watchFrom(null);
    expect(pass(60)).toBeNull();
    setClock('2026-11-26T12:00:00Z');
    expect(pass(10)).toBe('2026-11-26');
    setClock('2026-11-24T12:00:00Z');
    expect(pass(10)).toBe('2026-11-24');
  });

  it('is no longer looked for once nobody wants it', () => {
    const { told, pass, stop } = watchFrom('2026-11-26T22:59:30Z');
    stop();
    pass(120);
    expect(told).toEqual(['2026-11-26']);
  });
});
