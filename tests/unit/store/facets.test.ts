import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DRUGS, type Drug } from '@/lib/domain/drugs';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { CASUALTY_CHOICES } from '@/lib/domain/filter-words';
import { type PublicIncident, toPublic } from '@/lib/domain/incident';
import { matchesFilter } from '@/lib/domain/matches-filter';
import { areaKey } from '@/lib/domain/region';
import { brusselsDay, brusselsYear } from '@/lib/domain/time';
import {
  CONTEXTS,
  KINDS,
  QUANTITY_UNITS,
  SUBTYPES,
  type Subtype,
  VERIFICATIONS,
} from '@/lib/domain/vocabulary';
import { areaOfRecord, toTuple, toWireRow } from '@/lib/protocol/columns';
import type { FacetsResponse } from '@/lib/protocol/engine-requests';
import { areaMatches, mayLieIn } from '@/lib/regions/gazetteer';
import { Engine } from '@/lib/store/engine';
import { storedIncident } from '../../support/arbitraries';
import { often } from '../../support/breadth';
import { expectEqual } from '../../support/expect-equal';
import { criteria, LOW_COUNTRIES, shapeIn } from '../../support/filters';
import { areaMatches as plainMatch, randomTuple, seededRandom } from './support/random-rows';

const LABEL = {
  epoch: 'e',
  seq: 1,
  digest: '0000000000000000',
  committedAt: '2026-01-01T00:00:00.000Z',
  figures: [],
};
const REGIONS = ['BE', 'BE-VAN', '11002', '11002-merksem', '5340', 'BEANR', 'NL', 'EU-ROPE'];
const ALL_SUBTYPES: readonly Subtype[] = Object.values(SUBTYPES).flat();

const NO_FINER_AREA = { municipality: null, district: null, policeZone: null, port: null };

const isDrug = (word: Subtype): word is Drug => (DRUGS as readonly Subtype[]).includes(word);

/** Published records, most of them within three years, so that days and years hold several. */
const records: fc.Arbitrary<PublicIncident[]> = fc
  .array(fc.tuple(storedIncident, fc.integer({ min: 0, max: 1095 })), {
    minLength: 10,
    maxLength: 40,
  })
  .map((list) =>
    list.flatMap(([incident, day], index) => {
      const from = Date.UTC(2022, 0, 1) + day * 86_400_000;
      const spanMs = Date.parse(incident.occurredTo) - Date.parse(incident.occurredFrom);
      const record = toPublic({
        ...incident,
        rid: index + 1,
        status: index % 9 === 0 ? 'retracted' : 'published',
        origin: index % 5 === 0 ? 'simulated' : 'recorded',
        occurredFrom: new Date(from).toISOString(),
        occurredTo: new Date(from + spanMs).toISOString(),
        ...(index % 3 === 0 ? NO_FINER_AREA : {}),
      });
      return record ? [record] : [];
    }),
  );

const filters: fc.Arbitrary<Filter> = fc
  .record({
    chosen: criteria(shapeIn(LOW_COUNTRIES, { mostVertices: 4 }), 3),
    isNarrow: fc.boolean(),
    regions: fc.oneof(fc.constant<string[]>([]), fc.subarray(REGIONS)),
    from: fc.option(fc.integer({ min: 0, max: 500 })),
    to: fc.option(fc.integer({ min: 501, max: 1200 })),
  })
  .map(({ chosen, isNarrow, regions, from, to }) => ({
    ...EVERYTHING,
    ...(isNarrow ? chosen : { ...chosen, shape: null }),
    regions,
    from: from === null ? null : dayAt(from),
    to: to === null ? null : dayAt(to),
  }));

function dayAt(day: number): string {
  return brusselsDay(Date.UTC(2022, 0, 1, 12) + day * 86_400_000);
}

function engineOf(list: readonly PublicIncident[]): Engine {
  const areas = [...new Map(list.map(areaOfRecord).map((area) => [areaKey(area), area])).values()];
  const codes = new Map(areas.map((area, code) => [areaKey(area), code]));
  const rows = list.map((record) =>
    toTuple(toWireRow(record, 1, codes.get(areaKey(areaOfRecord(record))) ?? 0)),
  );
  const engine = new Engine({ areaMatches, mayLieIn });
  engine.loadState({ ...LABEL, areas: areas.map((area, code) => ({ code, area })) }, rows);
  return engine;
}

/** The same counts, each by the one rule of what a filter selects. */
function recount(
  list: readonly PublicIncident[],
  filter: Filter,
): Omit<FacetsResponse, 'seq' | 'text'> {
  const published = list.filter(({ status }) => status === 'published');
  const count = (change: Partial<Filter>, also: (record: PublicIncident) => boolean = () => true) =>
    published.filter(
      (record) => matchesFilter(record, { ...filter, ...change }, areaMatches) && also(record),
    ).length;
  const each = <Word extends string>(words: readonly Word[], countOf: (word: Word) => number) =>
    Object.fromEntries(words.map((word) => [word, countOf(word)])) as Record<Word, number>;
  const years = [
    ...new Set(published.map(({ occurredFrom }) => brusselsYear(Date.parse(occurredFrom)))),
  ];
  return {
    kinds: each(KINDS, (kind) => count({ kinds: [kind] })),
    subtypes: each(ALL_SUBTYPES, (word) =>
      count(isDrug(word) ? { drugs: [word], subtypes: [] } : { drugs: [], subtypes: [word] }),
    ),
    verifications: each(VERIFICATIONS, (word) => count({ verifications: [word] })),
    contexts: each(CONTEXTS, (word) => count({ contexts: [word] })),
    casualties: each(CASUALTY_CHOICES, (choice) => count({ casualties: [choice] })),
    units: each(QUANTITY_UNITS, (unit) => count({ quantity: { unit, least: null, most: null } })),
    withoutQuantity: count({ quantity: null }, ({ quantity }) => quantity === null),
    years: years
      .sort((a, b) => b - a)
      .map((year) => ({ year, count: count({ from: `${year}-01-01`, to: `${year}-12-31` }) }))
      .filter(({ count }) => count > 0),
    mayLieInRegions: count({ regions: [] }, (record) => {
      const area = areaOfRecord(record);
      return (
        record.placePrecision !== 'sea' &&
        !filter.regions.some((code) => areaMatches(area, code)) &&
        filter.regions.some((code) => mayLieIn(area, code))
      );
    }),
  };
}

describe('the counts of a filter’s choices', () => {
  it('are those of a filter with that choice alone in the place of its own criterion', () => {
    let leftOutByOwn = 0;
    let maybe = 0;
    fc.assert(
      fc.property(records, filters, filters, (list, first, second) => {
        const engine = engineOf(list);
        // So wide that in every run some choices give records which the filter itself leaves out.
        const broad = {
          ...EVERYTHING,
          regions: first.regions.length > 0 ? first.regions : ['11002'],
          verifications:
            second.verifications.length > 0 ? second.verifications : VERIFICATIONS.slice(0, 1),
        };
        for (const filter of [first, second, broad]) {
          const { seq, text, ...counts } = engine.facets({ filter });
          const expected = recount(list, filter);
          expectEqual(counts, expected);
          leftOutByOwn += VERIFICATIONS.filter(
            (word) =>
              filter.verifications.length > 0 &&
              !filter.verifications.includes(word) &&
              expected.verifications[word] > 0,
          ).length;
          maybe += expected.mayLieInRegions;
        }
      }),
      { numRuns: often(50, 200) },
    );
    expect(leftOutByOwn).toBeGreaterThan(5);
    expect(maybe).toBeGreaterThan(5);
  });

  it('are right after changes that came between two steps of the count', () => {
    const random = seededRandom(11);
    const engine = new Engine({ areaMatches: plainMatch });
    const rows = Array.from({ length: 40_000 }, (_, index) => randomTuple(index + 1, 1, random));
    engine.loadState({ ...LABEL, areas: [] }, rows);
    const fresh = (filter: Filter) => {
      const other = new Engine({ areaMatches: plainMatch }, engine.store);
      return other.facets({ filter });
    };
    for (let change = 0; change < 12; change += 1) {
      const filter: Filter = {
        ...EVERYTHING,
        kinds: change % 3 === 0 ? ['seizure'] : [],
        verifications: change % 2 === 0 ? ['official'] : [],
        quantity: change > 6 ? { unit: 'kg', least: 1_000_000, most: null } : null,
      };
      const steps = engine.facetsSteps({ filter });
      let step = steps.next();
      for (let count = 0; !step.done; count += 1) {
        if (count < 3) {
          const rid = 1 + Math.floor(random() * 50_000);
          engine.store.columns.put(randomTuple(rid, 10 + change * 3 + count, random));
        }
        step = steps.next();
      }
      expectEqual(step.value, fresh(filter));
    }
  });
});
