import fc from 'fast-check';
import { BAR_UNITS } from '@/components/timeline/calendar-units';
import { clampShown, type DayRange, type ShownRange } from '@/components/timeline/shown-range';

const EARLIEST_DAY = -7_300;
const LATEST_DAY = 84_000;

export const anyDay = fc.integer({ min: EARLIEST_DAY, max: LATEST_DAY });
export const anyUnit = fc.constantFrom(...BAR_UNITS);
export const anyWidthPx = fc.integer({ min: 1, max: 4_000 });
export const anyMove = fc.integer({ min: -5_000, max: 5_000 });

/** From a day to half a century. */
export const anyExtent: fc.Arbitrary<DayRange> = fc
  .tuple(anyDay, fc.integer({ min: 0, max: 18_000 }))
  .map(([first, length]) => ({ first, last: first + length }));

export const extentWithWindow = anyExtent.chain((extent) => {
  const day = fc.integer({ min: extent.first, max: extent.last });
  return fc.tuple(day, day).map(([a, b]) => ({
    extent,
    window: { first: Math.min(a, b), last: Math.max(a, b) },
  }));
});

export const extentWithShown = fc
  .tuple(anyExtent, fc.double({ min: 0, max: 1, noNaN: true }), fc.integer({ min: 1, max: 20_000 }))
  .map(([extent, share, length]): { extent: DayRange; shown: ShownRange } => {
    const start = extent.first + share * (extent.last - extent.first);
    return { extent, shown: clampShown({ start, end: start + length }, extent) };
  });
