import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { EVERYTHING } from '@/lib/domain/filter';
import { LIST_ORDERS } from '@/lib/domain/list-order';
import {
  NO_POINT,
  NOT_STATED,
  ROW_PUBLISHED,
  ROW_RETRACTED,
  toTuple,
  type WireRow,
} from '@/lib/protocol/columns';
import { LIST_PARTS, type ListItem } from '@/lib/protocol/engine-requests';
import { Engine } from '@/lib/store/engine';
import { areaMatches, randomRow, seededRandom } from './support/random-rows';

/** All the world in one view. */
const VIEW = {
  filter: EVERYTHING,
  camera: { center: [0, 0] as [number, number], zoom: 0 },
  width: 4096,
  height: 4096,
};
const LABEL = {
  epoch: 'e',
  seq: 1,
  digest: '0000000000000000',
  committedAt: '2026-01-01T00:00:00.000Z',
  areas: [],
  figures: [],
};

const KILOGRAMS = 1;
const PLANTS = 3;

/** Few values, so that many rows are equal in what they are sorted by. */
const facts = fc.record({
  occurredFrom: fc.oneof(
    fc.integer({ min: 0, max: 3 }),
    fc.integer({ min: 20_000_000, max: 30_000_000 }),
  ),
  killed: fc.constantFrom(NOT_STATED, 0, 1, 2, 255, 256, 300),
  injured: fc.constantFrom(NOT_STATED, 0, 1, 255, 256, 400),
  quantity: fc.oneof(fc.constantFrom(0, 1, 1_000_000), fc.integer({ min: 0, max: 0xffff_ffff })),
  quantityUnit: fc.constantFrom(0, KILOGRAMS, PLANTS),
  hasPoint: fc.boolean(),
  isRetracted: fc.boolean(),
});

type Facts = typeof facts extends fc.Arbitrary<infer T> ? T : never;

function rowOf({ hasPoint, isRetracted, ...columns }: Facts, index: number): WireRow {
  const base = randomRow(index + 1, 1, seededRandom(1));
  const away = { x: NO_POINT, y: NO_POINT };
  return {
    ...base,
    origin: 0,
    area: 0,
    ...columns,
    ...(hasPoint && !isRetracted ? {} : away),
    state: isRetracted ? ROW_RETRACTED : ROW_PUBLISHED,
  };
}

const stated = (people: number): number => (people === NOT_STATED ? 0 : people);
const KEYS: Record<(typeof LIST_ORDERS)[number], (row: WireRow) => number[]> = {
  time: () => [],
  severity: ({ killed, injured }) => [stated(killed), stated(injured)],
  weight: ({ quantity, quantityUnit }) => [quantityUnit === KILOGRAMS ? quantity : 0],
};

function partOf({ state, x }: WireRow): ListItem['part'] {
  if (state === ROW_RETRACTED) return 'retracted';
  return x === NO_POINT ? 'unlocated' : 'symbol';
}

describe('a list', () => {
  it.each(LIST_ORDERS)(
    'by %s is what sorting every record gives, page by page and part by part',
    (order) => {
      fc.assert(
        fc.property(
          fc.array(facts, { maxLength: 60 }),
          fc.integer({ min: 1, max: 25 }),
          fc.constantFrom('apart' as const, 'together' as const),
          (some, limit, parts) => {
            const rows = some.map(rowOf);
            const engine = new Engine({ areaMatches });
            engine.loadState(LABEL, rows.map(toTuple));
            const keyOf = (row: WireRow): number[] => [
              parts === 'apart' ? -LIST_PARTS.indexOf(partOf(row)) : 0,
              ...KEYS[order](row),
              row.occurredFrom,
              row.rid,
            ];
            const expected = rows.toSorted((a, b) => {
              const [left, right] = [keyOf(a), keyOf(b)];
              const differing = left.findIndex((value, index) => value !== right[index]);
              return (right[differing] ?? 0) - (left[differing] ?? 0);
            });
            const items: ListItem[] = [];
            for (let offset = 0; offset < rows.length; offset += limit) {
              const page = engine.list({ ...VIEW, order, parts, offset, limit });
              expect(page.total).toBe(rows.length);
              items.push(...page.items);
              for (const part of LIST_PARTS)
                expect(page.counts[part]).toBe(rows.filter((row) => partOf(row) === part).length);
            }
            expect(items.map(({ rid }) => rid)).toEqual(expected.map(({ rid }) => rid));
            expect(items.map(({ part }) => part)).toEqual(expected.map(partOf));
          },
        ),
      );
    },
  );
});
