'use client';

import { useTranslations } from 'use-intl';
import { isCalendarDay } from '@/lib/domain/time';
import styles from './day-fields.module.css';

const EARLIEST_DAY = '1970-01-01';
const LATEST_DAY = '2199-12-31';

interface Days {
  from: string | null;
  to: string | null;
}

interface Props {
  days: Days;
  /** Both ends in order: moving one past the other takes the other along. An end that was emptied is null. */
  onChange: (days: Days) => void;
}

/** Two fields for the first and the last of whole days. A day that is no day yet changes nothing. */
export function DayFields({ days, onChange }: Props) {
  const t = useTranslations('filters');
  const setDay = (end: 'from' | 'to', text: string) => {
    if (text !== '' && (!isCalendarDay(text) || text < EARLIEST_DAY || text > LATEST_DAY)) return;
    onChange(inOrder({ ...days, [end]: text || null }, end));
  };
  return (['from', 'to'] as const).map((end) => (
    <label key={end} className={styles.field}>
      <span>{t(end)}</span>
      <input
        type="date"
        value={days[end] ?? ''}
        min={EARLIEST_DAY}
        max={LATEST_DAY}
        onChange={(event) => setDay(end, event.target.value)}
      />
    </label>
  ));
}

function inOrder(days: Days, moved: 'from' | 'to'): Days {
  if (!days.from || !days.to || days.from <= days.to) return days;
  return { from: days[moved], to: days[moved] };
}
