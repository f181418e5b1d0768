import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { AREA_KEYS } from '@/lib/domain/region';
import { brusselsDay, countsByDay, MINUTE_MS } from '@/lib/domain/time';
import { INCIDENT_CLASSES, KINDS, TIME_PRECISIONS } from '@/lib/domain/vocabulary';
import { fromTuple, tombstone, toTuple, type WireRow } from '@/lib/protocol/columns';
import type { HistogramUnit } from '@/lib/protocol/engine-requests';
import { brusselsDayNumber } from '@/lib/store/brussels-hours';
import { compileFilter } from '@/lib/store/compile-filter';
import { Histogram } from '@/lib/store/histogram';
import type { IncidentColumns } from '@/lib/store/incident-columns';
import { regionTotalsOf } from '@/lib/store/region-totals';
import { SELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import {
  AREAS,
  areaMatches,
  randomColumns,
  randomRow,
  randomTuple,
  seededRandom,
} from './support/random-rows';

const UNITS = ['day', 'week', 'month', 'year'] as const;
const DAY_MS = 86_400_000;

function select(columns: IncidentColumns, selection: Selection = new Selection()): Selection {
  return selection.update(columns, compileFilter(EVERYTHING, AREAS, areaMatches));
}

function selectedRows(columns: IncidentColumns, selection: Selection): WireRow[] {
  return [...columns.rows()]
    .filter((row) => selection.markOf(row) === SELECTED)
    .map((row) => fromTuple(columns.tupleAt(row)));
}

/** The first day of the bin of an instant, by calendar text alone. */
function binOf(minute: number, unit: HistogramUnit): string {
  const day = brusselsDay(minute * MINUTE_MS);
  if (unit === 'day') return day;
  if (unit === 'month') return `${day.slice(0, 8)}01`;
  if (unit === 'year') return `${day.slice(0, 4)}-01-01`;
  const weekday = (new Date(`${day}T00:00:00Z`).getUTCDay() + 6) % 7;
  return new Date(Date.parse(day) - weekday * DAY_MS).toISOString().slice(0, 10);
}

function naiveHistogram(rows: readonly WireRow[], unit: HistogramUnit) {
  const bins = new Map<string, { shooting: number; seizure: number; incident: number }>();
  const coarser = { shooting: 0, seizure: 0, incident: 0 };
  for (const row of rows) {
    const isByDay = countsByDay(TIME_PRECISIONS[row.timePrecision] ?? 'year');
    const day = binOf(row.occurredFrom, unit);
    const last = Math.max(row.occurredFrom, row.occurredTo - 1);
    const isInOneBin = isByDay || (unit !== 'day' && binOf(last, unit) === day);
    const bin = bins.get(day) ?? { shooting: 0, seizure: 0, incident: 0 };
    if (isInOneBin) bins.set(day, bin);
    (isInOneBin ? bin : coarser)[INCIDENT_CLASSES[row.incidentClass]?.[0] ?? 'incident'] += 1;
  }
  const listed = [...bins].map(([day, counts]) => ({ day, ...counts }));
  return { unit, bins: listed.sort((a, b) => (a.day < b.day ? -1 : 1)), coarser };
}

describe('a histogram', () => {
  it('counts every record in the bin of its Brussels day, week, month or year, or as too coarse for one', () => {
    fc.assert(
      fc.property(fc.integer(), fc.constantFrom(...UNITS), (seed, unit) => {
        const columns = randomColumns(300, seed);
        const selection = select(columns);
        expect(new Histogram().update(columns, selection, unit)).toEqual(
          naiveHistogram(selectedRows(columns, selection), unit),
        );
      }),
      { numRuns: 40 },
    );
  });

  it('is right after changes without being made anew', () => {
    const random = seededRandom(6);
    const columns = randomColumns(400, 6);
    const selection = new Selection();
    const histogram = new Histogram();
    for (let change = 1; change <= 30; change += 1) {
      const rid = 1 + Math.floor(random() * 420);
      const isGone = random() < 0.3;
      columns.put(
        isGone ? toTuple(tombstone(rid, 1_000 + change)) : randomTuple(rid, 1_000 + change, random),
      );
      const unit = UNITS[Math.floor(change / 8) % UNITS.length] ?? 'day';
      const answer = histogram.update(columns, select(columns, selection), unit);
      expect(answer).toEqual(naiveHistogram(selectedRows(columns, selection), unit));
    }
  });

  it('tells kinds apart afterwards, as if the others had not been selected', () => {
    fc.assert(
      fc.property(fc.integer(), fc.subarray([...KINDS], { minLength: 1 }), (seed, kinds) => {
        const columns = randomColumns(200, seed);
        const selection = select(columns);
        const rows = selectedRows(columns, selection).filter(({ incidentClass }) =>
          kinds.includes(INCIDENT_CLASSES[incidentClass]?.[0] ?? 'incident'),
        );
        expect(new Histogram().update(columns, selection, 'day', kinds)).toEqual(
          naiveHistogram(rows, 'day'),
        );
      }),
      { numRuns: 30 },
    );
  });

  it('counts a month’s record in its month, and apart from days and weeks', () => {
    const columns = randomColumns(0, 1);
    const minuteOf = (text: string): number => Date.parse(text) / MINUTE_MS;
    columns.put(
      toTuple({
        ...randomRow(1, 1, seededRandom(1)),
        state: 0,
        origin: 0,
        incidentClass: 0,
        timePrecision: TIME_PRECISIONS.indexOf('month'),
        occurredFrom: minuteOf('2024-02-29T23:00Z'),
        occurredTo: minuteOf('2024-03-31T22:00Z'),
      }),
    );
    const binsOf = (unit: HistogramUnit) => new Histogram().update(columns, select(columns), unit);
    expect(binsOf('month').bins).toEqual([
      { day: '2024-03-01', shooting: 1, seizure: 0, incident: 0 },
    ]);
    expect(binsOf('week')).toMatchObject({ bins: [], coarser: { shooting: 1 } });
    expect(binsOf('day')).toMatchObject({ bins: [], coarser: { shooting: 1 } });
  });
});

describe('a Brussels day number', () => {
  it('is the day that the calendar of Brussels says, at any hour of the years 1970 to 2100', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 68_000_000 }), (minute) => {
        const day = new Date(brusselsDayNumber(minute) * DAY_MS).toISOString().slice(0, 10);
        expect(day).toBe(brusselsDay(minute * MINUTE_MS));
      }),
      { numRuns: 300 },
    );
  });
});

describe('totals by region', () => {
  it('count every selected record once on each level, or as naming no region of it', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const columns = randomColumns(200, seed);
        const selection = select(columns);
        const levels = regionTotalsOf(columns, selection, AREAS);
        const rows = selectedRows(columns, selection);
        for (const level of AREA_KEYS) {
          const { regions, unnamed } = levels[level];
          expect(regions.reduce((sum, { count }) => sum + count, unnamed)).toBe(rows.length);
          for (const { code, count, shooting, seizure, incident } of regions) {
            const there = rows.filter(({ area }) => AREAS.get(area)?.[level] === code);
            expect([count, shooting + seizure + incident]).toEqual([there.length, there.length]);
          }
        }
      }),
      { numRuns: 30 },
    );
  });
});
