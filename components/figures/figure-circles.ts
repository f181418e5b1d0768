import type { FigureCollection } from '@/components/map/map-types';
import type { Figure } from '@/lib/domain/figure';
import type { Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/known-regions';
import { shortRegionName } from '@/lib/regions/region-label';
import { portStatements, type Statements, tonnesOf } from './group-figures';

/** The year that most ports have a figure for, the latest of equals; null without any figure. */
export function fullestYear(figures: readonly Figure[]): number | null {
  const counts = new Map<number, number>();
  for (const { year } of portStatements(figures)) counts.set(year, (counts.get(year) ?? 0) + 1);
  const [fullest] = [...counts].sort((a, b) => b[1] - a[1] || b[0] - a[0]);
  return fullest?.[0] ?? null;
}

/** Years that ports have figures for, in order. */
export function figureYears(figures: readonly Figure[]): number[] {
  const years = new Set(portStatements(figures).map(({ year }) => year));
  return [...years].sort((a, b) => a - b);
}

/** One year's tonnes per port as the map's circles. */
export function figureCircles(
  figures: readonly Figure[],
  year: number | null,
  locale: Locale,
): FigureCollection {
  const shown = portStatements(figures).filter((statements) => statements.year === year);
  return {
    type: 'FeatureCollection',
    features: shown.flatMap((statements) => toCircle(statements, locale)),
  };
}

function toCircle(statements: Statements, locale: Locale): FigureCollection['features'] {
  const region = statements.area === null ? null : regionByCode(statements.area);
  if (!region?.point) return [];
  const properties = {
    label: shortRegionName(region, locale),
    year: statements.year,
    tonnes: tonnesOf(statements.figures[0].value),
    low: tonnesOf(statements.low),
    high: tonnesOf(statements.high),
    disputed: statements.low !== statements.high,
  };
  return [{ type: 'Feature', properties, geometry: { type: 'Point', coordinates: region.point } }];
}
