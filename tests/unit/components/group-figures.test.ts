import { describe, expect, it } from 'vitest';
import '@/lib/regions/gazetteer';
import { figureCircles, figureYears } from '@/components/figures/figure-circles';
import {
  brusselsShootings,
  otherFigures,
  portStatements,
  statementsByMeasure,
} from '@/components/figures/group-figures';
import type { Figure } from '@/lib/domain/figure';
import { figureSchema } from '@/lib/domain/figure-schema';

function figure(fid: number, part: Record<string, unknown>): Figure {
  return figureSchema.parse({
    fid,
    key: `figure-${fid}`,
    measure: 'cocaine seized',
    definition: { en: 'seized by customs' },
    authority: 'Customs',
    area: 'BEANR',
    areaName: { en: 'port of Antwerp' },
    periodFrom: '2023-01-01',
    periodTo: '2023-12-31',
    value: 116_000,
    unit: 'kg',
    source: {
      publisher: 'A newspaper',
      label: 'report',
      url: 'https://example.org/',
      publishedAt: '2024-01-10',
    },
    ...part,
  });
}

const source = (publisher: string, publishedAt: string) => ({
  publisher,
  label: 'report',
  url: 'https://example.org/',
  publishedAt,
});

describe('tonnes seized per port', () => {
  it('keeps every statement that disagrees, led by the authority itself', () => {
    const [antwerp] = portStatements([
      figure(1, { value: 116_000, source: source('A newspaper', '2025-01-10') }),
      figure(2, { value: 121_000, source: source('Customs', '2024-01-10') }),
    ]);
    expect(antwerp?.figures.map((entry) => entry.value)).toEqual([121_000, 116_000]);
    expect([antwerp?.low, antwerp?.high]).toEqual([116_000, 121_000]);
  });

  it('lets the latest publication lead where the authority did not publish itself', () => {
    const [antwerp] = portStatements([
      figure(1, { value: 116_000, source: source('A newspaper', '2024-01-10') }),
      figure(2, { value: 121_000, source: source('An agency', '2025-01-16') }),
    ]);
    expect(antwerp?.figures[0].value).toBe(121_000);
  });

  it('has a ring for each port with a figure for the chosen year, and none for the others', () => {
    const figures = [
      figure(1, { area: 'BEANR', value: 116_000 }),
      figure(2, { area: 'BEANR', value: 121_000, source: source('Customs', '2024-01-10') }),
      figure(3, { area: 'NLRTM', periodFrom: '2022-01-01', periodTo: '2022-12-31' }),
    ];
    const rings = (year: number) =>
      figureCircles(figures, year, 'en').features.map(({ properties }) => properties);
    expect(figureYears(figures)).toEqual([2022, 2023]);
    expect(rings(2023)).toMatchObject([{ year: 2023, low: 116, high: 121, disputed: true }]);
    expect(rings(2022)).toMatchObject([{ year: 2022, disputed: false }]);
    expect(rings(2021)).toEqual([]);
  });

  it('leaves out countries, parts of years and other drugs, which stay among the other figures', () => {
    const others = [
      figure(1, { area: 'BE' }),
      figure(2, { periodTo: '2023-06-30' }),
      figure(3, { measure: 'heroin seized' }),
    ];
    expect(portStatements(others)).toEqual([]);
    expect(otherFigures(others)).toHaveLength(3);
  });

  it('sorts by year, newest first, then by amount', () => {
    const list = portStatements([
      figure(1, { area: 'BEANR', periodFrom: '2022-01-01', periodTo: '2022-12-31' }),
      figure(2, { area: 'NLRTM', value: 45_506 }),
      figure(3, { area: 'BEANR' }),
    ]);
    expect(list.map(({ area, year }) => `${area} ${year}`)).toEqual([
      'BEANR 2023',
      'NLRTM 2023',
      'BEANR 2022',
    ]);
  });
});

describe('shootings in Brussels', () => {
  const count = (fid: number, value: number, part: Record<string, unknown> = {}) =>
    figure(fid, { measure: 'shootings', area: 'BE-BRU', unit: 'count', value, ...part });

  it('are ranges over all publishers of a year', () => {
    const [year] = brusselsShootings([count(1, 89), count(2, 92), count(3, 90)]);
    expect([year?.low, year?.high, year?.figures.length]).toEqual([89, 92, 3]);
  });

  it('say when a year is not whole', () => {
    const [year] = brusselsShootings([
      count(1, 96, { periodFrom: '2025-01-01', periodTo: '2025-12-15' }),
    ]);
    expect(year).toMatchObject({ year: 2025, isWholeYear: false });
  });
});

describe('everything published about one area', () => {
  it('is told by measure, the newest period first, and what disagrees stands together', () => {
    const all = [
      figure(1, { periodFrom: '2022-01-01', periodTo: '2022-12-31' }),
      figure(2, { value: 100_000, source: source('Customs', '2024-02-01') }),
      figure(3, { value: 116_000 }),
      figure(4, { definition: { en: 'another definition' } }),
      figure(5, { measure: 'shootings', unit: 'count', value: 3 }),
    ];
    const told = statementsByMeasure(all).map(({ measure, statements }) => [
      measure,
      statements.map(({ figures }) => figures.map(({ fid }) => fid)),
    ]);
    expect(told).toEqual([
      ['cocaine seized', [[4], [2, 3], [1]]],
      ['shootings', [[5]]],
    ]);
  });

  it('leaves no figure out', () => {
    const all = [1, 2, 3, 4].map((fid) =>
      figure(fid, { value: fid, periodFrom: `202${fid - 1}-01-01` }),
    );
    const told = statementsByMeasure(all).flatMap(({ statements }) =>
      statements.flatMap(({ figures }) => figures.map(({ fid }) => fid)),
    );
    expect(told.toSorted()).toEqual([1, 2, 3, 4]);
  });
});
