import { dayNumberOf, dayOfNumber, MINUTE_MS, startOfBrusselsDayMs } from '@/lib/domain/time';
import { KINDS, type Kind, TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import {
  type HourBin,
  type HoursResponse,
  type KindCounts,
  MOST_HOUR_DAYS,
} from '@/lib/protocol/engine-requests';
import type { IncidentColumns } from './incident-columns';
import { KIND_OF_CLASS } from './kind-codes';
import { SELECTED } from './row-marks';
import { IS_BY_DAY } from './segment';
import type { Selection } from './select-rows';

const HOUR_MINUTES = 60;
const HAS_HOUR = Uint8Array.from(TIME_PRECISIONS, (word) =>
  word === 'exact' || word === 'hour' ? 1 : 0,
);

/**
 * Counts by Brussels hour of some days, both ends included and the first {@link MOST_HOUR_DAYS} at most: a day has 23 to 25
 * of them, numbered from its beginning. Records of those days that are known to no hour are counted apart. `selection` must
 * be of all days.
 */
export function hourCounts(
  columns: IncidentColumns,
  selection: Selection,
  { from, to }: { from: string; to: string },
  kinds: readonly Kind[],
): Pick<HoursResponse, 'bins' | 'withoutHour'> {
  const first = dayNumberOf(from);
  const days = Math.min(MOST_HOUR_DAYS, dayNumberOf(to) - first + 1);
  const starts = Array.from({ length: days + 1 }, (_, index) => startMinute(first + index));
  const [begin = 0, end = 0] = [starts[0], starts[days]];
  const hours = new Map<number, KindCounts>();
  const withoutHour = none();
  columns.segments.forEach(({ arrays, size }, index) => {
    const marks = selection.parts[index]?.marks;
    const { occurredFrom, timePrecision, incidentClass } = arrays;
    for (let place = 0; marks && place < size; place += 1) {
      const minute = occurredFrom[place] as number;
      if (minute < begin || minute >= end || marks[place] !== SELECTED) continue;
      const precision = timePrecision[place] as number;
      const kind = KINDS[KIND_OF_CLASS[incidentClass[place] as number] as number];
      if (!kind || IS_BY_DAY[precision] === 0 || !isWanted(kinds, kind)) continue;
      const hour = Math.floor((minute - begin) / HOUR_MINUTES);
      if (HAS_HOUR[precision] === 0) withoutHour[kind] += 1;
      else countsOf(hours, hour)[kind] += 1;
    }
  });
  return { bins: binsOf(hours, starts, first), withoutHour };
}

function binsOf(
  hours: ReadonlyMap<number, KindCounts>,
  starts: readonly number[],
  first: number,
): HourBin[] {
  return [...hours]
    .sort(([a], [b]) => a - b)
    .map(([hour, counts]) => {
      const minute = (starts[0] ?? 0) + hour * HOUR_MINUTES;
      const day = starts.findLastIndex((start) => start <= minute);
      return {
        day: dayOfNumber(first + day),
        hour: (minute - (starts[day] ?? 0)) / HOUR_MINUTES,
        ...counts,
      };
    });
}

function countsOf(hours: Map<number, KindCounts>, hour: number): KindCounts {
  const known = hours.get(hour) ?? none();
  hours.set(hour, known);
  return known;
}

function isWanted(kinds: readonly Kind[], kind: Kind): boolean {
  return kinds.length === 0 || kinds.includes(kind);
}

function none(): KindCounts {
  return { shooting: 0, seizure: 0, incident: 0 };
}

function startMinute(day: number): number {
  return startOfBrusselsDayMs(dayOfNumber(day)) / MINUTE_MS;
}
