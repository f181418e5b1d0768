import type { Filter } from '@/lib/domain/filter';
import type { AreaTuple } from '@/lib/domain/region';
import { CONTEXTS, INCIDENT_CLASSES, QUANTITY_UNITS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { CASUALTY_STATES } from './casualty-states';
import type { AreaMatches } from './compile-filter';
import type { Traits } from './traits';

/** What a row's area is to a filter's regions. */
export const ELSEWHERE = 0;
export const IN_REGIONS = 1;
/** It may have happened there, but names only a larger area, or none. */
export const MAYBE_IN_REGIONS = 2;

/** Of quantities: none; the units, from 1; a unit that this page does not know; an amount in the filter's range. */
export const UNKNOWN_UNIT = 1 + QUANTITY_UNITS.length;
export const IN_RANGE = UNKNOWN_UNIT + 1;

/** How many different answers a row can be to each criterion; a context that this page does not know is the last. */
const ANSWERS = {
  kinds: INCIDENT_CLASSES.length,
  what: INCIDENT_CLASSES.length,
  verifications: VERIFICATIONS.length,
  contexts: CONTEXTS.length + 1,
  casualties: CASUALTY_STATES.length,
  quantity: IN_RANGE + 1,
} as const;
export type FacetName = keyof typeof ANSWERS;

/** Where the counts of each criterion begin among the {@link FACET_FIELDS} numbers of a count. */
export const FACET_OFFSETS = (() => {
  let next = 0;
  const entries = Object.entries(ANSWERS).map(([name, answers]) => {
    next += answers;
    return [name, next - answers];
  });
  return Object.fromEntries(entries) as Record<FacetName, number>;
})();
/** The last field counts rows that are `MAYBE_IN_REGIONS` and meet every other criterion. */
export const MAYBE_FIELD = Object.values(ANSWERS).reduce((sum, answers) => sum + answers, 0);
export const FACET_FIELDS = MAYBE_FIELD + 1;

/** A filter as tables, for the counting of its choices. */
export interface FacetQuestion {
  /** Equal for filters that differ in their days at most. */
  key: string;
  /** By area code; null where every area is `IN_REGIONS`. */
  places: Uint8Array | null;
  /** By answer to the criterion: 1 where the filter leaves the row out. */
  fails: Record<FacetName, Uint8Array>;
  quantity: Filter['quantity'];
}

/** What a filter leaves out, by the area codes that are known now. */
export function facetQuestion(
  filter: Filter,
  areas: ReadonlyMap<number, AreaTuple>,
  areaMatches: AreaMatches,
  mayLieIn: AreaMatches,
): FacetQuestion {
  const what: readonly unknown[] = [...filter.subtypes, ...filter.drugs];
  const { quantity, regions, casualties } = filter;
  return {
    key: JSON.stringify({ ...filter, from: null, to: null }),
    places: regions.length === 0 ? null : placesOf(regions, areas, areaMatches, mayLieIn),
    fails: {
      kinds: failsOf('kinds', (code) => leavesOut(filter.kinds, INCIDENT_CLASSES[code]?.[0])),
      what: failsOf('what', (code) => leavesOut(what, INCIDENT_CLASSES[code]?.[1])),
      verifications: failsOf('verifications', (code) =>
        leavesOut(filter.verifications, VERIFICATIONS[code]),
      ),
      contexts: failsOf('contexts', (code) => leavesOut(filter.contexts, CONTEXTS[code])),
      casualties: failsOf(
        'casualties',
        (state) =>
          casualties.length > 0 &&
          !CASUALTY_STATES[state]?.some((choice) => casualties.includes(choice)),
      ),
      quantity: failsOf('quantity', (step) => quantity !== null && step !== IN_RANGE),
    },
    quantity,
  };
}

function leavesOut(list: readonly unknown[], entry: unknown): boolean {
  return list.length > 0 && !list.includes(entry);
}

function failsOf(name: FacetName, isLeftOut: (answer: number) => boolean): Uint8Array {
  return Uint8Array.from({ length: ANSWERS[name] }, (_, answer) => Number(isLeftOut(answer)));
}

function placesOf(
  regions: readonly string[],
  areas: ReadonlyMap<number, AreaTuple>,
  areaMatches: AreaMatches,
  mayLieIn: AreaMatches,
): Uint8Array {
  const places = new Uint8Array(65_536).fill(ELSEWHERE);
  for (const [code, area] of areas) {
    if (regions.some((region) => areaMatches(area, region))) places[code] = IN_REGIONS;
    else if (regions.some((region) => mayLieIn(area, region))) places[code] = MAYBE_IN_REGIONS;
  }
  return places;
}

/** A row's answers to the criteria that its small codes decide. */
export function answersOfTraits({ incidentClass, verification, context }: Traits) {
  // Rows of a class or a verification that this page does not know are in no selection.
  const known = Math.min(incidentClass, ANSWERS.kinds - 1);
  return {
    kinds: known,
    what: known,
    verifications: Math.min(verification, ANSWERS.verifications - 1),
    contexts: Math.min(context, ANSWERS.contexts - 1),
  };
}
