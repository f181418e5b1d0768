import { brusselsOffsetMinutes, MINUTE_MS } from '@/lib/domain/time';

const PAGE_BITS = 13;
const PAGE_HOURS = 2 ** PAGE_BITS;
/** Summer time lasts longer than this, so at most one change of the clocks lies between two probes. */
const PROBE_HOURS = 1_024;
const HOUR_MS = 60 * MINUTE_MS;

/** What is known of a page of hours, by hour. */
interface HourPage {
  /** Days since 1970-01-01. */
  days: Uint32Array;
  /** Hours of the day, 0 to 23. */
  hours: Uint8Array;
}

const pages: (HourPage | undefined)[] = [];

/**
 * The Brussels day of a UTC minute, as days since 1970-01-01. Clocks change and days begin at whole UTC hours, so it is a
 * table by hour; `Intl` is asked only where a page of the table is made.
 */
export function brusselsDayNumber(minute: number): number {
  const hour = (minute / 60) | 0;
  return pageOf(hour).days[hour & (PAGE_HOURS - 1)] as number;
}

/** The hour of the Brussels day at a UTC minute, 0 to 23. */
export function brusselsHourOfDay(minute: number): number {
  const hour = (minute / 60) | 0;
  return pageOf(hour).hours[hour & (PAGE_HOURS - 1)] as number;
}

function pageOf(hour: number): HourPage {
  return pages[hour >> PAGE_BITS] ?? makePage(hour >> PAGE_BITS);
}

function makePage(number: number): HourPage {
  const first = number * PAGE_HOURS;
  const page = { days: new Uint32Array(PAGE_HOURS), hours: new Uint8Array(PAGE_HOURS) };
  for (let begin = 0; begin < PAGE_HOURS; begin += PROBE_HOURS) {
    const change = firstHourOfOffset(first + begin, first + begin + PROBE_HOURS);
    const before = offsetOf(first + begin);
    const after = offsetOf(change);
    for (let index = begin; index < begin + PROBE_HOURS; index += 1) {
      const hour = first + index;
      const localHour = Math.floor((hour * 60 + (hour < change ? before : after)) / 60);
      page.days[index] = Math.floor(localHour / 24);
      page.hours[index] = localHour % 24;
    }
  }
  pages[number] = page;
  return page;
}

/** The first hour in `(from, to]` whose offset is that of `to`. */
function firstHourOfOffset(from: number, to: number): number {
  const wanted = offsetOf(to);
  let low = from;
  let high = to;
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (offsetOf(middle) === wanted) high = middle;
    else low = middle;
  }
  return offsetOf(low) === wanted ? low : high;
}

function offsetOf(hour: number): number {
  return brusselsOffsetMinutes(hour * HOUR_MS);
}
