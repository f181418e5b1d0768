import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { judgeSoak, medianSlope, type SoakSample, standsOut } from '../../soak/judge-soak';

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
      expect(faults).toContain('memory grows by 1.10 MB an hour (at most 1)');
    }
  });

  it('finds one listener and one node more an hour', () => {
    const { faults } = judgeSoak(
      day((hour) => ({ listeners: 400 + hour, domNodes: 103 + 2 * hour })),
    );
    expect(faults).toContain('domNodes grow by 2.0 an hour (at most 0.2)');
    expect(faults).toContain('listeners grow by 1.0 an hour (at most 0.2)');
  });

  it('does not count what fills in the first sixth of the day', () => {
    const filling = day((hour) => ({ engineHeapBytes: Math.min(hour, 4) * 20 * MEGABYTE }));
    expect(judgeSoak(filling).faults).toEqual([]);
  });

  it('finds what nobody measured, in whichever hour and of whichever measure', () => {
    for (const name of [...MEASURES, 'domNodes', 'listeners', 'serverKb'] as const) {
      for (const nothing of [Number.NaN, 0]) {
        const { faults } = judgeSoak(day((hour) => (hour === 2 ? { [name]: nothing } : {})));
        expect(faults).toEqual([`${name} was not measured in 1 of 24 hours`]);
      }
    }
  });

  it('finds a wall of which nothing was measured at all', () => {
    const { faults } = judgeSoak(day(() => ({ engineHeapBytes: 0, bufferBytes: Number.NaN })));
    expect(faults).toEqual([
      'engineHeapBytes was not measured in 24 of 24 hours',
      'bufferBytes was not measured in 24 of 24 hours',
      '0 hours are too few to judge by: 6 are needed',
    ]);
  });

  it('finds a leak that begins in the last hours, which no median of slopes shows', () => {
    const since = (hour: number) => Math.max(0, hour - 20);
    for (const name of MEASURES) {
      const late = day((hour) => ({ [name]: (10 + 5 * since(hour)) * MEGABYTE }));
      expect(judgeSoak(late).faults).toEqual([
        'memory of the last quarter is 10.0 MB above that of the first (at most 8)',
        'memory of the last hour is 20.0 MB above the median (at most 8)',
      ]);
    }
    const objects = day((hour) => ({
      domNodes: 103 + 40 * since(hour),
      listeners: 400 + since(hour) * 30,
    }));
    expect(judgeSoak(objects).faults).toEqual([
      'domNodes of the last quarter are 80 above those of the first (at most 10)',
      'domNodes of the last hour are 160 above the median (at most 60)',
      'listeners of the last quarter are 60 above those of the first (at most 20)',
      'listeners of the last hour are 120 above the median (at most 60)',
    ]);
  });

  it('finds what the last hour alone holds', () => {
    const { faults } = judgeSoak(
      day((hour) => (hour === 24 ? { mapWorkersHeapBytes: 14 * MEGABYTE, domNodes: 852 } : {})),
    );
    expect(faults).toEqual([
      'memory of the last hour is 9.0 MB above the median (at most 8)',
      'domNodes of the last hour are 749 above the median (at most 60)',
    ]);
  });

  it('has an hour measured again that has more objects than those before it', () => {
    const before = day().slice(0, 7);
    expect(standsOut({ domNodes: 110, listeners: 415 }, before)).toBe(false);
    expect(standsOut({ domNodes: 151, listeners: 400 }, before)).toBe(true);
    expect(standsOut({ domNodes: 103, listeners: 474 }, before)).toBe(true);
  });

  it("finds a server's process that grows, steadily or late", () => {
    const steady = day((hour) => ({ serverKb: 500_000 + 4.5 * 1_024 * hour }));
    expect(judgeSoak(steady).faults).toEqual([
      'the server grows by 4.5 MB an hour (at most 4)',
      'the server in the last quarter is 67.5 MB above the first (at most 64)',
    ]);
    const late = day((hour) => ({ serverKb: 500_000 + (hour > 19 ? 70 * 1_024 : 0) }));
    expect(judgeSoak(late).faults).toEqual([
      'the server in the last quarter is 70.0 MB above the first (at most 64)',
    ]);
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
