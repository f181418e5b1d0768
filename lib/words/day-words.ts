import { dayNumberOf } from '@/lib/domain/time';
import { clockOfBound, dayOfBound, isHourBound } from '@/lib/domain/time-bound';
import type { Period } from '@/lib/url/presets';
import type { WordsOptions } from './create-words';

/** Noon of any day is that same day in Brussels, in summer and in winter. */
const NOON_MS = 43_200_000;
const DAY_MS = 86_400_000;

/** Says days by their numbers, and a filter's days or hours, in a language. */
export function createDayWords({ t, format }: Pick<WordsOptions, 't' | 'format'>) {
  const day = (number: number) =>
    format.dateTime(number * DAY_MS + NOON_MS, { day: 'numeric', month: 'long', year: 'numeric' });
  const dayOf = (bound: string) => day(dayNumberOf(dayOfBound(bound)));
  /** Beside an hour a day is said shortly, and without its year where that is said after it. */
  const moment = (bound: string, time: string, hasYear = true) =>
    t('timeline.moment', {
      date: format.dateTime(dayNumberOf(dayOfBound(bound)) * DAY_MS + NOON_MS, {
        day: 'numeric',
        month: 'short',
        ...(hasYear ? { year: 'numeric' } : {}),
      }),
      time,
    });

  /** Both ends; where one is an hour, both are said to the hour, the last one as the time at which it is over. */
  const ends = ({ from, to }: Period) => {
    const isByHour = hasHours({ from, to });
    const say = (bound: string | null, clock: () => string) => {
      if (bound === null) return null;
      return isByHour ? moment(bound, clock()) : dayOf(bound);
    };
    return { from: say(from, () => clockFrom(from)), to: say(to, () => clockTo(to)) };
  };

  const days = ({ from, to }: Period) => {
    const said = ends({ from, to });
    if (said.from === null && said.to === null) return t('timeline.all');
    if (said.to === null) return t('timeline.since', { from: said.from ?? '' });
    if (said.from === null) {
      return t(hasHours({ from, to }) ? 'timeline.untilHour' : 'timeline.until', { to: said.to });
    }
    if (from !== null && to !== null && dayOfBound(from) === dayOfBound(to)) {
      if (!hasHours({ from, to })) return said.from;
      return moment(from, `${clockFrom(from)}–${clockTo(to)}`);
    }
    const isOneYear = hasHours({ from, to }) && from?.slice(0, 4) === to?.slice(0, 4);
    const first = isOneYear && from !== null ? moment(from, clockFrom(from), false) : said.from;
    if (!hasHours({ from, to })) return t('timeline.between', { from: first, to: said.to });
    return t('timeline.between', { from: tied(first ?? ''), to: tied(said.to) });
  };

  return { day, days, ends };
}

/** A line is broken between two moments, and not within one. */
function tied(words: string): string {
  return words.replaceAll(' ', '\u00a0');
}

/** Whether an end of a period is an hour. */
export function hasHours({ from, to }: Period): boolean {
  return (from !== null && isHourBound(from)) || (to !== null && isHourBound(to));
}

/** What clocks show when a period begins with a bound; empty where it has none. */
function clockFrom(bound: string | null): string {
  return bound === null ? '' : clockWords(clockOfBound(bound, 'from'));
}

function clockTo(bound: string | null): string {
  return bound === null ? '' : clockWords(clockOfBound(bound, 'to') + 1);
}

/** A full hour of the clock; a day's end is 24:00. */
export function clockWords(hour: number): string {
  return `${String(hour).padStart(2, '0')}:00`;
}
