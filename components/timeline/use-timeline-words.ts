'use client';

import { useMemo } from 'react';
import { useFormatter, useTranslations } from 'use-intl';
import { dayOfNumber } from '@/lib/domain/time';
import type { Period } from '@/lib/url/presets';
import { createDayWords } from '@/lib/words/day-words';
import type { AxisTick } from './axis-ticks';
import type { Bar } from './bars';
import type { BarUnit } from './calendar-units';
import type { Grip } from './day-window';
import { type HourBar, instantOfHour } from './hours';
import type { ShownRange } from './shown-range';

/** Noon of any day is that same day in Brussels, in summer and in winter. */
const NOON_MS = 43_200_000;
const DAY_MS = 86_400_000;
const USUAL_HOURS = 24;

/** Says days, bars and windows in the reader's language. */
export function useTimelineWords() {
  const t = useTranslations('timeline');
  const all = useTranslations();
  const format = useFormatter();
  return useMemo(() => {
    const { day, days, ends } = createDayWords({ t: all, format });
    const year = (number: number) => dayOfNumber(number).slice(0, 4);

    const tick = ({ day: number, said, clock }: AxisTick) => {
      if (said === 'hour') return `${String(clock).padStart(2, '0')}:00`;
      const ms = number * DAY_MS + NOON_MS;
      if (said === 'year') return year(number);
      if (said === 'month') return format.dateTime(ms, { month: 'short' });
      return format.dateTime(ms, { day: 'numeric', month: 'short' });
    };

    /** On a day that changes its clocks, the zone tells one hour from the other of the same name. */
    const hour = ({ first, hour: number, hoursOfDay }: HourBar) => {
      const zone = hoursOfDay === USUAL_HOURS ? {} : { timeZoneName: 'short' as const };
      const clock = (at: number) =>
        format.dateTime(instantOfHour(first, at), { hour: '2-digit', minute: '2-digit', ...zone });
      return t('hour', { date: day(first), from: clock(number), to: clock(number + 1) });
    };

    const bar = (drawn: Bar | HourBar, unit: BarUnit) => {
      if ('hour' in drawn) return hour(drawn);
      const { first } = drawn;
      if (unit === 'year') return year(first);
      if (unit === 'week') return t('week', { date: day(first) });
      if (unit === 'day') return day(first);
      return format.dateTime(first * DAY_MS + NOON_MS, { month: 'long', year: 'numeric' });
    };

    /** Where an end stands, or both; an open one says so. */
    const end = (grip: Grip, { start, end: last }: ShownRange, chosen: Period) => {
      if (grip === 'window') return days(chosen);
      const said = ends(chosen);
      if (grip === 'from') return said.from ?? t('openFirst', { date: day(Math.floor(start)) });
      return said.to ?? t('openLast', { date: day(Math.ceil(last) - 1) });
    };

    return { tick, hour, bar, day, days, end };
  }, [t, all, format]);
}
