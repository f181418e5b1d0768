'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { Segments } from '@/components/ui/segments';
import { useNow } from '@/components/ui/use-now';
import type { Filter } from '@/lib/domain/filter';
import { isCalendarDay } from '@/lib/domain/time';
import type { FacetsResponse } from '@/lib/protocol/engine-requests';
import {
  PERIOD_PRESETS,
  type Period,
  type PeriodPreset,
  periodOfPreset,
  periodOfYear,
  presetOfPeriod,
  yearOfPeriod,
} from '@/lib/url/presets';
import styles from './period-filter.module.css';

interface Props {
  filter: Filter;
  /** Years that have records by all but the filter's days, the latest first. */
  years: readonly YearCount[];
  onChange: (filter: Filter) => void;
}
type YearCount = FacetsResponse['years'][number];

const RENEW_MS = 60_000;
const EARLIEST_DAY = '1970-01-01';
const LATEST_DAY = '2199-12-31';

/** Whole days of Brussels, by preset, by year or by two fields. */
export function PeriodFilter({ filter, years, onChange }: Props) {
  const t = useTranslations('filters');
  const now = useNow(RENEW_MS);
  const period = { from: filter.from, to: filter.to };
  const active = now === null ? null : presetOfPeriod(period, now);
  const options = PERIOD_PRESETS.map((value) => ({ value, label: t(`periods.${value}`) }));

  const choose = (preset: PeriodPreset) =>
    onChange({ ...filter, ...periodOfPreset(preset, Date.now()) });
  const setDay = (end: 'from' | 'to', text: string) => {
    if (text !== '' && (!isCalendarDay(text) || text < EARLIEST_DAY || text > LATEST_DAY)) return;
    onChange({ ...filter, ...inOrder({ ...period, [end]: text || null }, end) });
  };

  return (
    <div className={styles.period}>
      <Segments label={t('period')} options={options} value={active} onChange={choose} />
      <div className={styles.days}>
        <YearChoice
          years={years}
          period={period}
          onChange={(chosen) => onChange({ ...filter, ...chosen })}
        />
        {(['from', 'to'] as const).map((end) => (
          <label key={end}>
            <span>{t(end)}</span>
            <input
              type="date"
              value={filter[end] ?? ''}
              min={EARLIEST_DAY}
              max={LATEST_DAY}
              onChange={(event) => setDay(end, event.target.value)}
            />
          </label>
        ))}
      </div>
    </div>
  );
}

interface YearProps {
  years: readonly YearCount[];
  period: Period;
  onChange: (period: Period) => void;
}

/** One whole year, each with what it would give. The years of a period that is none are no choice. */
function YearChoice({ years, period, onChange }: YearProps) {
  const t = useTranslations('filters');
  const { number } = useWords();
  const chosen = yearOfPeriod(period);
  const isListed = chosen === null || years.some(({ year }) => year === chosen);
  const listed = isListed ? years : [{ year: chosen, count: 0 }, ...years];
  return (
    <label>
      <span>{t('year')}</span>
      <select
        value={chosen ?? ''}
        onChange={(event) => onChange(periodOfYear(Number(event.target.value)))}
      >
        <option value="" disabled hidden>
          –
        </option>
        {listed.map(({ year, count }) => (
          <option key={year} value={year}>
            {year === chosen ? year : t('yearCount', { year: String(year), count: number(count) })}
          </option>
        ))}
      </select>
    </label>
  );
}

/** Moving one end past the other takes the other along. */
function inOrder(period: { from: string | null; to: string | null }, moved: 'from' | 'to') {
  if (!period.from || !period.to || period.from <= period.to) return period;
  const day = period[moved];
  return { from: day, to: day };
}
