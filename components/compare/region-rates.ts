'use client';

import { useTranslations } from 'use-intl';
import { useFigureWords } from '@/components/figures/use-figure-words';
import { type ComparedDays, SMALL_NUMBER } from '@/lib/domain/comparison';
import type { Figure } from '@/lib/domain/figure';
import type { Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import { populationOf, ratePerInhabitants, yearsOfDays } from '@/lib/domain/rate';
import type { RegionType } from '@/lib/domain/region-type';
import { dayOfBound, isInOrder } from '@/lib/domain/time-bound';
import type { RegionChange } from '@/lib/protocol/engine-requests';
import { regionByCode } from '@/lib/regions/known-regions';

/** Records per 100 000 inhabitants and year in both periods; null where they are too few. */
export interface RegionRates {
  own: number | null;
  other: number | null;
  /** The published figures that were used. */
  populations: readonly Figure[];
}

const PART_TYPES: ReadonlySet<RegionType> = new Set(['district', 'port', 'police zone']);

/** Of what the rates of a filter are: of every record in a municipality, or of the selected ones in it. */
type Rated = 'all' | 'selected';

/** Null where a filter selects within municipalities, or by words: a rate for all who live there would mean nothing. */
export function ratedBy(filter: Filter): Rated | null {
  const isPart = filter.regions.some((code) => {
    const type = regionByCode(code)?.type;
    return type === undefined || PART_TYPES.has(type);
  });
  if (filter.shape !== null || filter.text !== null || isPart) return null;
  const narrows = criteriaOf(filter).some(({ type }) => type !== 'period' && type !== 'region');
  return narrows ? 'selected' : 'all';
}

/**
 * Rates of a municipality, of every selected record in it: its line may count fewer, since records that name a district or a port
 * have lines of their own. Days to come have no records and do not count. Null where nobody published a population.
 */
export function regionRates(
  { code, own, other }: RegionChange,
  { days, today }: { days: ComparedDays; today: string },
  figures: readonly Figure[],
): RegionRates | null {
  const populations: Figure[] = [];
  const rateOf = (records: number, { from, to }: ComparedDays['own']): number | null => {
    const period = { from, to: dayOfBound(to) <= today ? to : today };
    if (!isInOrder(period.from, period.to)) return null;
    const population = populationOf(figures, code, period);
    const rate = population && ratePerInhabitants(records, population.value, yearsOfDays(period));
    if (population && rate !== null) populations.push(population);
    return rate;
  };
  const rates = { own: rateOf(own, days.own), other: rateOf(other, days.other) };
  return populations.length > 0 ? { ...rates, populations } : null;
}

/** Says a rate. */
export function useRateWords(): (rate: number) => string {
  const t = useTranslations('rates');
  const { number } = useFigureWords();
  return (rate) => t('small', { rate: number(rate, 1) });
}

/** A count with its rate in brackets, where there is one. */
export function withRate(
  count: string,
  rate: number | null,
  say: (rate: number) => string,
): string {
  return rate === null ? count : `${count} (${say(rate)})`;
}

/** What the rates are, and by whose populations; null where there are none. */
export function useRateNote(
  all: readonly (RegionRates | null)[],
  rated: Rated | null,
): string | null {
  const t = useTranslations('rates');
  const words = useFigureWords();
  const populations = new Set(all.flatMap((rates) => rates?.populations ?? []));
  if (populations.size === 0 || rated === null) return null;
  const sources = new Set(
    [...populations].map((figure) => `${figure.source.publisher}, ${words.period(figure)}`),
  );
  return t(rated === 'all' ? 'compare' : 'compareSelected', {
    sources: [...sources].join('; '),
    least: SMALL_NUMBER,
  });
}
