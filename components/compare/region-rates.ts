'use client';

import { useTranslations } from 'use-intl';
import { useFigureWords } from '@/components/figures/use-figure-words';
import { type ComparedDays, SMALL_NUMBER } from '@/lib/domain/comparison';
import type { Figure } from '@/lib/domain/figure';
import { populationOf, ratePerInhabitants, yearsOfDays } from '@/lib/domain/rate';
import type { RegionChange } from '@/lib/protocol/engine-requests';

/** Records per 100 000 inhabitants and year in both periods; null where they are too few. */
export interface RegionRates {
  own: number | null;
  other: number | null;
  /** The published figures that were used. */
  populations: readonly Figure[];
}

/**
 * Rates of a municipality, of every record in it: its line may count fewer, since records that name a district or a port
 * have lines of their own. Null where nobody published a population.
 */
export function regionRates(
  { code, own, other }: RegionChange,
  days: ComparedDays,
  figures: readonly Figure[],
): RegionRates | null {
  const populations: Figure[] = [];
  const rateOf = (records: number, period: ComparedDays['own']): number | null => {
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
export function useRateNote(all: readonly (RegionRates | null)[]): string | null {
  const t = useTranslations('rates');
  const words = useFigureWords();
  const populations = new Set(all.flatMap((rates) => rates?.populations ?? []));
  if (populations.size === 0) return null;
  const sources = new Set(
    [...populations].map((figure) => `${figure.source.publisher}, ${words.period(figure)}`),
  );
  return t('compare', { sources: [...sources].join('; '), least: SMALL_NUMBER });
}
