import { describe, expect, it } from 'vitest';
import { ratedBy, regionRates } from '@/components/compare/region-rates';
import { lastHourOf } from '@/components/compare/use-comparison';
import type { Figure } from '@/lib/domain/figure';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import '@/lib/regions/gazetteer';

const FIGURES = [
  {
    fid: 1,
    measure: 'population',
    unit: 'count',
    area: '11002',
    value: 100_000,
    authority: 'Test office',
    periodFrom: '2025-01-01',
    periodTo: '2025-01-01',
    source: { publisher: 'Test office', publishedAt: null },
  } as unknown as Figure,
];
const TOWN = { code: '11002', own: 50, other: 50 };

describe('rates beside a comparison', () => {
  it('do not count days to come', () => {
    const days = {
      own: { from: '2026-01-01', to: '2026-12-31' },
      other: { from: '2025-01-01', to: '2025-12-31' },
    };
    const rates = regionRates(TOWN, { days, today: '2026-07-01' }, FIGURES);
    expect(rates?.other).toBe(50);
    expect(rates?.own).toBeCloseTo((50 * 365.25) / 182, 5);
    const future = { own: { from: '2027-01-01', to: '2027-12-31' }, other: days.other };
    expect(regionRates(TOWN, { days: future, today: '2026-07-01' }, FIGURES)?.own).toBeNull();
  });

  it.each([
    ['all', { from: '2026-01-01' }],
    ['all', { regions: ['11002'] }],
    ['selected', { kinds: ['seizure'] }],
    [null, { text: 'kaai' }],
    [null, { shape: { type: 'circle', center: [4, 51], radiusKm: 3 } }],
    [null, { regions: ['BEANR'] }],
    [null, { regions: ['11002-merksem'] }],
    [null, { regions: ['5345'] }],
  ] as [string | null, Partial<Filter>][])('are of %s records under %j', (rated, part) => {
    expect(ratedBy({ ...EVERYTHING, ...part })).toBe(rated);
  });

  it('end with the hour of the past state that is shown', () => {
    const now = Date.parse('2026-11-26T12:00:00Z');
    expect(lastHourOf(null, now)).toBe('2026-11-26T13');
    expect(lastHourOf({ committedAt: '2025-03-01T22:30:00Z' }, now)).toBe('2025-03-01');
    expect(lastHourOf({ committedAt: '2025-03-01T23:30:00Z' }, now)).toBe('2025-03-02T00');
    expect(lastHourOf({ committedAt: null }, now)).toBeNull();
  });
});
