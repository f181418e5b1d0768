import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { brusselsDay } from '@/lib/domain/time';
import { atClock, type DateSpan, readClock, readDate, widen } from '@/lib/ingest/read-date';
import { readDegrees, readNumber } from '@/lib/ingest/read-number';
import { expectEqual } from '../../support/expect-equal';

const iso = (ms: number) => new Date(ms).toISOString();
const read = (text: string): [string, string, string] => {
  const span = readDate(text) as DateSpan;
  return [iso(span.fromMs), iso(span.toMs), span.precision];
};

describe('reading dates', () => {
  test.each([
    ['2024-03-05', '2024-03-04T23:00:00.000Z', '2024-03-05T22:59:59.000Z', 'day'],
    ['05/03/2024', '2024-03-04T23:00:00.000Z', '2024-03-05T22:59:59.000Z', 'day'],
    ['5.3.2024', '2024-03-04T23:00:00.000Z', '2024-03-05T22:59:59.000Z', 'day'],
    ['2024-03', '2024-02-29T23:00:00.000Z', '2024-03-31T21:59:59.000Z', 'month'],
    ['2024', '2023-12-31T23:00:00.000Z', '2024-12-31T22:59:59.000Z', 'year'],
    ['2024-07-01T21:40:00+02:00', '2024-07-01T19:40:00.000Z', '2024-07-01T19:40:00.000Z', 'exact'],
    ['2024-07-01T21:40:00Z', '2024-07-01T21:40:00.000Z', '2024-07-01T21:40:00.000Z', 'exact'],
    ['2024-07-01 21:40', '2024-07-01T19:40:00.000Z', '2024-07-01T19:40:00.000Z', 'exact'],
    ['01/12/2024 21:40', '2024-12-01T20:40:00.000Z', '2024-12-01T20:40:00.000Z', 'exact'],
    ['2024-07-01 00:00:00', '2024-06-30T22:00:00.000Z', '2024-07-01T21:59:59.000Z', 'day'],
  ])('%s is in Brussels', (text, from, to, precision) => {
    expect(read(text)).toEqual([from, to, precision]);
  });

  test.each([
    '31/02/2024',
    '2023-02-29',
    '12/31/2024',
    '2024-13',
    '05/03/24',
    'yesterday',
    '2024-02-30T10:00:00Z',
  ])('%s is refused and quoted', (text) => {
    expect(readDate(text)).toContain(`"${text}" is not a`);
  });

  test('every day from 1970 to 2199 comes back as itself, written either way', () => {
    const day = fc.date({
      min: new Date('1970-01-02'),
      max: new Date('2199-12-30'),
      noInvalidDate: true,
    });
    fc.assert(
      fc.property(day, (date) => {
        const text = date.toISOString().slice(0, 10);
        const [year, month, dayOfMonth] = text.split('-');
        const span = readDate(text) as DateSpan;
        expectEqual(readDate(`${dayOfMonth}/${month}/${year}`), span);
        expectEqual(brusselsDay(span.fromMs), text);
        expectEqual(brusselsDay(span.toMs), text);
        expect(brusselsDay(span.toMs + 1000)).not.toBe(text);
        expectEqual(brusselsDay(atClock(span, 23 * 60 + 59).fromMs), text);
      }),
      { numRuns: 1000 },
    );
  });

  test('any text is a span or a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d/:.T Z+-]{0,25}$/)), (text) => {
        const span = readDate(text);
        if (typeof span === 'string') expect(span).toContain('is not a');
        else expectEqual(span.toMs >= span.fromMs, true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['21:40', 1300],
    ['22h15', 1335],
    ['9u05', 545],
    ['7h', 420],
  ])('the time %s is %i minutes', (text, minutes) => expect(readClock(text)).toBe(minutes));

  test('25:00 is no time', () => expect(readClock('25:00')).toContain('"25:00" is not a time'));

  test('a day of which only the week is known becomes its week from Monday', () => {
    const { fromMs, toMs } = widen(readDate('2024-03-07') as DateSpan, 'week');
    expect([brusselsDay(fromMs), brusselsDay(toMs)]).toEqual(['2024-03-04', '2024-03-10']);
  });
});

describe('reading numbers', () => {
  test.each([
    ['613', 613],
    ['2,28', 2.28],
    ['2.28', 2.28],
    ['1.234,5', 1234.5],
    ['1,234.5', 1234.5],
    ['1 234,5', 1234.5],
    ['1.234.567', 1234567],
    ['0,500', 0.5],
    ['-3', -3],
  ])('%s is %d', (text, value) => expect(readNumber(text)).toBe(value));

  test('one mark before three digits is not guessed, unless the file says how it writes fractions', () => {
    expect(readNumber('1.500')).toContain('can be 1500 or 1.500');
    expect(readNumber('1.500', 'comma')).toBe(1500);
    expect(readNumber('1.500', 'point')).toBe(1.5);
    expect(readNumber('1,500', 'comma')).toBe(1.5);
  });

  test.each(['', 'ten', '1,2,3', '1..2', '12.34.56', '1,23.4,5', '.'])('%j is refused', (text) => {
    expect(typeof readNumber(text)).toBe('string');
  });

  test('any text is a finite number or a sentence', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[\d., -]{0,12}$/)), (text) => {
        const value = readNumber(text);
        expectEqual(typeof value === 'string' || Number.isFinite(value), true);
      }),
      { numRuns: 2000 },
    );
  });

  test('degrees take a comma or a point as a fraction', () => {
    expect([readDegrees('50,846'), readDegrees('4.351°')]).toEqual([50.846, 4.351]);
    expect(readDegrees('N 50')).toContain('not a number of degrees');
  });
});
