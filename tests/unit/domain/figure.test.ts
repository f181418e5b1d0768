import { describe, expect, it } from 'vitest';
import { figureInputSchema } from '@/lib/domain/figure-schema';
import { faultsOf } from '@/lib/domain/problem';

const figure = {
  key: 'shootings:example',
  measure: 'shootings',
  definition: { en: 'an example' },
  authority: 'Example authority',
  area: 'BE-BRU',
  areaName: { en: 'Brussels' },
  periodFrom: '2024-01-01',
  periodTo: '2024-12-31',
  value: 10,
  unit: 'count',
  source: { publisher: 'Example', label: 'Example', url: 'https://example.org/figures' },
};

function faultsFor(change: Partial<Record<keyof typeof figure | 'low' | 'high', unknown>>) {
  const parsed = figureInputSchema.safeParse({ ...figure, ...change });
  return parsed.success ? [] : faultsOf(parsed.error).map(({ field }) => field);
}

describe('a figure', () => {
  it('is taken with a period of real calendar days', () => {
    expect(faultsFor({})).toEqual([]);
    expect(faultsFor({ periodTo: '2024-01-01' })).toEqual([]);
  });

  it.each([
    ['2024-99-99', 'periodFrom'],
    ['2024-02-30', 'periodFrom'],
    ['0050-01-01', 'periodFrom'],
  ])('is refused from the day %s, by the name of the field', (periodFrom, field) => {
    expect(faultsFor({ periodFrom })).toEqual([field]);
  });

  it('is refused with a period or a range that runs backwards', () => {
    expect(faultsFor({ periodFrom: '2025-01-01' })).toEqual(['periodTo']);
    expect(faultsFor({ low: 12, high: 9 })).toEqual(['high']);
    expect(faultsFor({ low: 9, high: 12 })).toEqual([]);
  });
});
