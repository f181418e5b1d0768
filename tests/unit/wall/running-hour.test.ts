import { afterEach, describe, expect, it, vi } from 'vitest';
import { watchRunningHour } from '@/components/wall/use-running-hour';
import { brusselsHour } from '@/lib/domain/time-bound';

afterEach(() => vi.useRealTimers());

/** What a wall is told of the hour while the server's clock goes on from an instant; the computer's own is a year off. */
function watchFrom(instant: string | null) {
  vi.useFakeTimers({ now: Date.parse('2025-03-01T12:00:00Z') });
  let nowMs = instant === null ? null : Date.parse(instant);
  const told: string[] = [];
  const stop = watchRunningHour(
    () => nowMs,
    (hourMs) =>
      told.push(`${brusselsHour(hourMs)} ${new Date(hourMs).toISOString().slice(11, 16)}`),
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

describe('the hour of a wall', () => {
  it.each([
    ['in winter', '2026-11-26T22:59:30Z', '2026-11-26T23 22:00', '2026-11-27T00 23:00'],
    ['in summer', '2026-07-14T12:59:30Z', '2026-07-14T14 12:00', '2026-07-14T15 13:00'],
    [
      'where clocks show it again',
      '2026-10-25T00:59:30Z',
      '2026-10-25T02 00:00',
      '2026-10-25T02 01:00',
    ],
    ['where clocks skip one', '2026-03-29T00:59:30Z', '2026-03-29T01 00:00', '2026-03-29T03 01:00'],
    [
      'at the turn of the year',
      '2026-12-31T22:59:30Z',
      '2026-12-31T23 22:00',
      '2027-01-01T00 23:00',
    ],
  ])('turns within ten seconds, %s', (_, instant, before, after) => {
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
    expect(pass(10)).toBe('2026-11-26T13 12:00');
    setClock('2026-11-24T12:00:00Z');
    expect(pass(10)).toBe('2026-11-24T13 12:00');
  });

  it('is no longer looked for once nobody wants it', () => {
    const { told, pass, stop } = watchFrom('2026-11-26T22:59:30Z');
    stop();
    pass(120);
    expect(told).toEqual(['2026-11-26T23 22:00']);
  });
});
