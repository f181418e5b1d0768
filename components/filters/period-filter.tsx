'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { Segments } from '@/components/ui/segments';
import { useNow } from '@/components/ui/use-now';
import type { Filter } from '@/lib/domain/filter';
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
import { DayFields } from './day-fields';
import fields from './day-fields.module.css';
import styles from './period-filter.module.css';

interface Props {
  filter: Filter;
  /** Years that have records by all but the filter's days, the latest first. */
  years: readonly YearCount[];
  onChange: (filter: Filter) => void;
}
type YearCount = FacetsResponse['years'][number];

const RENEW_MS = 60_000;

/** Whole days of Brussels, by preset, by year or by two fields. */
export function PeriodFilter({ filter, years, onChange }: Props) {
  const t = useTranslations('filters');
  const now = useNow(RENEW_MS);
  const period = { from: filter.from, to: filter.to };
  const active = now === null ? null : presetOfPeriod(period, now);
  const options = PERIOD_PRESETS.map((value) => ({ value, label: t(`periods.${value}`) }));

  const choose = (preset: PeriodPreset) =>
    onChange({ ...filter, ...periodOfPreset(preset, Date.now()) });

  return (
    <div className={styles.period}>
      <Segments label={t('period')} options={options} value={active} onChange={choose} />
      <div className={styles.days}>
        <YearChoice
          years={years}
          period={period}
          onChange={(chosen) => onChange({ ...filter, ...chosen })}
        />
        <DayFields days={period} onChange={(days) => onChange({ ...filter, ...days })} />
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
    <label className={fields.field}>
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
