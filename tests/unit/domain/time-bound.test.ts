import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brusselsDay, startOfBrusselsDayMs } from '@/lib/domain/time';
import {
  boundOfHourNumber,
  brusselsHour,
  canonicalBound,
  endOfBoundMs,
  HOUR_MS,
  hourNumberOf,
  isBound,
  isCanonicalBound,
  isInOrder,
  periodOfHourNumbers,
  startOfBoundMs,
} from '@/lib/domain/time-bound';
import { anyBound, anyHour, hourArbitrary } from '../../support/bounds';
import { often } from '../../support/breadth';

const clocks = new Intl.DateTimeFormat('en-CA', {
  timeZone: 'Europe/Brussels',
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  hourCycle: 'h23',
});

/** What the clocks of Brussels show at an instant, by `Intl` alone. */
function shownAt(instantMs: number): string {
  const parts: Record<string, string> = {};
  for (const { type, value } of clocks.formatToParts(instantMs)) parts[type] = value;
  return `${parts.year}-${parts.month}-${parts.day}T${parts.hour}`;
}

/** Instants, an hour apart, at which the clocks show a bound: within 30 hours of where UTC has it. */
function instantsOf(bound: string): number[] {
  const aroundMs = Date.parse(`${bound.slice(0, 10)}T00:00:00Z`);
  return Array.from({ length: 84 }, (_, index) => aroundMs + (index - 30) * HOUR_MS).filter(
    (instantMs) => shownAt(instantMs).startsWith(bound),
  );
}

describe('a bound of a period', () => {
  it('is of all the instants at which the clocks of Brussels show it, and of no others', () => {
    fc.assert(
      fc.property(anyBound, (bound) => {
        const instants = instantsOf(bound);
        expect(startOfBoundMs(bound)).toBe(instants[0]);
        expect(endOfBoundMs(bound)).toBe((instants.at(-1) ?? 0) + HOUR_MS);
        expect(instants.length * HOUR_MS).toBe(endOfBoundMs(bound) - startOfBoundMs(bound));
      }),
      { numRuns: often(200, 600) },
    );
  });

  it('is an hour exactly where the clocks show that hour at some time, on days that change them too', () => {
    fc.assert(
      fc.property(hourArbitrary, (hour) => {
        expect(isBound(hour)).toBe(instantsOf(hour).length > 0);
      }),
      { numRuns: often(200, 600) },
    );
  });

  it('is both passes of the hour that clocks show twice, and never the one that they skip', () => {
    expect(endOfBoundMs('2026-10-25T02') - startOfBoundMs('2026-10-25T02')).toBe(2 * HOUR_MS);
    expect(new Date(startOfBoundMs('2026-10-25T02')).toISOString()).toBe(
      '2026-10-25T00:00:00.000Z',
    );
    expect(endOfBoundMs('2026-10-25T01')).toBe(startOfBoundMs('2026-10-25T02'));
    expect(endOfBoundMs('2026-10-25T02')).toBe(startOfBoundMs('2026-10-25T03'));
    expect(isBound('2026-03-29T02')).toBe(false);
    expect(endOfBoundMs('2026-03-29T01')).toBe(startOfBoundMs('2026-03-29T03'));
  });

  it.each([
    '2026-02-30',
    '2026-02-30T12',
    '2026-03-01T24',
    '2026-03-01T1',
    '2026-03-01T13:00',
    '2026-03-01T13Z',
    '2026-03-01 13',
    '2026-03-01t13',
    '2026-03-01T',
    '',
  ])('is not %j', (text) => {
    expect(isBound(text)).toBe(false);
  });

  it('is written as the day where it says no more, and means the same instant', () => {
    expect(canonicalBound('2026-03-01T00', 'from')).toBe('2026-03-01');
    expect(canonicalBound('2026-03-01T23', 'to')).toBe('2026-03-01');
    expect(canonicalBound('2026-03-01T23', 'from')).toBe('2026-03-01T23');
    expect(canonicalBound('2026-03-01T00', 'to')).toBe('2026-03-01T00');
    fc.assert(
      fc.property(anyBound, (bound) => {
        expect(startOfBoundMs(canonicalBound(bound, 'from'))).toBe(startOfBoundMs(bound));
        expect(endOfBoundMs(canonicalBound(bound, 'to'))).toBe(endOfBoundMs(bound));
        const startMs = startOfBoundMs(bound);
        expect(startOfBrusselsDayMs(brusselsDay(startMs)) === startMs).toBe(
          canonicalBound(bound, 'from').length === 10,
        );
      }),
      { numRuns: 300 },
    );
  });

  it('is in order with another exactly where the first begins before the other ends', () => {
    fc.assert(
      fc.property(anyBound, anyBound, (from, to) => {
        expect(isInOrder(from, to)).toBe(startOfBoundMs(from) < endOfBoundMs(to));
      }),
      { numRuns: often(400, 1_000) },
    );
    expect(isInOrder('2026-03-01T13', '2026-03-01')).toBe(true);
    expect(isInOrder('2026-03-01', '2026-03-01T13')).toBe(true);
    expect(isInOrder('2026-03-01T13', '2026-03-01T12')).toBe(false);
  });

  it('is found again by its hour on the calendar, and a skipped one belongs to no period', () => {
    fc.assert(
      fc.property(anyBound, fc.constantFrom('from' as const, 'to' as const), (bound, end) => {
        const found = boundOfHourNumber(hourNumberOf(bound, end), end);
        expect(found).toBe(canonicalBound(bound, end));
        expect(isCanonicalBound(found, end)).toBe(true);
      }),
      { numRuns: 500 },
    );
    const skipped = hourNumberOf('2026-03-29T01', 'from') + 1;
    expect(boundOfHourNumber(skipped, 'from')).toBe('2026-03-29T03');
    expect(boundOfHourNumber(skipped, 'to')).toBe('2026-03-29T01');
  });

  it('is in order with the other of every period of an hour, the one that clocks skip too', () => {
    const first = hourNumberOf('2024-01-01', 'from');
    const last = hourNumberOf('2027-12-31', 'to');
    for (let hour = first; hour <= last; hour += 1) {
      for (const shown of ['after', 'before'] as const) {
        const { from, to } = periodOfHourNumbers(hour, hour, shown);
        if (!isInOrder(from, to)) expect([from, to]).toBe('in order');
      }
    }
    const skipped = hourNumberOf('2026-03-29T01', 'from') + 1;
    const alone = { from: '2026-03-29T03', to: '2026-03-29T03' };
    expect(periodOfHourNumbers(skipped, skipped)).toEqual(alone);
    expect(periodOfHourNumbers(skipped, skipped, 'before')).toEqual({
      from: '2026-03-29T01',
      to: '2026-03-29T01',
    });
    expect(periodOfHourNumbers(skipped - 1, skipped)).toEqual({
      from: '2026-03-29T01',
      to: '2026-03-29T01',
    });
    expect(periodOfHourNumbers(skipped, skipped + 1)).toEqual(alone);
  });

  it('of an hour holds exactly the instants of that hour', () => {
    fc.assert(
      fc.property(anyHour, fc.integer({ min: 0, max: HOUR_MS - 1 }), (hour, ms) => {
        expect(brusselsHour(startOfBoundMs(hour) + ms)).toBe(hour);
        expect(brusselsHour(endOfBoundMs(hour))).not.toBe(hour);
        expect(brusselsHour(startOfBoundMs(hour) - 1)).not.toBe(hour);
      }),
      { numRuns: 500 },
    );
  });
});
