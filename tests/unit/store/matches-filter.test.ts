import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRUGS, OTHER_SUBTYPES } from '@/lib/domain/drugs';
import { EVERYTHING, type Filter, type QuantityRange } from '@/lib/domain/filter';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import { type PublicIncident, toPublic } from '@/lib/domain/incident';
import {
  INSIDE,
  matchesFilter,
  matchPeriod,
  OUTSIDE,
  OVERLAPS,
  periodOf,
} from '@/lib/domain/matches-filter';
import { hasAllWords, toQuestion, wordsOfRecord } from '@/lib/domain/search-words';
import type { Shape } from '@/lib/domain/shape';
import { grainOf, MINUTE_MS } from '@/lib/domain/time';
import { type BoundEnd, boundAt, HOUR_MS } from '@/lib/domain/time-bound';
import { CONTEXTS, KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { areaOfRecord, toTuple, toWireRow } from '@/lib/protocol/columns';
import { areaMatches } from '@/lib/regions/gazetteer';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { ridSetOf } from '@/lib/store/rid-set';
import { SELECTED, SELECTED_RETRACTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { storedIncident } from '../../support/arbitraries';
import { often } from '../../support/breadth';
import { shapeIn } from '../../support/filters';

const DAY_MS = 86_400_000;
const CRITERIA = [
  'subtypes',
  'drugs',
  'contexts',
  'casualties',
  'quantity',
  'shape',
  'text',
] as const;
/** Degrees west, south, east and north of a record. */
const AROUND = [-1, -1, 1, 1] as const;

/** A row has its point within 2 cm: no border may pass right through it. */
const BESIDE_DEGREES = 3e-6;

/** A shape that was drawn around [0, 0] as one around a point. */
function moved(shape: Shape, [lng, lat]: readonly [number, number]): Shape {
  const to = ([x, y]: readonly [number, number]): [number, number] => [
    clamp(lng + x + BESIDE_DEGREES, 180 - 2 * BESIDE_DEGREES),
    clamp(lat + y + BESIDE_DEGREES, 85 - 2 * BESIDE_DEGREES),
  ];
  return shape.type === 'circle'
    ? { ...shape, center: to(shape.center) }
    : { ...shape, ring: shape.ring.map(to) };
}

function clamp(degrees: number, most: number): number {
  return Math.max(-most, Math.min(most, degrees));
}

const criterion = fc.record({
  subtypes: fc.subarray([...OTHER_SUBTYPES], { minLength: 12 }),
  drugs: fc.subarray([...DRUGS], { minLength: 4 }),
  contexts: fc.subarray([...CONTEXTS], { minLength: 2 }),
  casualties: fc.subarray([...CASUALTY_CHOICES], { minLength: 1, maxLength: 3 }),
  quantity: fc.tuple(fc.integer({ min: -9, max: 3 }), fc.integer({ min: -3, max: 9 })),
  shape: shapeIn(AROUND, { mostVertices: 5, longestRadius: 150_000 }),
});

/** Set once in five, so that most of the records are left for the one criterion. */
function seldom<T, None>(arbitrary: fc.Arbitrary<T>, otherwise: None): fc.Arbitrary<T | None> {
  return fc.oneof({ arbitrary: fc.constant(otherwise), weight: 4 }, { arbitrary, weight: 1 });
}

const around = seldom(fc.integer({ min: -3, max: 3 }), null);

const choice = fc.record({
  /** The one criterion that is set beside kinds, days, regions and verification. */
  name: fc.constantFrom(...CRITERIA),
  criterion,
  kinds: seldom(fc.subarray([...KINDS], { minLength: 2 }), []),
  verifications: seldom(fc.subarray([...VERIFICATIONS], { minLength: 4 }), []),
  regions: seldom(
    fc.subarray(['BE', 'BE-VAN', '11002', '5340', 'BEANR', 'NL'], { minLength: 4 }),
    [],
  ),
  isOtherScope: seldom(fc.constant(true), false),
  /** Days from the record's own, or hours from its beginning. */
  from: around,
  to: around,
  isByHour: fc.boolean(),
});

// Most are public, and half of those have a point.
const stored = storedIncident.map((incident) => {
  if (incident.rid % 4 === 0) return incident;
  const known = { ...incident, status: 'published' as const };
  return incident.rid % 2 ? known : { ...known, sensitivity: [], placePrecision: 'exact' as const };
});

/** Bounds so far below and above the record's own amount, where it has one. */
function rangeAround(
  { quantity }: PublicIncident,
  [below, above]: readonly [number, number],
): QuantityRange {
  const unit = quantity?.unit ?? 'kg';
  const amount = Math.round((quantity?.best ?? 5) * (unit === 'kg' ? 1000 : 1));
  const least = Math.max(0, amount + below);
  return { unit, least, most: Math.max(least, amount + above) };
}

type Choice = typeof choice extends fc.Arbitrary<infer T> ? T : never;

function filterFor(record: PublicIncident, chosen: Choice): Filter {
  const { name, criterion: values, kinds, verifications, regions, isOtherScope } = chosen;
  const beginsMs = Date.parse(record.occurredFrom);
  const boundBy = (steps: number | null, end: BoundEnd) => {
    if (steps === null) return null;
    if (chosen.isByHour) return boundAt(beginsMs + 3 * steps * HOUR_MS, end);
    return new Date(beginsMs + steps * DAY_MS).toISOString().slice(0, 10);
  };
  const [word = 'x'] = wordsOfRecord(record) ?? [];
  const own = {
    ...values,
    quantity: rangeAround(record, values.quantity),
    shape: moved(values.shape, record.point ?? [0, 0]),
    text: toQuestion(word) ?? 'x',
  };
  const isSimulated = (record.origin === 'simulated') !== isOtherScope;
  return {
    ...EVERYTHING,
    kinds,
    verifications,
    regions,
    scope: isSimulated ? 'simulated' : 'real',
    from: boundBy(chosen.from, 'from'),
    to: boundBy(chosen.to, 'to'),
    [name]: own[name],
  };
}

it('a record that arrives is selected exactly when the engine selects its row', () => {
  const seen = new Map<string, number>();
  fc.assert(
    fc.property(stored, choice, (incident, chosen) => {
      const record = toPublic(incident);
      if (!record) return;
      const filter = filterFor(record, chosen);
      const columns = new IncidentColumns();
      columns.put(toTuple(toWireRow({ ...record, rid: 1 }, 1, 7)));
      const areas = new Map([[7, areaOfRecord(record)]]);
      const isFound = filter.text !== null && hasAllWords(record, filter.text);
      const found = { number: 1, rids: ridSetOf(isFound ? [1] : []) };
      const compiled = compileFilter(
        filter,
        areas,
        areaMatches,
        filter.text === null ? null : found,
      );
      const mark = new Selection().update(columns, compiled).markOf(columns.rowOf(1));
      const isSelected = mark === SELECTED || mark === SELECTED_RETRACTED;
      expect(matchesFilter(record, filter, areaMatches)).toBe(isSelected);
      const outcome = `${chosen.name} ${isSelected}`;
      seen.set(outcome, (seen.get(outcome) ?? 0) + 1);
    }),
    { numRuns: often(800, 3_000) },
  );
  const outcomes = CRITERIA.flatMap((name) => [`${name} true`, `${name} false`]);
  expect(outcomes.filter((outcome) => !seen.has(outcome))).toEqual([]);
});

describe('the rule of time', () => {
  const match = (
    [begins, ends]: readonly [string, string],
    precision: Parameters<typeof grainOf>[0],
    [from, to]: readonly [string | null, string | null],
  ) => {
    const minute = (iso: string) => Date.parse(iso) / MINUTE_MS;
    return matchPeriod(minute(begins), minute(ends), grainOf(precision), periodOf({ from, to }));
  };
  /** The first of March in Brussels, and the night that follows. */
  const DAY = ['2026-02-28T23:00Z', '2026-03-01T23:00Z'] as const;
  const NIGHT = ['2026-03-01T21:00Z', '2026-03-02T05:00Z'] as const;
  const SHOT = ['2026-03-01T12:10Z', '2026-03-01T12:10Z'] as const;

  it('counts what is known to the hour in the hour at which it began', () => {
    expect(match(SHOT, 'exact', ['2026-03-01T13', '2026-03-01T13'])).toBe(INSIDE);
    expect(match(SHOT, 'hour', ['2026-03-01T13', '2026-03-01T13'])).toBe(INSIDE);
    expect(match(SHOT, 'exact', ['2026-03-01T14', null])).toBe(OUTSIDE);
    expect(match(SHOT, 'exact', [null, '2026-03-01T12'])).toBe(OUTSIDE);
  });

  it('counts a day or a night by its beginning in a period of days, and in hours that do not cut it', () => {
    expect(match(DAY, 'day', ['2026-03-01', '2026-03-01'])).toBe(INSIDE);
    expect(match(NIGHT, 'night', ['2026-03-01', '2026-03-01'])).toBe(INSIDE);
    expect(match(NIGHT, 'night', ['2026-03-02', '2026-03-02'])).toBe(OUTSIDE);
    expect(match(NIGHT, 'night', ['2026-03-01T22', '2026-03-02T05'])).toBe(INSIDE);
    expect(match(DAY, 'day', ['2026-02-28T12', '2026-03-02T12'])).toBe(INSIDE);
  });

  it('says, and does not count, a day or a night that an hour cuts: not even in its first hour', () => {
    expect(match(DAY, 'day', ['2026-03-01', '2026-03-01T00'])).toBe(OVERLAPS);
    expect(match(DAY, 'day', ['2026-03-01T13', '2026-03-01T15'])).toBe(OVERLAPS);
    expect(match(DAY, 'day', ['2026-03-01T13', null])).toBe(OVERLAPS);
    expect(match(NIGHT, 'night', ['2026-03-01T22', '2026-03-02T04'])).toBe(OVERLAPS);
    expect(match(NIGHT, 'night', ['2026-03-02T06', null])).toBe(OUTSIDE);
  });
});
