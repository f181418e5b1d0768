import fc from 'fast-check';
import { dayNumberOf, dayOfNumber } from '@/lib/domain/time';
import { canonicalBound, isBound, isInOrder } from '@/lib/domain/time-bound';

/** Any calendar day from 1970 to 2199, every fourth of March or October, when clocks change. */
export const anyDayOfYears = dayBetween('1970-01-01', '2199-12-31');

/** Days from one to another, those of the months in which clocks change more often than others. */
export function dayBetween(first: string, last: string): fc.Arbitrary<string> {
  const any = fc.integer({ min: dayNumberOf(first), max: dayNumberOf(last) }).map(dayOfNumber);
  const lateInMonth = fc
    .tuple(any, fc.constantFrom('-03-', '-10-'), fc.integer({ min: 25, max: 31 }))
    .map(([day, month, date]) => `${day.slice(0, 4)}${month}${date}`)
    .filter((day) => day >= first && day <= last);
  return fc.oneof({ arbitrary: any, weight: 3 }, { arbitrary: lateInMonth, weight: 1 });
}

/** An hour as it is written, also one that clocks skip; those in which clocks change are frequent. */
export const hourArbitrary = hourOn(anyDayOfYears);

function hourOn(day: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const any = fc.integer({ min: 0, max: 23 });
  const clock = fc.oneof(any, fc.constantFrom(0, 1, 2, 3, 23));
  return fc.tuple(day, clock).map(([date, hour]) => `${date}T${String(hour).padStart(2, '0')}`);
}

/** An hour that clocks show. */
export const anyHour = hourArbitrary.filter(isBound);

/** A day or an hour. */
export const anyBound = fc.oneof(anyDayOfYears, anyHour);

/**
 * A period as filters hold it: its ends in order, each as it is written, days or hours or one of both, or open. Hours are of `hourDay`: to
 * learn how the clocks of a day stand takes long.
 */
export function periodOn(
  day: fc.Arbitrary<string>,
  hourDay: fc.Arbitrary<string> = day,
): fc.Arbitrary<{ from: string | null; to: string | null }> {
  const bound = fc.option(fc.oneof(day, hourOn(hourDay).filter(isBound)));
  return fc.tuple(bound, bound).map(([a, b]) => {
    const [from, to] = a !== null && b !== null && !isInOrder(a, b) ? [b, a] : [a, b];
    return {
      from: from && canonicalBound(from, 'from'),
      to: to && canonicalBound(to, 'to'),
    };
  });
}
