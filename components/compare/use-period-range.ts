import { useFormatter, useTranslations } from 'use-intl';
import type { ClosedDays, ComparedDays } from '@/lib/domain/comparison';
import { createDayWords, hasHours } from '@/lib/words/day-words';

/** Says a period with both ends: days shortly, hours to the hour. */
export function usePeriodRange(): (period: ClosedDays) => string {
  const t = useTranslations();
  const format = useFormatter();
  return (period) => {
    if (hasHours(period)) return createDayWords({ t, format }).days(period);
    const [from, to] = [period.from, period.to].map((day) => new Date(`${day}T12:00:00Z`)) as [
      Date,
      Date,
    ];
    return format.dateTimeRange(from, to, {
      day: 'numeric',
      month: 'short',
      year: 'numeric',
      timeZone: 'UTC',
    });
  };
}

/** Says which period is compared with which. */
export function usePeriodWords(): (days: ComparedDays) => string {
  const t = useTranslations('compare');
  const range = usePeriodRange();
  return ({ own, other }) => t('periods', { own: range(own), other: range(other) });
}
