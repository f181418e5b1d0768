import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Figure } from '@/lib/domain/figure';
import { figureSchema } from '@/lib/domain/figure-schema';
import { populationOf, ratePerInhabitants, yearRates, yearsOfDays } from '@/lib/domain/rate';

/** No real population: round numbers, made for this test. */
function madeUpPopulation(fid: number, part: Partial<Figure> = {}): Figure {
  return figureSchema.parse({
    fid,
    key: `made-up-${fid}`,
    measure: 'population',
    definition: { en: 'Made up for a test' },
    authority: 'Test office',
    area: '21004',
    areaName: { en: 'Made-up town' },
    periodFrom: '2024-01-01',
    periodTo: '2024-01-01',
    value: 200_000,
    unit: 'count',
    source: { publisher: 'Test office', label: 'made up', url: 'https://example.org/' },
    ...part,
  });
}

const OF_2024 = { from: '2024-01-01', to: '2024-12-31' };

describe('a rate of records', () => {
  it('is for 100 000 inhabitants and a year', () => {
    expect(ratePerInhabitants(50, 200_000, 1)).toBe(25);
    expect(ratePerInhabitants(50, 200_000, 2)).toBe(12.5);
  });

  it('is not told of fewer than ten records, nor where nobody lives', () => {
    expect(ratePerInhabitants(10, 200_000, 1)).toBe(5);
    expect(ratePerInhabitants(9, 200_000, 1)).toBeNull();
    expect(ratePerInhabitants(50, 0, 1)).toBeNull();
  });

  it('is the same for twice the records in twice the years', () => {
    const counts = fc.integer({ min: 10, max: 10_000 });
    fc.assert(
      fc.property(counts, fc.integer({ min: 1, max: 1e7 }), (records, population) => {
        const once = ratePerInhabitants(records, population, 1) ?? Number.NaN;
        expect(ratePerInhabitants(2 * records, population, 2)).toBeCloseTo(once, 6);
      }),
    );
  });

  it('takes whole calendar years as years, leap years too', () => {
    expect(yearsOfDays(OF_2024)).toBe(1);
    expect(yearsOfDays({ from: '2022-01-01', to: '2024-12-31' })).toBe(3);
    expect(yearsOfDays({ from: '2024-03-01', to: '2024-03-31' })).toBeCloseTo(31 / 365.25, 9);
  });
});

describe('the population that a rate is reckoned by', () => {
  it('is the published one of just that area that lies nearest in time', () => {
    const near = madeUpPopulation(1);
    const far = madeUpPopulation(2, { periodFrom: '2020-01-01', periodTo: '2020-01-01' });
    const elsewhere = madeUpPopulation(3, { area: '11002' });
    const other = madeUpPopulation(4, { measure: 'shootings' });
    const figures = [far, elsewhere, other, near];
    expect(populationOf(figures, '21004', OF_2024)).toBe(near);
    expect(populationOf(figures, '21004', { from: '2019-01-01', to: '2019-12-31' })).toBe(far);
    expect(populationOf([elsewhere, other], '21004', OF_2024)).toBeNull();
  });

  it('is the counting authority’s own statement before what others say of it', () => {
    const retold = madeUpPopulation(1, {
      value: 210_000,
      source: { ...madeUpPopulation(1).source, publisher: 'A newspaper' },
    });
    expect(populationOf([retold, madeUpPopulation(2)], '21004', OF_2024)?.fid).toBe(2);
  });
});

describe('the rates of a region by year', () => {
  const kinds = (shooting: number) => ({ shooting, seizure: 0, incident: 0 });
  const years = [
    { year: 2025, kinds: kinds(40) },
    { year: 2024, kinds: kinds(30) },
    { year: 2023, kinds: kinds(9) },
  ];

  it('leave out a year that is not over, and one with few records', () => {
    const rates = yearRates(years, [madeUpPopulation(1)], '21004', 2025);
    expect(rates).toMatchObject([{ year: 2024, rate: 15, population: { fid: 1 } }]);
  });

  it('are none where no population was published', () => {
    expect(yearRates(years, [], '21004', 2026)).toEqual([]);
  });
});
