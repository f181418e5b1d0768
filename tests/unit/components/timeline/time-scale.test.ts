import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowOfKey } from '@/components/timeline/day-window';
import type { DayRange } from '@/components/timeline/shown-range';
import { dayScale, hourNumberAt, hourScale, periodOfHand } from '@/components/timeline/time-scale';
import { dayNumberOf } from '@/lib/domain/time';
import { isInOrder } from '@/lib/domain/time-bound';
import type { Period } from '@/lib/url/presets';
import { dayBetween, periodOn } from '../../../support/bounds';

const EXTENT: DayRange = { first: dayNumberOf('2015-01-01'), last: dayNumberOf('2026-11-24') };
const BY_HOUR = hourScale(EXTENT);
const BY_DAY = dayScale(EXTENT);
const periodInside = periodOn(dayBetween('2015-01-02', '2026-11-23'));

/** What a key makes of a period where bars are hours. */
function pressed(key: string, grip: 'from' | 'to' | 'window', period: Period): Period {
  const window = BY_HOUR.windowOf(period);
  const wanted = windowOfKey(key, grip, window, BY_HOUR.extent, 'hour');
  if (!wanted) return period;
  const isForward = wanted.first > window.first || wanted.last > window.last;
  return periodOfHand(BY_HOUR.land(wanted, isForward), BY_HOUR, period);
}

describe('a scale of hours', () => {
  it('turns periods into windows and back, days and hours alike', () => {
    fc.assert(
      fc.property(periodInside, (period) => {
        expect(BY_HOUR.periodOf(BY_HOUR.windowOf(period))).toEqual(period);
      }),
      { numRuns: 1_000 },
    );
  });

  it('has each hour where its bar lies, and finds it there', () => {
    fc.assert(
      fc.property(dayBetween('2015-01-01', '2026-11-24'), fc.nat(22), (day, hour) => {
        const number = hourNumberAt(dayNumberOf(day), hour);
        const { start, end } = BY_HOUR.placeOf({ first: number, last: number });
        expect(BY_HOUR.numberAt((start + end) / 2)).toBe(number);
        expect(BY_HOUR.numberAt(start + 1e-6)).toBe(number);
        expect(BY_HOUR.numberAt(end - 1e-6)).toBe(number);
      }),
      { numRuns: 500 },
    );
  });

  it('has days where they lie on a scale of days', () => {
    fc.assert(
      fc.property(dayBetween('2015-01-02', '2026-11-23'), (day) => {
        const period = { from: day, to: day };
        const byDay = BY_DAY.placeOf(BY_DAY.windowOf(period));
        expect(BY_HOUR.placeOf(BY_HOUR.windowOf(period))).toEqual(byDay);
      }),
    );
  });

  it('is left by keys from hour to hour, also over the one that clocks skip or show twice', () => {
    const path = (from: string, key: string, steps: number) => {
      const hours = [from];
      for (let step = 0; step < steps; step += 1) {
        hours.push(pressed(key, 'from', { from: hours.at(-1) ?? '', to: '2026-11-01' }).from ?? '');
      }
      return hours.map((hour) => hour.slice(8));
    };
    const spring = ['29T01', '29T03', '29T04'];
    const autumn = ['25T01', '25T02', '25T03'];
    expect(path('2026-03-29T01', 'ArrowRight', 2)).toEqual(spring);
    expect(path('2026-03-29T04', 'ArrowLeft', 2)).toEqual([...spring].reverse());
    expect(path('2026-10-25T01', 'ArrowRight', 2)).toEqual(autumn);
    expect(path('2026-10-25T03', 'ArrowLeft', 2)).toEqual([...autumn].reverse());
    expect(path('2026-10-24T23', 'ArrowRight', 1)).toEqual(['24T23', '25']);
  });

  it('never stays where it was under an arrow, but at an end or at the other bound', () => {
    fc.assert(
      fc.property(
        periodInside.filter(({ from, to }) => from !== null && to !== null),
        fc.constantFrom('ArrowLeft', 'ArrowRight'),
        fc.constantFrom('from' as const, 'to' as const, 'window' as const),
        (period, key, grip) => {
          const window = BY_HOUR.windowOf(period);
          const isStopped =
            window.first === window.last && grip === (key === 'ArrowLeft' ? 'to' : 'from');
          const moved = pressed(key, grip, period);
          expect(moved).not.toBe(isStopped ? null : period);
          if (!isStopped) expect(moved).not.toEqual(period);
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('hours under a hand that moves days', () => {
  const hours = { from: '2026-03-01T13', to: '2026-03-03T15' };
  const window = BY_DAY.windowOf(hours);

  it('stay where the hand brought them back, and the end that it does not hold keeps its hour', () => {
    expect(periodOfHand(window, BY_DAY, hours)).toBe(hours);
    expect(periodOfHand({ ...window, first: window.first - 1 }, BY_DAY, hours)).toEqual({
      from: '2026-02-28',
      to: '2026-03-03T15',
    });
    expect(periodOfHand({ ...window, last: window.last + 1 }, BY_DAY, hours)).toEqual({
      from: '2026-03-01T13',
      to: '2026-03-04',
    });
  });

  it('keep their times of day when both ends are moved alike', () => {
    const moved = { first: window.first + 28, last: window.last + 28 };
    expect(periodOfHand(moved, BY_DAY, hours)).toEqual({
      from: '2026-03-29T13',
      to: '2026-03-31T15',
    });
  });

  it('become the hour after where they are the one that clocks skip', () => {
    const early = { from: '2026-03-28T02', to: '2026-03-28T02' };
    const drawn = BY_DAY.windowOf(early);
    const moved = { first: drawn.first + 1, last: drawn.last + 1 };
    const landed = { from: '2026-03-29T03', to: '2026-03-29T03' };
    expect(periodOfHand(moved, BY_DAY, early)).toEqual(landed);
    const skipped = hourNumberAt(dayNumberOf('2026-03-29'), 1) + 1;
    expect(BY_HOUR.periodOf({ first: skipped, last: skipped })).toEqual(landed);
  });

  it('stay in order however far they are moved', () => {
    fc.assert(
      fc.property(
        periodInside.filter(({ from, to }) => from !== null && to !== null),
        fc.integer({ min: -2_000, max: 2_000 }),
        (period, days) => {
          const drawn = BY_DAY.windowOf(period);
          const moved = { first: drawn.first + days, last: drawn.last + days };
          const { from, to } = periodOfHand(moved, BY_DAY, period);
          expect(from === null || to === null || isInOrder(from, to)).toBe(true);
        },
      ),
      { numRuns: 500 },
    );
  });
});
