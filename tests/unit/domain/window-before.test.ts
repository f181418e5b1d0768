import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { windowBefore } from '@/lib/domain/window-before';

describe('the window before a filter’s days', () => {
  it('[HS7] has as many days, and the rest of the filter', () => {
    const filter = { ...EVERYTHING, kinds: ['seizure' as const] };
    const days = (from: string, to: string) => windowBefore({ ...filter, from, to });
    expect(days('2026-05-08', '2026-05-14')).toEqual({
      filter: { ...filter, from: '2026-05-01', to: '2026-05-07' },
      days: 7,
    });
    expect(days('2024-03-01', '2024-03-01')?.filter.from).toBe('2024-02-29');
    // The clock changes on 29 March.
    expect(days('2026-03-30', '2026-04-01')?.filter).toMatchObject({
      from: '2026-03-27',
      to: '2026-03-29',
    });
  });

  it('[HS7] is not there without a first and a last day, or where they are the wrong way round', () => {
    expect(windowBefore(EVERYTHING)).toBeNull();
    expect(windowBefore({ ...EVERYTHING, from: '2026-05-08' })).toBeNull();
    expect(windowBefore({ ...EVERYTHING, to: '2026-05-08' })).toBeNull();
    expect(windowBefore({ ...EVERYTHING, from: '2026-05-08', to: '2026-05-07' })).toBeNull();
  });
});
