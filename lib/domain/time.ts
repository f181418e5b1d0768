import type { TimePrecision } from './vocabulary';

export const MINUTE_MS = 60_000;
export const TIME_ZONE = 'Europe/Brussels';

const brusselsFormat = new Intl.DateTimeFormat('en-CA', {
  timeZone: TIME_ZONE,
  year: 'numeric',
  month: '2-digit',
  day: '2-digit',
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  hourCycle: 'h23',
});

const DAY_MS = 24 * 60 * MINUTE_MS;
/** UTC days from 1970 to 2200, the span of records. */
const KNOWN_DAYS = 84_006;
const CHANGES_THAT_DAY = -1;
/** The offset of each day that was asked for; 0 is not asked yet. Intl takes 30 µs, and an import asks a million times. */
const offsetOfDay = new Int16Array(KNOWN_DAYS);

/** Offset of Brussels from UTC at an instant, in minutes (60 or 120). */
export function brusselsOffsetMinutes(instantMs: number): number {
  const day = Math.floor(instantMs / DAY_MS);
  if (!(day >= 0 && day < KNOWN_DAYS)) return askOffsetMinutes(instantMs);
  if (offsetOfDay[day] === 0) {
    const first = askOffsetMinutes(day * DAY_MS);
    const last = askOffsetMinutes((day + 1) * DAY_MS - 1);
    offsetOfDay[day] = first === last ? first : CHANGES_THAT_DAY;
  }
  const known = offsetOfDay[day] ?? CHANGES_THAT_DAY;
  return known === CHANGES_THAT_DAY ? askOffsetMinutes(instantMs) : known;
}

function askOffsetMinutes(instantMs: number): number {
  const parts: Record<string, number> = {};
  for (const part of brusselsFormat.formatToParts(instantMs)) parts[part.type] = Number(part.value);
  const local = Date.UTC(
    parts.year ?? 1970,
    (parts.month ?? 1) - 1,
    parts.day ?? 1,
    parts.hour ?? 0,
    parts.minute ?? 0,
    parts.second ?? 0,
  );
  return Math.round((local - Math.floor(instantMs / 1000) * 1000) / MINUTE_MS);
}

/** The instant of a Brussels wall-clock time; a time that the spring change skips counts as the hour after it. */
export function brusselsToUtcMs(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
): number {
  const wall = Date.UTC(year, month - 1, day, hour, minute);
  const first = wall - brusselsOffsetMinutes(wall) * MINUTE_MS;
  return wall - brusselsOffsetMinutes(first) * MINUTE_MS;
}

/** The Brussels calendar day of an instant, as `YYYY-MM-DD`. */
export function brusselsDay(instantMs: number): string {
  return new Date(instantMs + brusselsOffsetMinutes(instantMs) * MINUTE_MS)
    .toISOString()
    .slice(0, 10);
}

/** The Brussels calendar year of an instant. */
export function brusselsYear(instantMs: number): number {
  return Number(brusselsDay(instantMs).slice(0, 4));
}

const FIRST_YEAR = 1970;
const LAST_YEAR = 2200;
const MINUTES_PER_YEAR = 525_949;

let knownStarts: readonly number[] | null = null;

/**
 * When the Brussels years 1971 to 2200 begin, in minutes since 1970-01-01T00:00Z: what lies between two is one year. Made
 * when first asked for, since `Intl` takes milliseconds that no page has to spare while it opens.
 */
export function yearStarts(): readonly number[] {
  knownStarts ??= Array.from(
    { length: LAST_YEAR - FIRST_YEAR },
    (_, index) => brusselsToUtcMs(FIRST_YEAR + 1 + index, 1, 1) / MINUTE_MS,
  );
  return knownStarts;
}

/** The Brussels year of a minute since 1970-01-01T00:00Z; {@link brusselsYear} takes a hundred times as long. */
export function yearOfMinute(minute: number): number {
  const starts = yearStarts();
  let passed = Math.min(starts.length, Math.floor(minute / MINUTES_PER_YEAR));
  while (passed > 0 && (starts[passed - 1] as number) > minute) passed -= 1;
  while (passed < starts.length && (starts[passed] as number) <= minute) passed += 1;
  return FIRST_YEAR + passed;
}

/** The year of what follows so many of {@link yearStarts}. */
export function yearAfterStarts(passed: number): number {
  return FIRST_YEAR + passed;
}

/** The first instant of a Brussels day given as `YYYY-MM-DD`. */
export function startOfBrusselsDayMs(day: string): number {
  const [year, month, date] = day.split('-').map(Number);
  return brusselsToUtcMs(year ?? 1970, month ?? 1, date ?? 1);
}

/** The first instant after a Brussels day given as `YYYY-MM-DD`. */
export function endOfBrusselsDayMs(day: string): number {
  const [year, month, date] = day.split('-').map(Number);
  return brusselsToUtcMs(year ?? 1970, month ?? 1, (date ?? 1) + 1);
}

/** Whether a day is a real calendar day written `YYYY-MM-DD`, from the year 1000 on: `Date` reads years below 100 as 19xx. */
export function isCalendarDay(day: string): boolean {
  if (!/^[1-9]\d{3}-\d{2}-\d{2}$/.test(day)) return false;
  const instant = Date.parse(`${day}T00:00:00Z`);
  return !Number.isNaN(instant) && new Date(instant).toISOString().slice(0, 10) === day;
}

/**
 * Days from 1970-01-01 to a calendar day written `YYYY-MM-DD`. Days are counted on the calendar, whatever hours the changes of
 * the clock give them.
 */
export function dayNumberOf(day: string): number {
  return Date.parse(`${day}T00:00:00Z`) / DAY_MS;
}

/** The calendar day so many days after 1970-01-01, as `YYYY-MM-DD`. */
export function dayOfNumber(number: number): string {
  return new Date(number * DAY_MS).toISOString().slice(0, 10);
}

/** The longest span that a precision allows, in minutes; `occurredTo - occurredFrom` may not exceed it. */
export const LONGEST_SPAN_MINUTES: Record<TimePrecision, number> = {
  exact: 24 * 60,
  hour: 24 * 60,
  night: 24 * 60,
  day: 3 * 24 * 60,
  week: 15 * 24 * 60,
  month: 93 * 24 * 60,
  year: 3 * 366 * 24 * 60,
};

/** To what a record's time is known: numbers, since the engine asks for every row it holds. */
export const COARSE_GRAIN = 0;
export const DAY_GRAIN = 1;
export const HOUR_GRAIN = 2;
export type TimeGrain = typeof COARSE_GRAIN | typeof DAY_GRAIN | typeof HOUR_GRAIN;

/** To what a record of this precision is known: to an hour or finer, to a day or a night, or less finely. */
export function grainOf(precision: TimePrecision): TimeGrain {
  if (precision === 'exact' || precision === 'hour') return HOUR_GRAIN;
  return precision === 'night' || precision === 'day' ? DAY_GRAIN : COARSE_GRAIN;
}

/** Whether a record of this precision may be counted into bins of a day; coarser ones are counted apart. */
export function countsByDay(precision: TimePrecision): boolean {
  return grainOf(precision) !== COARSE_GRAIN;
}
