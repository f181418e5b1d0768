import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { brusselsDay, MINUTE_MS } from '@/lib/domain/time';
import { KINDS, TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { toTuple } from '@/lib/protocol/columns';
import { compileFilter } from '@/lib/store/compile-filter';
import { hourCounts } from '@/lib/store/hour-counts';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { KIND_OF_CLASS } from '@/lib/store/kind-codes';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { AREAS, areaMatches, randomColumns, randomRow, seededRandom } from './support/random-rows';

const EXACT = TIME_PRECISIONS.indexOf('exact');
const DAY = TIME_PRECISIONS.indexOf('day');

function select(columns: IncidentColumns): Selection {
  return new Selection().update(columns, compileFilter(EVERYTHING, AREAS, areaMatches));
}

/** Real records at UTC instants. */
function recordsAt(...entries: readonly (readonly [instant: string, precision: number])[]) {
  const columns = new IncidentColumns();
  entries.forEach(([instant, timePrecision], index) => {
    const minute = Date.parse(instant) / MINUTE_MS;
    columns.put(
      toTuple({
        ...randomRow(index + 1, 1, seededRandom(index)),
        state: 0,
        origin: 0,
        timePrecision,
        occurredFrom: minute,
        occurredTo: minute,
      }),
    );
  });
  return columns;
}

function hoursOf(columns: IncidentColumns, from: string, to: string) {
  const { bins, withoutHour } = hourCounts(columns, select(columns), { from, to }, []);
  const sum = (counts: Record<(typeof KINDS)[number], number>) =>
    KINDS.reduce((total, kind) => total + counts[kind], 0);
  return {
    bins: bins.map((bin) => [bin.day, bin.hour, sum(bin)]),
    withoutHour: sum(withoutHour),
  };
}

describe('hours of the timeline', () => {
  it('are those of Brussels, and of the days asked for only', () => {
    const columns = recordsAt(
      ['2026-05-09T21:59:00Z', EXACT],
      ['2026-05-09T22:00:00Z', EXACT],
      ['2026-05-10T12:30:00Z', EXACT],
      ['2026-05-10T12:59:00Z', EXACT],
      ['2026-05-10T21:59:00Z', EXACT],
      ['2026-05-10T22:00:00Z', EXACT],
    );
    expect(hoursOf(columns, '2026-05-10', '2026-05-10').bins).toEqual([
      ['2026-05-10', 0, 1],
      ['2026-05-10', 14, 2],
      ['2026-05-10', 23, 1],
    ]);
  });

  it('are 23 on the day that loses one and 25 on the day that gains one', () => {
    const spring = recordsAt(
      ['2026-03-29T00:30:00Z', EXACT],
      ['2026-03-29T01:30:00Z', EXACT],
      ['2026-03-29T21:30:00Z', EXACT],
      ['2026-03-29T22:30:00Z', EXACT],
    );
    // 01:30, 03:30 and 23:30 on the clocks; then the next day.
    expect(hoursOf(spring, '2026-03-29', '2026-03-30').bins).toEqual([
      ['2026-03-29', 1, 1],
      ['2026-03-29', 2, 1],
      ['2026-03-29', 22, 1],
      ['2026-03-30', 0, 1],
    ]);
    const autumn = recordsAt(
      ['2026-10-25T00:30:00Z', EXACT],
      ['2026-10-25T01:30:00Z', EXACT],
      ['2026-10-25T22:30:00Z', EXACT],
    );
    // 02:30 twice, and 23:30.
    expect(hoursOf(autumn, '2026-10-25', '2026-10-25').bins).toEqual([
      ['2026-10-25', 2, 1],
      ['2026-10-25', 3, 1],
      ['2026-10-25', 24, 1],
    ]);
  });

  it('hold no record that is known to a day only, which is counted apart', () => {
    const columns = recordsAt(['2026-05-10T10:00:00Z', EXACT], ['2026-05-09T22:00:00Z', DAY]);
    expect(hoursOf(columns, '2026-05-10', '2026-05-10')).toEqual({
      bins: [['2026-05-10', 12, 1]],
      withoutHour: 1,
    });
  });

  it('count with those without one every record that the days count', () => {
    const columns = randomColumns(3_000, 5);
    const selection = select(columns);
    const byDay = new Set(
      ['exact', 'hour', 'night', 'day'].map((word) => TIME_PRECISIONS.indexOf(word as never)),
    );
    const rows = [...columns.rows()].filter(
      (row) =>
        selection.markOf(row) === SELECTED && byDay.has(columns.valueAt(row, 'timePrecision')),
    );
    const dayOf = (row: number) => brusselsDay(columns.valueAt(row, 'occurredFrom') * MINUTE_MS);
    const day = dayOf(rows[0] ?? 0);
    const to = new Date(Date.parse(day) + 20 * 86_400_000).toISOString().slice(0, 10);
    const inside = rows.filter((row) => dayOf(row) >= day && dayOf(row) <= to);
    const { bins, withoutHour } = hoursOf(columns, day, to);
    expect(inside.length).toBeGreaterThan(0);
    expect(bins.reduce((sum, bin) => sum + Number(bin[2]), 0) + withoutHour).toBe(inside.length);
    const shootings = inside.filter(
      (row) => KINDS[KIND_OF_CLASS[columns.valueAt(row, 'incidentClass')] ?? 0] === 'shooting',
    );
    const only = hourCounts(columns, selection, { from: day, to }, ['shooting']);
    const found = only.bins.reduce(
      (sum, bin) => sum + bin.shooting + bin.seizure + bin.incident,
      0,
    );
    expect(found + only.withoutHour.shooting).toBe(shootings.length);
  });
});
