import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  anchorIn,
  clampShown,
  type DayRange,
  edgePull,
  followWindow,
  panShown,
  pinchShown,
  positionAtX,
  SHORTEST_SHOWN_DAYS,
  type ShownRange,
  wholeOf,
  xOfDay,
  zoomShown,
} from '@/components/timeline/shown-range';
import { dayScale } from '@/components/timeline/time-scale';
import { anyMove, anyWidthPx, extentWithShown, extentWithWindow } from './arbitraries';

const SLACK_DAYS = 1e-6;

function expectProper({ start, end }: ShownRange, extent: DayRange): void {
  const whole = wholeOf(extent);
  const least = Math.min(SHORTEST_SHOWN_DAYS, whole.end - whole.start);
  expect(end - start).toBeGreaterThanOrEqual(least - SLACK_DAYS);
  expect(start).toBeGreaterThanOrEqual(whole.start - SLACK_DAYS);
  expect(end).toBeLessThanOrEqual(whole.end + SLACK_DAYS);
}

describe('pixels and days', () => {
  it('turn into each other and back', () => {
    fc.assert(
      fc.property(
        extentWithShown,
        anyWidthPx,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (given, widthPx, share) => {
          const { shown } = given;
          const position = shown.start + share * (shown.end - shown.start);
          const xPx = xOfDay(shown, widthPx, position);
          expect(xPx).toBeGreaterThanOrEqual(-SLACK_DAYS);
          expect(xPx).toBeLessThanOrEqual(widthPx + SLACK_DAYS);
          expect(positionAtX(shown, widthPx, xPx)).toBeCloseTo(position, 5);
        },
      ),
    );
  });

  it('name the day whose middle lies there', () => {
    fc.assert(
      fc.property(extentWithWindow, anyWidthPx, ({ extent, window }, widthPx) => {
        const shown = clampShown(wholeOf(window), extent);
        const middlePx = xOfDay(shown, widthPx, window.first + 0.5);
        const position = positionAtX(shown, widthPx, middlePx);
        expect(dayScale(extent).numberAt(position)).toBe(window.first);
      }),
    );
  });

  it('never leave the extent, however far outside the pointer is, and keep their order', () => {
    fc.assert(
      fc.property(
        extentWithShown,
        anyWidthPx,
        anyMove,
        anyMove,
        ({ extent, shown }, widthPx, a, b) => {
          const [left, right] = [Math.min(a, b), Math.max(a, b)];
          const [first, last] = [left, right].map((xPx) =>
            dayScale(extent).numberAt(positionAtX(shown, widthPx, xPx)),
          ) as [number, number];
          expect(first).toBeLessThanOrEqual(last);
          for (const day of [first, last]) {
            expect(day).toBeGreaterThanOrEqual(extent.first);
            expect(day).toBeLessThanOrEqual(extent.last);
          }
        },
      ),
    );
  });
});

describe('what the plot shows', () => {
  it('lies in the extent after any zoom and any pan, and never under two weeks', () => {
    fc.assert(
      fc.property(
        extentWithShown,
        fc.double({ min: 0.01, max: 100, noNaN: true }),
        anyMove,
        fc.double({ min: 0, max: 1, noNaN: true }),
        ({ extent, shown }, factor, days, share) => {
          const anchor = shown.start + share * (shown.end - shown.start);
          expectProper(zoomShown(shown, extent, factor, anchor), extent);
          expectProper(panShown(shown, extent, days), extent);
        },
      ),
    );
  });

  it('keeps under the pointer what lay there, unless an end of the extent is in the way', () => {
    const extent = { first: 0, last: 3_649 };
    const shown = { start: 1_000, end: 2_000 };
    const zoomed = zoomShown(shown, extent, 0.5, 1_250);
    expect(zoomed).toEqual({ start: 1_125, end: 1_625 });
    expect(xOfDay(zoomed, 800, 1_250)).toBeCloseTo(xOfDay(shown, 800, 1_250));
    expect(zoomShown(shown, extent, 100, 1_250)).toEqual(wholeOf(extent));
    expect(zoomShown(wholeOf(extent), extent, 1e-9, 0)).toEqual({
      start: 0,
      end: SHORTEST_SHOWN_DAYS,
    });
  });

  it('stays where it is for a window that it shows, and moves no farther than it must for another', () => {
    const extent = { first: 0, last: 3_649 };
    const shown = { start: 1_000, end: 2_000 };
    expect(followWindow(shown, extent, wholeOf({ first: 1_000, last: 1_999 }))).toBe(shown);
    expect(followWindow(shown, extent, wholeOf({ first: 2_100, last: 2_199 }))).toEqual({
      start: 1_250,
      end: 2_250,
    });
    expect(followWindow(shown, extent, wholeOf({ first: 900, last: 999 }))).toEqual({
      start: 850,
      end: 1_850,
    });
    const long = followWindow(shown, extent, wholeOf({ first: 500, last: 2_499 }));
    expect(long).toEqual({ start: 400, end: 2_600 });
  });

  it('shows any window after following it', () => {
    fc.assert(
      fc.property(
        extentWithWindow,
        fc.integer({ min: 1, max: 2_000 }),
        ({ extent, window }, length) => {
          const shown = clampShown({ start: extent.first, end: extent.first + length }, extent);
          const followed = followWindow(shown, extent, wholeOf(window));
          expectProper(followed, extent);
          expect(followed.start).toBeLessThanOrEqual(window.first + SLACK_DAYS);
          expect(followed.end).toBeGreaterThanOrEqual(window.last + 1 - SLACK_DAYS);
        },
      ),
    );
  });
});

describe('two fingers', () => {
  const extent = { first: 0, last: 3_649 };
  const shown = { start: 1_000, end: 1_400 };

  it('keep what lay under each of them', () => {
    const pinched = pinchShown(shown, extent, 800, { before: [200, 400], now: [100, 500] });
    expect(xOfDay(pinched, 800, positionAtX(shown, 800, 200))).toBeCloseTo(100, 6);
    expect(xOfDay(pinched, 800, positionAtX(shown, 800, 400))).toBeCloseTo(500, 6);
    expect(pinchShown(shown, extent, 800, { before: [200, 400], now: [200, 400] })).toEqual(shown);
  });

  it('leave a proper range, wherever they go', () => {
    const finger = fc.integer({ min: -50, max: 4_050 });
    const fingers = fc.tuple(finger, finger);
    fc.assert(
      fc.property(extentWithShown, anyWidthPx, fingers, fingers, (given, widthPx, before, now) => {
        expectProper(pinchShown(given.shown, given.extent, widthPx, { before, now }), given.extent);
      }),
    );
  });
});

describe('a hand that drags at the edge', () => {
  const shown = { start: 100, end: 200 };
  const pull = (startPx: number, xPx: number) => edgePull(shown, 800, { startPx, xPx }, 100);

  it('moves time towards that edge, the faster the nearer it is, and not in the middle', () => {
    expect(pull(400, 700)).toBe(0);
    expect(pull(400, 790)).toBeGreaterThan(0);
    expect(pull(400, 799)).toBeGreaterThan(pull(400, 790));
    expect(pull(400, 5)).toBeLessThan(0);
    expect(pull(400, 2_000)).toBe(pull(400, 800));
  });

  it('moves nothing while it goes away from the edge where it came down', () => {
    expect(Math.abs(pull(2, 12))).toBe(0);
    expect(Math.abs(pull(798, 790))).toBe(0);
    expect(pull(12, 2)).toBeLessThan(0);
  });
});

describe('what a button zooms around', () => {
  it('is the middle of the chosen days, which then stay in sight, and nothing where that is out of sight', () => {
    fc.assert(
      fc.property(extentWithWindow, ({ extent, window }) => {
        const middle = (window.first + window.last + 1) / 2;
        expect(anchorIn(wholeOf(extent), wholeOf(window))).toBe(middle);
        const nearer = zoomShown(wholeOf(extent), extent, 1 / 4, middle);
        expect(nearer.start).toBeLessThanOrEqual(middle + SLACK_DAYS);
        expect(nearer.end).toBeGreaterThanOrEqual(middle - SLACK_DAYS);
        const beside = { start: window.last + 2, end: window.last + 9 };
        expect(anchorIn(beside, wholeOf(window))).toBeUndefined();
      }),
    );
  });
});
