import { booleanPointInPolygon, distance, polygon } from '@turf/turf';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { labelRegionOf } from '@/lib/domain/region';
import { countsByDay, MINUTE_MS } from '@/lib/domain/time';
import {
  type BoundEnd,
  boundOfHourNumber,
  endOfBoundMs,
  hourNumberOf,
  startOfBoundMs,
} from '@/lib/domain/time-bound';
import {
  CONTEXTS,
  INCIDENT_CLASSES,
  ORIGINS,
  QUANTITY_UNITS,
  TIME_PRECISIONS,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import {
  fromTuple,
  NO_POINT,
  NOT_STATED,
  ROW_RETRACTED,
  tombstone,
  toTuple,
  type WireRow,
} from '@/lib/protocol/columns';
import { latOfY, lngOfX } from '@/lib/protocol/mercator';
import { areaCountsOf } from '@/lib/store/area-counts';
import { compileFilter, type FoundRecords } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { ridSetOf } from '@/lib/store/rid-set';
import { SELECTED, SELECTED_RETRACTED, TOO_COARSE, UNSELECTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { totalsOf } from '@/lib/store/totals';
import { often } from '../../support/breadth';
import { criteria, LOW_COUNTRIES, shapeIn } from '../../support/filters';
import {
  AREAS,
  areaMatches,
  randomColumns,
  randomRow,
  randomTuple,
  seededRandom,
} from './support/random-rows';

function day(index: number): string {
  return new Date(Date.UTC(2023, 0, 1) + index * 24 * 60 * MINUTE_MS).toISOString().slice(0, 10);
}

/** A filter with the records that its text is found in; null where no answer came yet. */
interface Question {
  filter: Filter;
  found: readonly number[] | null;
}

/** Days, or hours of them, which may be in the wrong order. */
function boundOn(first: number, last: number, end: BoundEnd): fc.Arbitrary<string | null> {
  const hours = fc.integer({ min: first * 24, max: last * 24 });
  return fc.option(
    fc
      .tuple(hours, fc.boolean())
      .map(([hour, isDay]) =>
        isDay
          ? day(Math.floor(hour / 24))
          : boundOfHourNumber(hourNumberOf(day(0), 'from') + hour, end),
      ),
  );
}

const questionArbitrary: fc.Arbitrary<Question> = fc
  .record({
    days: fc.record({
      scope: fc.constantFrom('real' as const, 'simulated' as const),
      from: boundOn(0, 700, 'from'),
      to: boundOn(300, 1200, 'to'),
      regions: fc.subarray(['BE', 'NL', '21004', 'BEANR', 'FR']),
      text: fc.constantFrom(null, null, 'haven'),
    }),
    rest: criteria(shapeIn(LOW_COUNTRIES, { mostVertices: 6, longestRadius: 80_000 }), 5),
    found: fc.option(fc.uniqueArray(fc.integer({ min: 1, max: 420 }), { maxLength: 300 })),
  })
  .map(({ days, rest, found }) => ({ filter: { ...days, last: null, ...rest }, found }));

function isOneOf<T>(list: readonly T[], value: T): boolean {
  return list.length === 0 || list.includes(value);
}

function naiveTimeMark(row: WireRow, filter: Filter): number {
  const first = filter.from === null ? 0 : startOfBoundMs(filter.from) / MINUTE_MS;
  const end = filter.to === null ? 2 ** 32 : endOfBoundMs(filter.to) / MINUTE_MS;
  const begins = row.occurredFrom >= first && row.occurredFrom < end;
  const precision = TIME_PRECISIONS[row.timePrecision] ?? 'year';
  const hours = [filter.from?.includes('T') ? first : [], filter.to?.includes('T') ? end : []];
  const isCut = hours.flat().some((cut) => row.occurredFrom < cut && cut < row.occurredTo);
  if ((precision === 'day' || precision === 'night') && isCut) return TOO_COARSE;
  if (countsByDay(precision)) return begins ? SELECTED : UNSELECTED;
  if (begins && row.occurredTo <= end) return SELECTED;
  return row.occurredTo > first && row.occurredFrom < end ? TOO_COARSE : UNSELECTED;
}

function naiveCasualties({ killed, injured }: WireRow, { casualties }: Filter): boolean {
  const isKilled = killed !== NOT_STATED && killed > 0;
  const isInjured = injured !== NOT_STATED && injured > 0;
  return (
    casualties.length === 0 ||
    (casualties.includes('killed') && isKilled) ||
    (casualties.includes('injured') && isInjured) ||
    (casualties.includes('nobody') && killed === 0 && injured === 0) ||
    (casualties.includes('not stated') &&
      !isKilled &&
      !isInjured &&
      (killed === NOT_STATED || injured === NOT_STATED))
  );
}

function naiveQuantity(row: WireRow, { quantity }: Filter): boolean {
  if (quantity === null) return true;
  if (QUANTITY_UNITS[row.quantityUnit - 1] !== quantity.unit) return false;
  return (
    row.quantity >= (quantity.least ?? 0) &&
    row.quantity <= (quantity.most ?? Number.POSITIVE_INFINITY)
  );
}

function naiveShape({ x, y }: WireRow, { shape }: Filter): boolean {
  if (shape === null) return true;
  if (x === NO_POINT) return false;
  const point = [lngOfX(x), latOfY(y)];
  return shape.type === 'circle'
    ? distance(shape.center, point, { units: 'meters' }) <= shape.radiusMetres
    : booleanPointInPolygon(point, polygon([[...shape.ring, shape.ring[0] ?? [0, 0]]]));
}

function naiveMark(row: WireRow, { filter, found }: Question): number {
  const area = AREAS.get(row.area);
  const [kind = 'incident', subtype = null] = INCIDENT_CLASSES[row.incidentClass] ?? [];
  const what: unknown[] = [...filter.subtypes, ...filter.drugs];
  const isSimulated = ORIGINS[row.origin] === 'simulated';
  const passes =
    isOneOf(filter.kinds, kind) &&
    isOneOf(what, subtype) &&
    isOneOf(filter.contexts, CONTEXTS[row.context] ?? 'other') &&
    isOneOf(filter.verifications, VERIFICATIONS[row.verification] ?? 'official') &&
    isSimulated === (filter.scope === 'simulated') &&
    naiveCasualties(row, filter) &&
    naiveQuantity(row, filter) &&
    (filter.text === null || found === null || found.includes(row.rid)) &&
    naiveShape(row, filter) &&
    (filter.regions.length === 0 || filter.regions.some((code) => area && areaMatches(area, code)));
  const mark = passes ? naiveTimeMark(row, filter) : UNSELECTED;
  if (row.state !== ROW_RETRACTED) return mark;
  return mark === SELECTED ? SELECTED_RETRACTED : UNSELECTED;
}

/** Records that only the want of a point keeps out of the shape. */
function naiveUnplaced(rows: readonly WireRow[], { filter, found }: Question): number {
  if (filter.shape === null) return 0;
  const anywhere = { filter: { ...filter, shape: null }, found };
  return rows.filter((row) => row.x === NO_POINT && naiveMark(row, anywhere) === SELECTED).length;
}

let foundNumber = 0;

/** Every set of records has a number of its own. */
function foundRecords({ filter, found }: Question): FoundRecords | null {
  if (filter.text === null) return null;
  foundNumber += 1;
  return { number: foundNumber, rids: found && ridSetOf(found) };
}

function ask(
  columns: IncidentColumns,
  question: Question,
  selection: Selection = new Selection(),
): Selection {
  const compiled = compileFilter(question.filter, AREAS, areaMatches, foundRecords(question));
  return selection.update(columns, compiled);
}

function select(columns: IncidentColumns, filter: Filter): Selection {
  return ask(columns, { filter, found: null });
}

function rowsOf(columns: IncidentColumns): WireRow[] {
  return Array.from(columns.rows(), (row) => fromTuple(columns.tupleAt(row)));
}

function marksOf(columns: IncidentColumns, selection: Selection): number[] {
  return Array.from(columns.rows(), (row) => selection.markOf(row));
}

function totalsFor(columns: IncidentColumns, selection: Selection) {
  return totalsOf(columns, selection, areaCountsOf(columns, selection, AREAS));
}

describe('a selection', () => {
  it('marks every row as a plain reading of the filter does', () => {
    const seen = [0, 0, 0, 0];
    fc.assert(
      fc.property(questionArbitrary, fc.integer(), (question, seed) => {
        const columns = randomColumns(300, seed);
        const selection = ask(columns, question);
        const rows = rowsOf(columns);
        const expected = rows.map((row) => naiveMark(row, question));
        expect(marksOf(columns, selection)).toEqual(expected);
        const tally = [SELECTED, SELECTED_RETRACTED, TOO_COARSE].map(
          (mark) => expected.filter((other) => other === mark).length,
        );
        const { count, retracted, coarserThanDay, unplaced } = totalsFor(columns, selection);
        expect([count, retracted, coarserThanDay]).toEqual(tally);
        expect(unplaced).toBe(naiveUnplaced(rows, question));
        for (const mark of expected) seen[mark] = (seen[mark] ?? 0) + 1;
      }),
      { numRuns: often(150, 500) },
    );
    expect(Math.min(...seen)).toBeGreaterThan(0);
  });

  it('is the same whether it was brought up to date or made anew, through filters and changes', () => {
    const step = fc.tuple(questionArbitrary, fc.array(fc.integer({ min: 1, max: 400 })));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 6 }), fc.integer(), (steps, seed) => {
        const columns = randomColumns(300, seed);
        const random = seededRandom(seed);
        const kept = new Selection();
        steps.forEach(([question, rids], index) => {
          for (const rid of rids) {
            const seq = 1000 + index;
            const isGone = random() < 0.4;
            columns.put(isGone ? toTuple(tombstone(rid, seq)) : randomTuple(rid, seq, random));
          }
          ask(columns, question, kept);
          expect(marksOf(columns, kept)).toEqual(
            rowsOf(columns).map((row) => naiveMark(row, question)),
          );
          expect(totalsFor(columns, kept)).toEqual(totalsFor(columns, ask(columns, question)));
        });
      }),
    );
  });

  it('is made anew when another answer to the same text comes', () => {
    const columns = randomColumns(300, 5);
    const kept = new Selection();
    const filter: Filter = { ...EVERYTHING, text: 'haven' };
    for (const found of [null, [1, 2, 3, 4, 5, 6, 7, 8], [7, 8, 9, 10, 11, 12, 13], []]) {
      ask(columns, { filter, found }, kept);
      const expected = rowsOf(columns).map((row) => naiveMark(row, { filter, found }));
      expect(marksOf(columns, kept)).toEqual(expected);
    }
  });

  it('is a Brussels day, whatever the clock of the machine: the last minute counts, midnight does not', () => {
    const base = { ...randomRow(1, 1, seededRandom(1)), state: 0, origin: 0, timePrecision: 0 };
    const columns = new IncidentColumns();
    const instants = [
      '2024-06-30T21:59Z',
      '2024-06-30T22:00Z',
      '2024-07-01T21:59Z',
      '2024-07-01T22:00Z',
    ];
    instants.forEach((instant, index) => {
      const minute = Date.parse(instant) / MINUTE_MS;
      columns.put(toTuple({ ...base, rid: index + 1, occurredFrom: minute, occurredTo: minute }));
    });
    const filter: Filter = { ...EVERYTHING, from: '2024-07-01', to: '2024-07-01' };
    expect(marksOf(columns, select(columns, filter))).toEqual([0, 1, 1, 0]);
  });

  it('counts a night once, on the day it began', () => {
    const night = { ...randomRow(1, 1, seededRandom(1)), state: 0, origin: 0, timePrecision: 2 };
    night.occurredFrom = Date.parse('2024-03-09T21:00Z') / MINUTE_MS;
    night.occurredTo = Date.parse('2024-03-10T05:00Z') / MINUTE_MS;
    const columns = new IncidentColumns();
    columns.put(toTuple(night));
    const countOn = (text: string) =>
      totalsFor(columns, select(columns, { ...EVERYTHING, from: text, to: text })).count;
    expect([countOn('2024-03-09'), countOn('2024-03-10')]).toEqual([1, 0]);
  });
});

describe('totals', () => {
  it('are symbols, area counts and unlocated, and nothing else', () => {
    fc.assert(
      fc.property(questionArbitrary, fc.integer(), (question, seed) => {
        const columns = randomColumns(300, seed);
        const selection = ask(columns, question);
        const totals = totalsFor(columns, selection);
        const counts = areaCountsOf(columns, selection, AREAS);
        const marks = marksOf(columns, selection);
        const chosen = rowsOf(columns).filter((_, index) => marks[index] === SELECTED);
        expect(totals.symbols + totals.inAreas + totals.unlocated).toBe(totals.count);
        expect(totals.shooting + totals.seizure + totals.incident).toBe(totals.count);
        expect(counts.reduce((sum, { count }) => sum + count, 0)).toBe(totals.inAreas);
        expect(totals.symbols).toBe(chosen.filter(({ x }) => x !== NO_POINT).length);
        for (const { code, count } of counts) {
          const there = chosen.filter(({ x, area }) => {
            const tuple = AREAS.get(area);
            return x === NO_POINT && tuple !== undefined && labelRegionOf(tuple) === code;
          });
          expect(count).toBe(there.length);
        }
      }),
    );
  });
});
