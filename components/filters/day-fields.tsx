'use client';

import { useTranslations } from 'use-intl';
import { isCalendarDay } from '@/lib/domain/time';
import {
  type BoundEnd,
  canonicalBound,
  clockOfBound,
  dayOfBound,
  isBound,
  isInOrder,
} from '@/lib/domain/time-bound';
import { clockWords, hasHours } from '@/lib/words/day-words';
import styles from './day-fields.module.css';

const EARLIEST_DAY = '1970-01-01';
const LATEST_DAY = '2199-12-31';
const ENDS = ['from', 'to'] as const;
const HOURS = Array.from({ length: 24 }, (_, hour) => hour);

interface Days {
  from: string | null;
  to: string | null;
}

interface Props {
  days: Days;
  /** Whether hours can be chosen, also where none is. */
  withHours?: boolean;
  /** Both ends in order: moving one past the other takes the other along. An end that was emptied is null. */
  onChange: (days: Days) => void;
}

/** Two fields for the first and the last day, and two for their hours where they have some. A day that is no day yet changes nothing. */
export function DayFields({ days, withHours = false, onChange }: Props) {
  const t = useTranslations('filters');
  const setBound = (end: BoundEnd, bound: string | null) =>
    onChange(inOrder({ ...days, [end]: bound && canonicalBound(bound, end) }, end));
  const setDay = (end: BoundEnd, text: string) => {
    if (text === '') setBound(end, null);
    if (!isCalendarDay(text) || text < EARLIEST_DAY || text > LATEST_DAY) return;
    const moved = text + (days[end] ?? '').slice(text.length);
    // Clocks may skip the hour on that day.
    setBound(end, isBound(moved) ? moved : text);
  };
  return (
    <>
      {ENDS.map((end) => (
        <label key={end} className={styles.field}>
          <span>{t(end)}</span>
          <input
            type="date"
            value={days[end] === null ? '' : dayOfBound(days[end])}
            min={EARLIEST_DAY}
            max={LATEST_DAY}
            onChange={(event) => setDay(end, event.target.value)}
          />
        </label>
      ))}
      {(withHours || hasHours(days)) &&
        ENDS.map((end) => (
          <HourField
            key={end}
            end={end}
            bound={days[end]}
            onChange={(bound) => setBound(end, bound)}
          />
        ))}
    </>
  );
}

interface HourProps {
  end: BoundEnd;
  bound: string | null;
  onChange: (bound: string) => void;
}

/** The hour with which a period begins, or the time at which its last hour is over. */
function HourField({ end, bound, onChange }: HourProps) {
  const t = useTranslations('filters');
  const day = bound && dayOfBound(bound);
  const named = (hour: number) => `${day}T${String(hour).padStart(2, '0')}`;
  return (
    <label className={styles.field} data-hour={end}>
      <span>{t(`${end}Hour`)}</span>
      <select
        value={bound === null ? '' : clockOfBound(bound, end)}
        disabled={bound === null}
        onChange={(event) => onChange(named(Number(event.target.value)))}
      >
        {bound === null && <option value="">–</option>}
        {bound !== null &&
          HOURS.filter((hour) => isBound(named(hour))).map((hour) => (
            <option key={hour} value={hour}>
              {clockWords(end === 'from' ? hour : hour + 1)}
            </option>
          ))}
      </select>
    </label>
  );
}

function inOrder(days: Days, moved: BoundEnd): Days {
  if (!days.from || !days.to || isInOrder(days.from, days.to)) return days;
  const bound = days[moved] as string;
  return { from: canonicalBound(bound, 'from'), to: canonicalBound(bound, 'to') };
}
