import { brusselsToUtcMs, isCalendarDay, MINUTE_MS } from '../domain/time';
import type { TimePrecision } from '../domain/vocabulary';

/** The span that a date stands for. Both ends count: a day ends at its last second in Brussels. */
export interface DateSpan {
  fromMs: number;
  toMs: number;
  /** As precise as it is written. */
  precision: 'exact' | 'day' | 'month' | 'year';
  /** A day written with the clock at 00:00, as spreadsheets write a day without a time; the span is the day. */
  isMidnight?: true;
}

const SECOND_MS = 1000;
const EXPECTED = 'use YYYY-MM-DD or DD/MM/YYYY';
const CLOCK = '([01]?\\d|2[0-3])[:hu.]([0-5]\\d)(?::[0-5]\\d(?:[.,]\\d+)?)?';
const ISO_DAY = /^(\d{4})[-/](\d{1,2})[-/](\d{1,2})$/;
const EUROPEAN_DAY = /^(\d{1,2})[-/.](\d{1,2})[-/.](\d{4})$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}[T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})$/i;
const CLOCK_ALONE = new RegExp(`^${CLOCK}$`, 'i');
const DAY_AND_CLOCK = new RegExp(`^(\\S+)[T ]\\s*${CLOCK}$`, 'i');

/**
 * A date as a source writes it: `YYYY-MM-DD`, `DD/MM/YYYY`, `YYYY-MM`, `YYYY`, an instant with `Z` or an offset, or a day and a
 * Brussels clock time. The day comes before the month: 03/04/2024 is 3 April.
 * @returns the span, or what is wrong with it
 */
export function readDate(text: string): DateSpan | string {
  if (INSTANT.test(text)) return readInstant(text);
  const withClock = DAY_AND_CLOCK.exec(text);
  if (withClock) return readDayAndClock(text, withClock);
  const month = /^(\d{4})[-/](\d{1,2})$/.exec(text);
  if (month) return monthSpan(text, Number(month[1]), Number(month[2]));
  if (/^\d{4}$/.test(text)) return span(Number(text), 1, 1, { years: 1 }, 'year');
  const day = readDay(text);
  return day ? span(...day, { days: 1 }, 'day') : `"${text}" is not a date (${EXPECTED})`;
}

function readInstant(text: string): DateSpan | string {
  const instantMs = Date.parse(text.replace(' ', 'T').replace(/([+-]\d{2})(\d{2})$/, '$1:$2'));
  const isReal = !Number.isNaN(instantMs) && isCalendarDay(text.slice(0, 10));
  return isReal
    ? { fromMs: instantMs, toMs: instantMs, precision: 'exact' }
    : `"${text}" is not an instant (use YYYY-MM-DDTHH:MM:SS with Z or an offset)`;
}

function readDayAndClock(text: string, parts: RegExpExecArray): DateSpan | string {
  const day = readDay(parts[1] ?? '');
  if (!day) return `"${text}" is not a date (${EXPECTED})`;
  const [hour, minute] = [Number(parts[2]), Number(parts[3])];
  if (hour === 0 && minute === 0) return { ...span(...day, { days: 1 }, 'day'), isMidnight: true };
  const instantMs = brusselsToUtcMs(...day, hour, minute);
  return { fromMs: instantMs, toMs: instantMs, precision: 'exact' };
}

function readDay(text: string): [number, number, number] | null {
  const iso = ISO_DAY.exec(text);
  const european = EUROPEAN_DAY.exec(text);
  const parts = iso ? [iso[1], iso[2], iso[3]] : [european?.[3], european?.[2], european?.[1]];
  const [year, month, day] = parts.map(Number);
  const written = `${pad(year, 4)}-${pad(month, 2)}-${pad(day, 2)}`;
  return isCalendarDay(written) ? [Number(year), Number(month), Number(day)] : null;
}

function pad(value: number | undefined, length: number): string {
  return String(value ?? '').padStart(length, '0');
}

function monthSpan(text: string, year: number, month: number): DateSpan | string {
  if (month < 1 || month > 12) return `"${text}" is not a month (use YYYY-MM)`;
  return span(year, month, 1, { months: 1 }, 'month');
}

function span(
  year: number,
  month: number,
  day: number,
  length: { years?: number; months?: number; days?: number },
  precision: DateSpan['precision'],
): DateSpan {
  const { years = 0, months = 0, days = 0 } = length;
  return {
    fromMs: brusselsToUtcMs(year, month, day),
    toMs: brusselsToUtcMs(year + years, month + months, day + days) - SECOND_MS,
    precision,
  };
}

/** Minutes since midnight of `21:40`, `21h40`, `21u40` or `21.40`; or what is wrong with it. */
export function readClock(text: string): number | string {
  const parts = CLOCK_ALONE.exec(text) ?? /^([01]?\d|2[0-3])[hu]$/i.exec(text);
  return parts
    ? Number(parts[1]) * 60 + Number(parts[2] ?? 0)
    : `"${text}" is not a time (use HH:MM, Brussels time)`;
}

/** Puts a Brussels clock time into a day's span. */
export function atClock(day: DateSpan, minutes: number): DateSpan {
  const noon = new Date(day.fromMs + 12 * 60 * MINUTE_MS);
  const instantMs = brusselsToUtcMs(
    noon.getUTCFullYear(),
    noon.getUTCMonth() + 1,
    noon.getUTCDate(),
    Math.floor(minutes / 60),
    minutes % 60,
  );
  return { fromMs: instantMs, toMs: instantMs, precision: 'exact' };
}

/** The whole week (from Monday), month or year around a span, in Brussels days; other precisions leave it as it is. */
export function widen(dates: DateSpan, precision: TimePrecision): { fromMs: number; toMs: number } {
  const noon = new Date(dates.fromMs + 12 * 60 * MINUTE_MS);
  const [year, month, day] = [noon.getUTCFullYear(), noon.getUTCMonth() + 1, noon.getUTCDate()];
  if (precision === 'week' && dates.precision === 'day') {
    return span(year, month, day - ((noon.getUTCDay() + 6) % 7), { days: 7 }, 'day');
  }
  if (precision === 'month' && dates.precision === 'day') {
    return span(year, month, 1, { months: 1 }, 'month');
  }
  if (precision === 'year' && dates.precision !== 'exact') {
    return span(year, 1, 1, { years: 1 }, 'year');
  }
  return dates;
}
