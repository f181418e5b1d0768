import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import {
  daysOnDay,
  held,
  ROLLING_PERIODS,
  rolled,
  rolledSinceMs,
} from '@/lib/domain/rolling-period';
import {
  brusselsDay,
  dayNumberOf,
  endOfBrusselsDayMs,
  startOfBrusselsDayMs,
} from '@/lib/domain/time';
import { endOfBoundMs, isCanonicalBound, startOfBoundMs } from '@/lib/domain/time-bound';
import { expectEqual } from '../../support/expect-equal';

const LENGTHS = { '2d': 2, '7d': 7, '30d': 30 } as const;
const HOUR_MS = 3_600_000;
const instant = fc.integer({
  min: Date.parse('1980-01-01T00:00:00Z'),
  max: Date.parse('2190-01-01T00:00:00Z'),
});
/** Around the ends of years and the changes of the clock, where days are miscounted. */
const edge = fc
  .tuple(
    fc.integer({ min: 1980, max: 2090 }),
    fc.constantFrom('-01-01', '-03-01', '-03-29', '-10-25', '-12-31'),
    fc.integer({ min: -72, max: 72 }),
    fc.integer({ min: 0, max: 3_599 }),
  )
  .map(
    ([year, day, hours, seconds]) =>
      Date.parse(`${year}${day}T00:00:00Z`) + hours * HOUR_MS + seconds * 1_000,
  );
const anyInstant = fc.oneof(instant, edge);
const rollingByDay = fc.constantFrom(...ROLLING_PERIODS.filter((word) => word !== '24h'));
const at = (last: (typeof ROLLING_PERIODS)[number], nowMs: number) =>
  rolled({ ...EVERYTHING, last }, nowMs);

describe('a rolling period', () => {
  it('ends with the Brussels day of the instant and has so many calendar days, whenever that is', () => {
    fc.assert(
      fc.property(anyInstant, fc.constantFrom('2d', '7d', '30d'), (nowMs, last) => {
        const { from, to } = at(last, nowMs);
        expectEqual(to, brusselsDay(nowMs));
        expectEqual(dayNumberOf(to ?? '') - dayNumberOf(from ?? '') + 1, LENGTHS[last]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('begins a year with the first of January of that year in Brussels, and not before', () => {
    fc.assert(
      fc.property(anyInstant, (nowMs) => {
        const today = brusselsDay(nowMs);
        expect(at('year', nowMs)).toMatchObject({ from: `${today.slice(0, 4)}-01-01`, to: today });
      }),
      { numRuns: 1_000 },
    );
    const newYear = Date.parse('2026-12-31T23:00:00Z');
    expect(at('year', newYear - 1)).toMatchObject({ from: '2026-01-01', to: '2026-12-31' });
    expect(at('year', newYear)).toMatchObject({ from: '2027-01-01', to: '2027-01-01' });
    expect(at('2d', newYear)).toMatchObject({ from: '2026-12-31', to: '2027-01-01' });
  });

  it('takes other days exactly when the Brussels day turns, be that after 23, 24 or 25 hours', () => {
    fc.assert(
      fc.property(anyInstant, rollingByDay, (nowMs, last) => {
        const filter = at(last, nowMs);
        const turn = endOfBrusselsDayMs(brusselsDay(nowMs));
        expect(rolled(filter, turn - 1)).toBe(filter);
        expect(rolled(filter, turn).to).not.toBe(filter.to);
      }),
      { numRuns: 1_000 },
    );
    const clocksBack = at('7d', Date.parse('2026-10-24T22:00:00Z'));
    expect(rolled(clocksBack, Date.parse('2026-10-25T22:59:59Z'))).toBe(clocksBack);
  });

  it('holds, as today and yesterday, the last 24 hours wholly, but for the first hour after a day of 23', () => {
    fc.assert(
      fc.property(anyInstant, (nowMs) => {
        const { from } = at('2d', nowMs);
        const start = startOfBrusselsDayMs(from ?? '');
        const yesterdayHours = (startOfBrusselsDayMs(brusselsDay(nowMs)) - start) / HOUR_MS;
        expect([23, 24, 25]).toContain(yesterdayHours);
        expect(nowMs - start).toBeGreaterThanOrEqual(Math.min(yesterdayHours, 24) * HOUR_MS);
      }),
      { numRuns: 1_000 },
    );
    // The clocks went on the day before: 24 hours ago it was Saturday still.
    const afterShortDay = Date.parse('2056-03-26T22:00:00Z');
    expect(brusselsDay(afterShortDay - 24 * HOUR_MS)).toBe('2056-03-25');
    expect(at('2d', afterShortDay)).toMatchObject({ from: '2056-03-26', to: '2056-03-27' });
  });

  it('of 24 hours holds the last 24 wholly at any instant, and 26 at most', () => {
    fc.assert(
      fc.property(anyInstant, (nowMs) => {
        const { from, to } = at('24h', nowMs);
        const startMs = startOfBoundMs(from ?? '');
        const endMs = endOfBoundMs(to ?? '');
        expectEqual(startMs <= nowMs - 24 * HOUR_MS, true);
        expectEqual(endMs > nowMs, true);
        // One more where an end is the hour that clocks show twice.
        expect([25, 26]).toContain((endMs - startMs) / HOUR_MS);
        expectEqual(isCanonicalBound(from ?? '', 'from') && isCanonicalBound(to ?? '', 'to'), true);
      }),
      { numRuns: 1_000 },
    );
    expect(at('24h', Date.parse('2026-11-26T13:30:00Z'))).toMatchObject({
      from: '2026-11-25T14',
      to: '2026-11-26T14',
    });
    const midnight = Date.parse('2026-11-26T23:00:00Z');
    expect(at('24h', midnight)).toMatchObject({ from: '2026-11-26', to: '2026-11-27T00' });
    expect(at('24h', midnight - 1)).toMatchObject({ from: '2026-11-25T23', to: '2026-11-26' });
  });

  it('of 24 hours takes other bounds exactly when the hour turns, and says since when it has them', () => {
    fc.assert(
      fc.property(anyInstant, (nowMs) => {
        const filter = at('24h', nowMs);
        const turn = Math.floor(nowMs / HOUR_MS) * HOUR_MS + HOUR_MS;
        expect(rolled(filter, turn - 1)).toBe(filter);
        expect(rolled(filter, turn)).not.toBe(filter);
        expectEqual(rolledSinceMs('24h', turn - 1), turn - HOUR_MS);
        expectEqual(rolledSinceMs('7d', nowMs), startOfBrusselsDayMs(brusselsDay(nowMs)));
      }),
      { numRuns: 1_000 },
    );
  });

  it('stands still once it is held, and a filter without one never moves', () => {
    const filter = held(at('7d', Date.parse('2026-03-01T23:30:00Z')));
    expect(filter).toEqual({ ...EVERYTHING, from: '2026-02-24', to: '2026-03-02' });
    expect(rolled(filter, Date.parse('2030-01-01T00:00:00Z'))).toBe(filter);
    expect(held(filter)).toBe(filter);
    expect(daysOnDay('30d', '2026-04-10').from).toBe('2026-03-12');
  });
});
