import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  daysOfWindow,
  type Grip,
  shiftWindow,
  windowOfDays,
  windowOfDrag,
  windowOfKey,
} from '@/components/timeline/day-window';
import type { DayRange } from '@/components/timeline/shown-range';
import { dayScale, periodOfHand } from '@/components/timeline/time-scale';
import { dayNumberOf } from '@/lib/domain/time';
import { anyDay, anyUnit, extentWithWindow } from './arbitraries';

const EXTENT = range('2015-01-01', '2026-11-24');
const BY_DAY = dayScale(EXTENT);
const KEYS = [
  'ArrowLeft',
  'ArrowRight',
  'ArrowUp',
  'ArrowDown',
  'PageUp',
  'PageDown',
  'Home',
  'End',
];
const anyGrip = fc.constantFrom<Grip>('from', 'to', 'window');

function range(from: string, to: string): DayRange {
  return { first: dayNumberOf(from), last: dayNumberOf(to) };
}

function expectInside({ first, last }: DayRange, extent: DayRange): void {
  expect(first).toBeGreaterThanOrEqual(extent.first);
  expect(first).toBeLessThanOrEqual(last);
  expect(last).toBeLessThanOrEqual(extent.last);
}

describe('a window and the filter’s days', () => {
  it('turn into each other and back', () => {
    fc.assert(
      fc.property(extentWithWindow, ({ extent, window }) => {
        expect(windowOfDays(daysOfWindow(window, extent), extent)).toEqual(window);
      }),
    );
  });

  it('leave an end open that lies at the end of the data', () => {
    expect(daysOfWindow(EXTENT, EXTENT)).toEqual({ from: null, to: null });
    expect(daysOfWindow(range('2026-11-01', '2026-11-24'), EXTENT)).toEqual({
      from: '2026-11-01',
      to: null,
    });
  });

  it('are those of before where a hand brought the window back, also beyond the data', () => {
    const closed = { from: '2026-11-18', to: '2026-11-24' };
    const back = windowOfDays(closed, EXTENT);
    expect(periodOfHand(back, BY_DAY, closed)).toBe(closed);
    expect(periodOfHand({ ...back, first: back.first - 1 }, BY_DAY, closed)).toEqual({
      from: '2026-11-17',
      to: null,
    });
    const whole = { from: '2014-01-01', to: '2026-11-24' };
    expect(periodOfHand(EXTENT, BY_DAY, whole)).toBe(whole);
  });

  it('stay in the extent for days that no record has', () => {
    const { last } = EXTENT;
    expect(windowOfDays({ from: '2190-01-01', to: null }, EXTENT)).toEqual({ first: last, last });
    expect(windowOfDays({ from: null, to: '1990-01-01' }, EXTENT)).toEqual({
      first: EXTENT.first,
      last: EXTENT.first,
    });
  });
});

describe('a drag', () => {
  it('keeps its window in order and in the extent, wherever the pointer goes', () => {
    const anyDrag = fc.constantFrom(
      'empty' as const,
      'from' as const,
      'to' as const,
      'window' as const,
    );
    fc.assert(
      fc.property(
        extentWithWindow,
        anyDrag,
        anyDay,
        anyDay,
        ({ extent, window }, grip, startDay, day) => {
          const dragged = windowOfDrag({ grip, startDay, window }, day, extent);
          expectInside(dragged, extent);
          if (grip === 'window')
            expect(dragged.last - dragged.first).toBe(window.last - window.first);
        },
      ),
    );
  });

  it('draws the same window from either side', () => {
    const window = EXTENT;
    const [a, b] = [dayNumberOf('2024-03-10'), dayNumberOf('2024-05-02')];
    const wanted = range('2024-03-10', '2024-05-02');
    expect(windowOfDrag({ grip: 'empty', startDay: a, window }, b, EXTENT)).toEqual(wanted);
    expect(windowOfDrag({ grip: 'empty', startDay: b, window }, a, EXTENT)).toEqual(wanted);
  });

  it('of an end past the other turns the window over', () => {
    const window = range('2024-03-10', '2024-03-20');
    const startDay = window.last;
    expect(
      windowOfDrag({ grip: 'to', startDay, window }, dayNumberOf('2024-03-01'), EXTENT),
    ).toEqual(range('2024-03-01', '2024-03-10'));
  });
});

describe('a key', () => {
  it('keeps the window in order and in the extent', () => {
    fc.assert(
      fc.property(
        extentWithWindow,
        fc.constantFrom(...KEYS),
        anyGrip,
        anyUnit,
        ({ extent, window }, key, grip, unit) => {
          const moved = windowOfKey(key, grip, window, extent, unit);
          expect(moved).not.toBeNull();
          if (moved) expectInside(moved, extent);
        },
      ),
    );
  });

  it('moves an end to the next border of a unit', () => {
    const window = range('2024-03-10', '2024-05-15');
    const press = (key: string, grip: Grip) => windowOfKey(key, grip, window, EXTENT, 'month');
    expect(press('ArrowRight', 'from')).toEqual(range('2024-04-01', '2024-05-15'));
    expect(press('ArrowLeft', 'from')).toEqual(range('2024-03-01', '2024-05-15'));
    expect(press('ArrowRight', 'to')).toEqual(range('2024-03-10', '2024-05-31'));
    expect(press('ArrowLeft', 'to')).toEqual(range('2024-03-10', '2024-04-30'));
    expect(press('PageUp', 'to')).toEqual(range('2024-03-10', '2025-04-30'));
    expect(press('Home', 'from')).toEqual({ first: EXTENT.first, last: window.last });
    expect(press('End', 'to')).toEqual({ first: window.first, last: EXTENT.last });
    expect(press('a', 'to')).toBeNull();
  });

  it('does not move an end past the other', () => {
    const window = range('2024-03-10', '2024-03-20');
    expect(windowOfKey('PageUp', 'from', window, EXTENT, 'year')).toEqual({
      first: window.last,
      last: window.last,
    });
  });
});

describe('a window that moves by units', () => {
  it('stays one of whole months, however long these are', () => {
    const february = range('2024-02-01', '2024-02-29');
    expect(shiftWindow(february, EXTENT, 'month', 1)).toEqual(range('2024-03-01', '2024-03-31'));
    expect(shiftWindow(february, EXTENT, 'month', -12)).toEqual(range('2023-02-01', '2023-02-28'));
  });

  it('keeps its days where it is not one of whole units', () => {
    const window = range('2024-02-10', '2024-02-12');
    expect(shiftWindow(window, EXTENT, 'month', 1)).toEqual(range('2024-03-10', '2024-03-12'));
  });

  it('is cut by the end of the data and whole again on its way back', () => {
    const october = range('2026-10-01', '2026-10-31');
    const november = shiftWindow(october, EXTENT, 'month', 5);
    expect(november).toEqual(range('2026-11-01', '2026-11-24'));
    expect(shiftWindow(november, EXTENT, 'month', -1)).toEqual(october);
  });
});
