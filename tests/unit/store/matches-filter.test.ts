import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Filter } from '@/lib/domain/filter';
import { toPublic } from '@/lib/domain/incident';
import { matchesFilter } from '@/lib/domain/matches-filter';
import { hasAllWords, wordsOfRecord } from '@/lib/domain/search-words';
import type { Shape } from '@/lib/domain/shape';
import { areaOfRecord, toTuple, toWireRow } from '@/lib/protocol/columns';
import { areaMatches } from '@/lib/regions/gazetteer';
import { compileFilter } from '@/lib/store/compile-filter';
import { IncidentColumns } from '@/lib/store/incident-columns';
import { ridSetOf } from '@/lib/store/rid-set';
import { SELECTED, SELECTED_RETRACTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';
import { storedIncident } from '../../support/arbitraries';
import { criteria, shapeIn } from '../../support/filters';

const DAY_MS = 86_400_000;
const CRITERIA = ['subtypes', 'drugs', 'contexts', 'casualties', 'shape', 'text'] as const;
const isSet = (value: unknown) => value !== null && (value as { length?: number }).length !== 0;
/** Degrees west, south, east and north of a record. */
const AROUND = [-1, -1, 1, 1] as const;

/** A shape that was drawn around [0, 0] as one around a point. */
function moved(shape: Shape, [lng, lat]: readonly [number, number]): Shape {
  const to = ([x, y]: readonly [number, number]): [number, number] => [
    Math.max(-180, Math.min(180, lng + x)),
    Math.max(-85, Math.min(85, lat + y)),
  ];
  return shape.type === 'circle'
    ? { ...shape, center: to(shape.center) }
    : { ...shape, ring: shape.ring.map(to) };
}

it('a record that arrives is selected exactly when the engine selects its row', () => {
  let selected = 0;
  const narrowed = new Set<string>();
  const around = fc.option(fc.integer({ min: -3, max: 3 }));
  // Most are public, and half of those have a point.
  const stored = storedIncident.map((incident) => {
    if (incident.rid % 4 === 0) return incident;
    const known = { ...incident, status: 'published' as const };
    return incident.rid % 2
      ? known
      : { ...known, sensitivity: [], placePrecision: 'exact' as const };
  });
  fc.assert(
    fc.property(
      stored,
      fc.record({
        rest: criteria(shapeIn(AROUND, { mostVertices: 5, longestRadius: 150_000 }), 5),
        regions: fc.subarray(['BE', 'BE-VAN', '11002', '5340', 'BEANR', 'NL'], { minLength: 4 }),
        scope: fc.constantFrom('real' as const, 'simulated' as const),
        from: around,
        to: around,
        hasText: fc.boolean(),
      }),
      (incident, { from, to, rest, hasText, regions, scope }) => {
        const record = toPublic(incident);
        if (!record) return;
        const dayBy = (days: number | null) =>
          days === null
            ? null
            : new Date(Date.parse(record.occurredFrom) + days * DAY_MS).toISOString().slice(0, 10);
        const [word = 'x'] = wordsOfRecord(record) ?? [];
        const filter: Filter = {
          ...rest,
          // A list of most words instead of few, so that records are left.
          verifications: [],
          kinds: rest.kinds.length < 2 ? [] : rest.kinds,
          shape: rest.shape && moved(rest.shape, record.point ?? [0, 0]),
          regions,
          scope,
          from: dayBy(from),
          to: dayBy(to),
          text: hasText ? word : null,
        };
        const columns = new IncidentColumns();
        columns.put(toTuple(toWireRow({ ...record, rid: 1 }, 1, 7)));
        const areas = new Map([[7, areaOfRecord(record)]]);
        const isFound = hasText && hasAllWords(record, word);
        const found = { number: 1, rids: ridSetOf(isFound ? [1] : []) };
        const compiled = compileFilter(filter, areas, areaMatches, hasText ? found : null);
        const mark = new Selection().update(columns, compiled).markOf(columns.rowOf(1));
        const isSelected = mark === SELECTED || mark === SELECTED_RETRACTED;
        expect(matchesFilter(record, filter, areaMatches)).toBe(isSelected);
        if (!isSelected) return;
        selected += 1;
        for (const name of CRITERIA) if (isSet(filter[name])) narrowed.add(name);
      },
    ),
    { numRuns: 1_000 },
  );
  expect(selected).toBeGreaterThan(30);
  expect([...narrowed].sort()).toEqual([...CRITERIA].sort());
});
