import { brusselsOffsetMinutes, MINUTE_MS } from '@/lib/domain/time';

const PAGE_BITS = 13;
const PAGE_HOURS = 2 ** PAGE_BITS;
/** Summer time lasts longer than this, so at most one change of the clocks lies between two probes. */
const PROBE_HOURS = 1_024;
const HOUR_MS = 60 * MINUTE_MS;

const pages: (Uint32Array | undefined)[] = [];

/**
 * The Brussels day of a UTC minute, as days since 1970-01-01. Clocks change and days begin at whole UTC hours, so it is a
 * table by hour; `Intl` is asked only where a page of the table is made.
 */
export function brusselsDayNumber(minute: number): number {
  const hour = (minute / 60) | 0;
  const page = pages[hour >> PAGE_BITS] ?? makePage(hour >> PAGE_BITS);
  return page[hour & (PAGE_HOURS - 1)] as number;
}

function makePage(number: number): Uint32Array {
  const first = number * PAGE_HOURS;
  const page = new Uint32Array(PAGE_HOURS);
  for (let begin = 0; begin < PAGE_HOURS; begin += PROBE_HOURS) {
    const change = firstHourOfOffset(first + begin, first + begin + PROBE_HOURS);
    const before = offsetOf(first + begin);
    const after = offsetOf(change);
    for (let index = begin; index < begin + PROBE_HOURS; index += 1) {
      const hour = first + index;
      page[index] = Math.floor((hour * 60 + (hour < change ? before : after)) / (24 * 60));
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
