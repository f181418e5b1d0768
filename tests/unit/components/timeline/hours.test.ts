import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { axisTicks } from '@/components/timeline/axis-ticks';
import {
  daysShown,
  hourAtClock,
  hourBarAt,
  hourBarsOf,
  hoursOf,
  instantOfHour,
  placeOfHour,
  showsHours,
} from '@/components/timeline/hours';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { MOST_HOUR_DAYS } from '@/lib/protocol/engine-requests';

const SPRING = dayNumberOf('2026-03-29');
const AUTUMN = dayNumberOf('2026-10-25');
const clock = new Intl.DateTimeFormat('en-GB', {
  timeZone: 'Europe/Brussels',
  hour: '2-digit',
  minute: '2-digit',
});

describe('hours on the axis of days', () => {
  it('are as many as the day has, and fill it without a gap', () => {
    fc.assert(
      fc.property(fc.integer({ min: 10_000, max: 40_000 }), (day) => {
        const hours = hoursOf(day);
        expect([23, 24, 25]).toContain(hours);
        for (let hour = 0; hour < hours; hour += 1) {
          const { start, end } = placeOfHour({ first: day, hour, hoursOfDay: hours });
          expect(start).toBeCloseTo(day + hour / hours, 9);
          expect(end).toBeCloseTo(day + (hour + 1) / hours, 9);
        }
      }),
      { numRuns: 200 },
    );
    expect([hoursOf(SPRING), hoursOf(SPRING + 1), hoursOf(AUTUMN)]).toEqual([23, 24, 25]);
  });

  it('are labelled with what clocks show, also on the days that change them', () => {
    for (const day of [SPRING, SPRING + 1, AUTUMN]) {
      for (const time of [1, 3, 6, 12, 18, 23]) {
        const text = clock.format(instantOfHour(day, hourAtClock(day, time) ?? Number.NaN));
        expect([day, text]).toEqual([day, `${String(time).padStart(2, '0')}:00`]);
      }
    }
    expect([hourAtClock(SPRING, 2), hourAtClock(AUTUMN, 2)]).toEqual([null, 2]);
    const ticks = axisTicks({ start: AUTUMN, end: AUTUMN + 2 }, 960);
    expect(ticks.filter(({ said }) => said === 'hour').map(({ clock: at }) => at)).toEqual([
      6, 12, 18, 6, 12, 18,
    ]);
    expect(ticks.find(({ clock: at }) => at === 6)?.day).toBeCloseTo(AUTUMN + 7 / 25, 9);
  });

  it('are shown where they are wide enough, for the days that are in sight', () => {
    expect(showsHours({ start: 100, end: 107 }, 1_000)).toBe(false);
    expect(showsHours({ start: 100, end: 106 }, 1_000)).toBe(true);
    const day = dayNumberOf('2026-05-10');
    // On a very wide screen hours are not shown of more days than are counted, however the range lies on them.
    const most = { start: day + 0.5, end: day + 0.5 + MOST_HOUR_DAYS - 1 };
    expect(showsHours(most, 10_000)).toBe(true);
    expect(daysShown(most).to).toBe(dayOfNumber(day + MOST_HOUR_DAYS - 1));
    expect(showsHours({ ...most, end: most.end + 0.1 }, 10_000)).toBe(false);
    expect(daysShown({ start: day + 0.5, end: day + 2 })).toEqual({
      from: '2026-05-10',
      to: '2026-05-11',
    });
  });

  it('are found under a pointer, and none between them', () => {
    const bars = hourBarsOf([
      { day: '2026-10-25', hour: 2, shooting: 1, seizure: 0, incident: 2 },
      { day: '2026-10-25', hour: 24, shooting: 0, seizure: 1, incident: 0 },
    ]);
    expect(hourBarAt(bars, AUTUMN + 2.5 / 25)?.total).toBe(3);
    expect(hourBarAt(bars, AUTUMN + 3.5 / 25)).toBe(null);
    expect(hourBarAt(bars, AUTUMN + 24.5 / 25)?.seizure).toBe(1);
  });
});
