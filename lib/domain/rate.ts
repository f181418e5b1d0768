import { type ClosedDays, SMALL_NUMBER } from './comparison';
import type { Figure } from './figure';
import type { YearCounts, YearRate } from './region-page';
import { dayNumberOf } from './time';
import { dayOfBound, hourNumberOf } from './time-bound';

/** Rates are told for so many inhabitants. */
export const RATE_INHABITANTS = 100_000;

const YEAR_DAYS = 365.25;
const DAY_HOURS = 24;

/**
 * Records per 100 000 inhabitants and year. Null for fewer than {@link SMALL_NUMBER} records, of which one more or less would
 * change much, and where nobody is counted as living there.
 * @param years how long the records' period is
 */
export function ratePerInhabitants(
  records: number,
  population: number,
  years: number,
): number | null {
  if (records < SMALL_NUMBER || population <= 0 || years <= 0) return null;
  return (records * RATE_INHABITANTS) / (population * years);
}

/** How many years a period lasts; whole calendar years are whole. */
export function yearsOfDays({ from, to }: ClosedDays): number {
  const isWhole = from.endsWith('-01-01') && to.endsWith('-12-31');
  if (isWhole) return Number(to.slice(0, 4)) - Number(from.slice(0, 4)) + 1;
  const hours = hourNumberOf(to, 'to') - hourNumberOf(from, 'from') + 1;
  return hours / DAY_HOURS / YEAR_DAYS;
}

/**
 * The published population of an area that lies nearest in time to the middle of a period; the counting authority's own
 * statement, then the latest, before others of the same time. Null where nobody published one.
 */
export function populationOf(
  figures: readonly Figure[],
  area: string,
  { from, to }: ClosedDays,
): Figure | null {
  const middle = (dayNumberOf(dayOfBound(from)) + dayNumberOf(dayOfBound(to))) / 2;
  const distance = ({ periodFrom, periodTo }: Figure): number =>
    Math.abs((dayNumberOf(periodFrom) + dayNumberOf(periodTo)) / 2 - middle);
  const isOwn = ({ authority, source }: Figure): number => Number(authority === source.publisher);
  const [nearest] = figures
    .filter(
      (figure) =>
        figure.measure === 'population' &&
        figure.unit === 'count' &&
        figure.area === area &&
        figure.value > 0,
    )
    .sort(
      (a, b) =>
        distance(a) - distance(b) ||
        isOwn(b) - isOwn(a) ||
        (b.source.publishedAt ?? '').localeCompare(a.source.publishedAt ?? '') ||
        a.fid - b.fid,
    );
  return nearest ?? null;
}

/** Rates of the years that are over, of those that have enough records and a published population. */
export function yearRates(
  years: readonly YearCounts[],
  figures: readonly Figure[],
  area: string,
  thisYear: number,
): YearRate[] {
  return years.flatMap(({ year, kinds }) => {
    const days = { from: `${year}-01-01`, to: `${year}-12-31` };
    const population = populationOf(figures, area, days);
    if (!population || year >= thisYear) return [];
    const records = Object.values(kinds).reduce((sum, count) => sum + count, 0);
    const rate = ratePerInhabitants(records, population.value, yearsOfDays(days));
    return rate === null ? [] : [{ year, rate, population }];
  });
}
