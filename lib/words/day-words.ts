import { dayNumberOf } from '@/lib/domain/time';
import type { Period } from '@/lib/url/presets';
import type { WordsOptions } from './create-words';

/** Noon of any day is that same day in Brussels, in summer and in winter. */
const NOON_MS = 43_200_000;
const DAY_MS = 86_400_000;

/** Says days by their numbers, and a filter's days, in a language. */
export function createDayWords({ t, format }: Pick<WordsOptions, 't' | 'format'>) {
  const day = (number: number) =>
    format.dateTime(number * DAY_MS + NOON_MS, { day: 'numeric', month: 'long', year: 'numeric' });

  const days = ({ from, to }: Period) => {
    if (from === null && to === null) return t('timeline.all');
    if (to === null) return t('timeline.since', { from: day(dayNumberOf(from ?? '')) });
    if (from === null) return t('timeline.until', { to: day(dayNumberOf(to)) });
    const [first, last] = [day(dayNumberOf(from)), day(dayNumberOf(to))];
    return from === to ? first : t('timeline.between', { from: first, to: last });
  };

  return { day, days };
}
