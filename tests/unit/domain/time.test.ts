import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  brusselsDay,
  brusselsOffsetMinutes,
  brusselsToUtcMs,
  brusselsYear,
  countsByDay,
  endOfBrusselsDayMs,
  isCalendarDay,
  LONGEST_SPAN_MINUTES,
  MINUTE_MS,
  startOfBrusselsDayMs,
  yearAfterStarts,
  yearOfMinute,
  yearStarts,
} from '@/lib/domain/time';
import { TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { instantMs } from '../../support/arbitraries';
import { expectEqual } from '../../support/expect-equal';

const HOUR_MS = 60 * MINUTE_MS;

// The Swedish locale writes ISO days: a second way to the same answer, with Intl's own arithmetic.
const swedish = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Europe/Brussels',
  dateStyle: 'short',
});
const offsetName = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Brussels',
  timeZoneName: 'longOffset',
});

function intlOffsetMinutes(instant: number): number {
  const name = offsetName
    .formatToParts(instant)
    .find((part) => part.type === 'timeZoneName')?.value;
  const [, sign, hours, minutes] = /GMT(?:([+-])(\d\d):(\d\d))?/.exec(name ?? '') ?? [];
  return (sign === '-' ? -1 : 1) * (Number(hours ?? 0) * 60 + Number(minutes ?? 0));
}

/** Both changes of each year since 1996: one in the morning of the last Sunday of March and October, at 01:00 UTC. */
const clockChanges = Array.from({ length: 60 }, (_, index) => 1996 + index).flatMap((year) =>
  [2, 9].map((month) => {
    const last = new Date(Date.UTC(year, month + 1, 0));
    return Date.UTC(year, month, last.getUTCDate() - last.getUTCDay(), 1);
  }),
);
const nearAChange = fc
  .tuple(fc.constantFrom(...clockChanges), fc.integer({ min: -26 * HOUR_MS, max: 26 * HOUR_MS }))
  .map(([change, distance]) => change + distance);
const anyInstant = fc.oneof(instantMs, nearAChange);

describe('Brussels time', () => {
  it('gives the calendar day that Intl gives, around every clock change too', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expectEqual(brusselsDay(instant), swedish.format(instant));
        expectEqual(brusselsYear(instant), Number(swedish.format(instant).slice(0, 4)));
      }),
      { numRuns: 2_000 },
    );
  });

  it('gives the offset that Intl names', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        expectEqual(brusselsOffsetMinutes(instant), intlOffsetMinutes(instant));
      }),
      { numRuns: 1_000 },
    );
  });

  it('holds every instant between the start and the end of its day, and starts each day where the one before ends', () => {
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const day = brusselsDay(instant);
        const start = startOfBrusselsDayMs(day);
        const end = endOfBrusselsDayMs(day);
        expectEqual(start <= instant, true);
        expectEqual(end > instant, true);
        expectEqual(swedish.format(start), day);
        expect(swedish.format(start - 1)).not.toBe(day);
        expectEqual(startOfBrusselsDayMs(swedish.format(end)), end);
        expect([23, 24, 25]).toContain((end - start) / HOUR_MS);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has a day of 23 hours in March and one of 25 in October', () => {
    const hoursOf = (day: string) =>
      (endOfBrusselsDayMs(day) - startOfBrusselsDayMs(day)) / HOUR_MS;
    expect(hoursOf('2026-03-29')).toBe(23);
    expect(hoursOf('2026-10-25')).toBe(25);
    expect(hoursOf('2026-03-28')).toBe(24);
  });

  it('reads a wall-clock time that the spring change skips as the hour after it', () => {
    expect(new Date(brusselsToUtcMs(2026, 3, 29, 2, 30)).toISOString()).toBe(
      '2026-03-29T01:30:00.000Z',
    );
  });

  it('reads every other wall-clock time so that Brussels shows it', () => {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: 'Europe/Brussels',
      dateStyle: 'short',
      timeStyle: 'short',
    });
    fc.assert(
      fc.property(anyInstant, (instant) => {
        const wall = shown.format(instant);
        const [year = 0, month = 0, day = 0, hour = 0, minute = 0] = wall.split(/\D/).map(Number);
        expectEqual(shown.format(brusselsToUtcMs(year, month, day, hour, minute)), wall);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('the year of a minute', () => {
  it('is that of its Brussels day, also around each new year', () => {
    const years = yearStarts().flatMap((start) => [start - 1, start, start + 1]);
    for (const minute of [0, 1, ...years])
      expect(yearOfMinute(minute)).toBe(brusselsYear(minute * MINUTE_MS));
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 120_969_000 }), (minute) => {
        const year = brusselsYear(minute * MINUTE_MS);
        expectEqual(yearOfMinute(minute), year);
        expectEqual(yearAfterStarts(yearStarts().filter((start) => start <= minute).length), year);
      }),
    );
  });
});

describe('a calendar day', () => {
  it.each(['2024-02-29', '1970-01-01', '2199-12-31'])('%s is one', (day) => {
    expect(isCalendarDay(day)).toBe(true);
  });

  it.each([
    '2025-02-29',
    '2025-13-01',
    '2025-1-1',
    '0050-01-01',
    '31/02/2024',
    '',
    '2025-01-01T00:00:00Z',
  ])('"%s" is none', (text) => {
    expect(isCalendarDay(text)).toBe(false);
  });
});

describe('time precisions', () => {
  it('allow longer spans the coarser they are', () => {
    const spans = TIME_PRECISIONS.map((precision) => LONGEST_SPAN_MINUTES[precision]);
    expect(spans).toEqual([...spans].sort((a, b) => a - b));
  });

  it('count by day only where the day is known', () => {
    expect(TIME_PRECISIONS.filter(countsByDay)).toEqual(['exact', 'hour', 'night', 'day']);
  });
});
