import { LONGEST_SPAN_MINUTES, MINUTE_MS } from '../domain/time';
import { TIME_PRECISIONS, type TimePrecision } from '../domain/vocabulary';
import { atClock, type DateSpan, readClock, readDate, widen } from './read-date';
import type { RowReader } from './row-reader';
import { readWord } from './words';

/** When a row's event took place; both ends count. */
export interface RowTime {
  fromMs: number;
  toMs: number;
  precision: TimePrecision;
  /** The clock said midnight and nobody said that this is a time. */
  isMidnightAsDay: boolean;
}

/** Reads date, time, last day and precision. Null where a fault was kept. */
export function readRowTime(reader: RowReader): RowTime | null {
  const faultsBefore = reader.faults.length;
  if (reader.text('date') === null) {
    reader.fault('date', 'is empty (every record needs a date)');
    return null;
  }
  const start = readStart(reader);
  const claimed = reader.read('timePrecision', (text) => readWord('timePrecision', text));
  const end = reader.read('endDate', readDate);
  if (!start || reader.faults.length > faultsBefore) return null;
  const isMidnightAsDay = start.isMidnight === true && claimed === null;
  if (end) return { ...spanUntil(start, end, claimed?.word ?? null), isMidnightAsDay };
  if (!claimed) return { ...start, isMidnightAsDay };
  return claim(reader, start, claimed.word);
}

function readStart(reader: RowReader): DateSpan | null {
  const date = reader.read('date', readDate);
  const minutes = reader.read('time', readClock);
  if (!date || minutes === null) return date;
  if (date.precision === 'exact') return date;
  if (date.precision === 'day') return atClock(date, minutes);
  reader.fault('time', `a time needs a day, and the date is only "${reader.text('date')}"`);
  return null;
}

/** The finest precision that may span so long, never finer than the dates are written or than is claimed. */
function spanUntil(
  start: DateSpan,
  end: DateSpan,
  claimed: TimePrecision | null,
): Omit<RowTime, 'isMidnightAsDay'> {
  const minutes = (end.toMs - start.fromMs) / MINUTE_MS;
  const least = Math.max(
    ...[start.precision, end.precision, claimed ?? 'exact'].map((word) =>
      TIME_PRECISIONS.indexOf(word),
    ),
  );
  const fitting = TIME_PRECISIONS.find(
    (word, index) => index >= least && minutes <= LONGEST_SPAN_MINUTES[word],
  );
  return { fromMs: start.fromMs, toMs: end.toMs, precision: fitting ?? 'year' };
}

function claim(reader: RowReader, start: DateSpan, claimed: TimePrecision): RowTime | null {
  const hasClock = start.precision === 'exact' || start.isMidnight === true;
  const isFiner = TIME_PRECISIONS.indexOf(claimed) < TIME_PRECISIONS.indexOf(start.precision);
  if (hasClock && (claimed === 'exact' || claimed === 'hour')) {
    return { fromMs: start.fromMs, toMs: start.fromMs, precision: claimed, isMidnightAsDay: false };
  }
  if (isFiner && !(claimed === 'night' && start.precision === 'day')) {
    const missing = claimed === 'exact' || claimed === 'hour' ? 'a time' : 'a finer date';
    reader.fault(
      'timePrecision',
      `"${claimed}" needs ${missing}, and the date is only "${reader.text('date')}"`,
    );
    return null;
  }
  const { fromMs, toMs } = widen(start, claimed);
  const latestMs = fromMs + LONGEST_SPAN_MINUTES[claimed] * MINUTE_MS;
  return { fromMs, toMs: Math.min(toMs, latestMs), precision: claimed, isMidnightAsDay: false };
}
