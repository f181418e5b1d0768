import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { windowBefore } from '@/lib/domain/window-before';

describe('the window before a filter’s days', () => {
  it('[HS7] has as many days, and the rest of the filter', () => {
    const filter = { ...EVERYTHING, kinds: ['seizure' as const] };
    const days = (from: string, to: string) => windowBefore({ ...filter, from, to });
    expect(days('2026-05-08', '2026-05-14')).toEqual({
      filter: { ...filter, from: '2026-05-01', to: '2026-05-07' },
      hours: 7 * 24,
    });
    expect(days('2024-03-01', '2024-03-01')?.filter.from).toBe('2024-02-29');
    // The clock changes on 29 March.
    expect(days('2026-03-30', '2026-04-01')?.filter).toMatchObject({
      from: '2026-03-27',
      to: '2026-03-29',
    });
  });

  it('[HS7] of hours has as many of them, as the calendar counts, and no hour that clocks skip', () => {
    const hours = (from: string, to: string) => {
      const window = windowBefore({ ...EVERYTHING, from, to });
      return window && [window.filter.from, window.filter.to, window.hours];
    };
    expect(hours('2026-05-08T13', '2026-05-08T15')).toEqual(['2026-05-08T10', '2026-05-08T12', 3]);
    expect(hours('2026-05-08T00', '2026-05-08T01')).toEqual(['2026-05-07T22', '2026-05-07', 2]);
    expect(hours('2026-05-08', '2026-05-09T11')).toEqual(['2026-05-06T12', '2026-05-07', 36]);
    expect(hours('2026-03-29T03', '2026-03-29T03')).toEqual(['2026-03-29T01', '2026-03-29T01', 1]);
  });

  it('[HS7] is not there without a first and a last day, or where they are the wrong way round', () => {
    expect(windowBefore(EVERYTHING)).toBeNull();
    expect(windowBefore({ ...EVERYTHING, from: '2026-05-08' })).toBeNull();
    expect(windowBefore({ ...EVERYTHING, to: '2026-05-08' })).toBeNull();
    expect(windowBefore({ ...EVERYTHING, from: '2026-05-08', to: '2026-05-07' })).toBeNull();
  });
});
