import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSoak, medianSlope, type SoakSample } from '../../soak/judge-soak';

const MEGABYTE = 1_024 * 1_024;
const MEASURES = [
  'pageHeapBytes',
  'engineHeapBytes',
  'mapWorkersHeapBytes',
  'bufferBytes',
] as const;

/** A day of a wall that keeps nothing, but for what is told of each hour. */
function day(change: (hour: number) => Partial<SoakSample> = () => ({})): SoakSample[] {
  return Array.from({ length: 24 }, (_, index) => ({
    hour: index + 1,
    updates: 3_600 * (index + 1),
    scenes: 10 * (index + 1),
    pageHeapBytes: 15 * MEGABYTE,
    engineHeapBytes: 8 * MEGABYTE,
    mapWorkersHeapBytes: 5 * MEGABYTE,
    bufferBytes: 6 * MEGABYTE,
    domNodes: 103,
    listeners: 400,
    serverKb: 500_000,
    ...change(index + 1),
  }));
}

describe('what a soak is judged by', () => {
  it('finds nothing in a day that goes up and down', () => {
    const wavy = day((hour) => ({
      pageHeapBytes: (15 + Math.sin(hour)) * MEGABYTE,
      domNodes: 103 + (hour % 2) * 40,
    }));
    expect(judgeSoak(wavy).faults).toEqual([]);
  });

  it('finds memory that grows by more than a megabyte an hour, in page, engine, map or arrays', () => {
    for (const name of MEASURES) {
      const { faults } = judgeSoak(day((hour) => ({ [name]: (10 + 1.1 * hour) * MEGABYTE })));
      expect(faults).toEqual(['memory grows by 1.10 MB an hour (at most 1)']);
    }
  });

  it('finds one listener and one node more an hour', () => {
    const { faults } = judgeSoak(
      day((hour) => ({ listeners: 400 + hour, domNodes: 103 + 2 * hour })),
    );
    expect(faults).toEqual([
      'domNodes grow by 2.0 an hour (at most 0.2)',
      'listeners grow by 1.0 an hour (at most 0.2)',
    ]);
  });

  it('does not count what fills in the first sixth of the day', () => {
    const filling = day((hour) => ({ engineHeapBytes: Math.min(hour, 4) * 20 * MEGABYTE }));
    expect(judgeSoak(filling).faults).toEqual([]);
  });

  it('judges nothing by fewer than six hours', () => {
    expect(judgeSoak(day().slice(0, 4)).faults).toEqual([
      '4 hours are too few to judge by: 6 are needed',
    ]);
  });

  it('gives the slope of a line, whatever one odd point says', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: -1_000, max: 1_000 }),
        fc.integer({ min: 0, max: 19 }),
        (slope, start, odd) => {
          const points = Array.from(
            { length: 20 },
            (_, x) => [x, x === odd ? 1e9 : start + slope * x] as const,
          );
          expect(medianSlope(points)).toBeCloseTo(slope, 6);
        },
      ),
    );
  });
});
