'use client';

import { type ReactNode, useId, useState } from 'react';
import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import { PAGE_CLOCK } from '@/components/ui/page-clock';
import { Segments } from '@/components/ui/segments';
import { useNow } from '@/components/ui/use-now';
import type { Filter } from '@/lib/domain/filter';
import { held, type RollingPeriod, rolled } from '@/lib/domain/rolling-period';
import { dayOfBound } from '@/lib/domain/time-bound';
import type { FacetsResponse } from '@/lib/protocol/engine-requests';
import { type Period, periodOfYear, rollingOfPeriod, yearOfPeriod } from '@/lib/url/presets';
import { hasHours } from '@/lib/words/day-words';
import { DayFields } from './day-fields';
import fields from './day-fields.module.css';
import styles from './period-filter.module.css';

interface Props {
  filter: Filter;
  /** Years that have records by all but the filter's days, the latest first. */
  years: readonly YearCount[];
  past: PastInstant | null;
  onChange: (filter: Filter) => void;
}

/** A past state that is shown, which stands still: its days do not roll, and are counted from its own. */
export interface PastInstant {
  /** UTC milliseconds; null before it is known. */
  atMs: number | null;
}
type YearCount = FacetsResponse['years'][number];

const RENEW_MS = 60_000;

/** Beside them links have `2d`, which `24h` took the place of. */
const PRESETS = ['24h', '7d', '30d', 'year', 'all'] as const;

/** Days and hours of Brussels: periods that roll on or stand still, a year, or fields. */
export function PeriodFilter({ filter, years, past, onChange }: Props) {
  const t = useTranslations('filters');
  const today = useNow(RENEW_MS);
  const now = past ? past.atMs : today;
  const isPast = past !== null;
  const [preferred, setPreferred] = useState(filter.last);
  const [isOpenForHours, setOpenForHours] = useState(false);
  const period = { from: filter.from, to: filter.to };
  const isByHour = hasHours(period);
  const isAll = period.from === null && period.to === null;
  const named = filter.last ?? (now === null ? null : rollingOfPeriod(period, now, preferred));
  const isHeld = isPast || (named !== null && filter.last === null);
  const options = PRESETS.map((value) => ({ value, label: t(`periods.${value}`) }));

  const setDays = (days: Period) => onChange({ ...filter, ...days, last: null });
  const setRolling = (last: RollingPeriod, isRolling: boolean) => {
    const atMs = past ? past.atMs : PAGE_CLOCK.now();
    if (atMs === null) return;
    setPreferred(last);
    const next = rolled({ ...filter, last }, atMs);
    onChange(isRolling ? next : held(next));
  };
  const setByHour = (isWanted: boolean) => {
    setOpenForHours(isWanted);
    if (isByHour && !isWanted) setDays(wholeDays(period));
  };
  const choose = (preset: (typeof PRESETS)[number]) => {
    if (preset === 'all') setDays({ from: null, to: null });
    else setRolling(preset, !isHeld);
  };

  return (
    <div className={styles.period}>
      <Segments
        label={t('period')}
        options={options}
        value={isAll ? 'all' : (PRESETS.find((preset) => preset === named) ?? null)}
        onChange={choose}
      />
      {!isAll && (
        <RollingChoice
          isRolling={filter.last !== null}
          named={named}
          isOpen={period.to === null}
          isPast={isPast}
          onChange={(isRolling) => named !== null && setRolling(named, isRolling)}
        >
          <label>
            <input
              type="checkbox"
              checked={isByHour || isOpenForHours}
              onChange={(event) => setByHour(event.target.checked)}
            />
            {t('hours')}
          </label>
        </RollingChoice>
      )}
      <div className={styles.days}>
        <YearChoice years={years} period={period} onChange={setDays} />
        <DayFields days={period} withHours={!isAll && isOpenForHours} onChange={setDays} />
      </div>
    </div>
  );
}

function wholeDays({ from, to }: Period): Period {
  return { from: from && dayOfBound(from), to: to && dayOfBound(to) };
}

interface RollingProps {
  isRolling: boolean;
  /** The rolling period that these days are today, or null for days of the reader's own. */
  named: RollingPeriod | null;
  /** The days have no end, so that what is reported next still counts. */
  isOpen: boolean;
  isPast: boolean;
  onChange: (isRolling: boolean) => void;
  /** What else stands in its line. */
  children: ReactNode;
}

/** Which of the two the period is, in words, and a switch where it can be the other. */
function RollingChoice(props: RollingProps) {
  const { isRolling, named, isOpen, isPast, onChange, children } = props;
  const t = useTranslations('rolling');
  const [field, hint] = [useId(), useId()];
  const fixed = t(isPast ? 'past' : isOpen ? 'open' : 'stands');
  return (
    <div className={styles.rolling}>
      {named !== null && !isPast && (
        <label htmlFor={field}>
          <input
            id={field}
            type="checkbox"
            checked={isRolling}
            aria-describedby={hint}
            onChange={(event) => onChange(event.target.checked)}
          />
          {t('switch')}
        </label>
      )}
      {children}
      <p id={hint}>
        {isRolling && named ? t('moves', { period: t(named) }) : fixed}
        {named === '24h' && ` ${t('hours')}`}
      </p>
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
