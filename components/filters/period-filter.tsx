'use client';

import { useTranslations } from 'use-intl';
import { Segments } from '@/components/ui/segments';
import { useNow } from '@/components/ui/use-now';
import type { Filter } from '@/lib/domain/filter';
import { isCalendarDay } from '@/lib/domain/time';
import {
  PERIOD_PRESETS,
  type PeriodPreset,
  periodOfPreset,
  presetOfPeriod,
} from '@/lib/url/presets';
import styles from './period-filter.module.css';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

const RENEW_MS = 60_000;
const EARLIEST_DAY = '1970-01-01';
const LATEST_DAY = '2199-12-31';

/** Whole days of Brussels, by preset or by two fields. */
export function PeriodFilter({ filter, onChange }: Props) {
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

/** Moving one end past the other takes the other along. */
function inOrder(period: { from: string | null; to: string | null }, moved: 'from' | 'to') {
  if (!period.from || !period.to || period.from <= period.to) return period;
  const day = period[moved];
  return { from: day, to: day };
}
