import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { type Period, periodOf } from '@/lib/domain/matches-filter';
import type { AreaTuple } from '@/lib/domain/region';
import { CONTEXTS, INCIDENT_CLASSES, KINDS, ORIGINS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { type CompiledShape, compileShape } from './keep-shape';
import { HAS_REAL, HAS_SIMULATED } from './kind-sums';
import { type Narrowing, narrowingsOf } from './narrow-rows';
import type { RidSet } from './rid-set';
import type { Traits } from './traits';

/** Whether an area lies in the region of that code, or is it. */
export type AreaMatches = (area: AreaTuple, code: string) => boolean;

/** A filter as numbers. Filters with equal keys differ in their days at most. */
export interface CompiledFilter extends Period {
  key: string;
  /** Whether rows with these codes may pass. */
  passes: (traits: Traits) => boolean;
  /** By area code, 1 where rows pass; null where every area does. */
  areas: Uint8Array | null;
  /** What it asks of a plain row besides its days, where that is its kind and scope alone; else null. */
  onlyKinds: { kinds: readonly number[]; scope: number } | null;
  /** Passes over the rows that the tables leave; none for a plain filter. */
  narrowings: readonly Narrowing[];
  /** Asked last, so that the rows which only want a point for it can be counted. */
  shape: CompiledShape | null;
}

/** The records that a filter's text selects. */
export interface FoundRecords {
  /** Differs between different sets. */
  number: number;
  /** Null where no answer came yet: then the text selects nothing and drops nothing. */
  rids: RidSet | null;
}

const SIMULATED = ORIGINS.indexOf('simulated');
/** After every minute of the wire. */
export const END_OF_TIME = 2 ** 32;

/**
 * Compiles a filter against the area codes known now, and the records that its text was found in; compile again when area
 * codes were added or another answer came.
 */
export function compileFilter(
  filter: Filter,
  areas: ReadonlyMap<number, AreaTuple>,
  areaMatches: AreaMatches,
  found: FoundRecords | null = null,
): CompiledFilter {
  const { from, to, last, text, ...rest } = filter;
  return {
    key: JSON.stringify([rest, found?.number]),
    passes: passesCodes(filter),
    areas: filter.regions.length === 0 ? null : areaTable(filter.regions, areas, areaMatches),
    onlyKinds: onlyKindsOf(filter),
    narrowings: narrowingsOf(filter, found?.rids ?? null),
    shape: filter.shape && compileShape(filter.shape),
    ...periodOf(filter),
  };
}

function isAmong(list: readonly unknown[], entry: unknown): boolean {
  return list.length === 0 || list.includes(entry);
}

function isWanted(list: readonly unknown[], entry: unknown): boolean {
  return entry !== undefined && isAmong(list, entry);
}

function passesCodes(filter: Filter): (traits: Traits) => boolean {
  const { kinds, verifications, contexts, scope } = filter;
  const what: readonly unknown[] = [...filter.subtypes, ...filter.drugs];
  return ({ incidentClass, verification, origin, context }) =>
    isWanted(kinds, INCIDENT_CLASSES[incidentClass]?.[0]) &&
    isAmong(what, INCIDENT_CLASSES[incidentClass]?.[1]) &&
    isWanted(verifications, VERIFICATIONS[verification]) &&
    isAmong(contexts, CONTEXTS[context]) &&
    origin < ORIGINS.length &&
    (origin === SIMULATED) === (scope === 'simulated');
}

/** A filter with any other criterion set, also one that is added to filters later, asks for more than kinds. */
function onlyKindsOf({ kinds, scope, ...rest }: Filter): CompiledFilter['onlyKinds'] {
  const { kinds: _, scope: __, ...nothing } = EVERYTHING;
  const asked = { ...rest, from: null, to: null, last: null };
  if (JSON.stringify(asked) !== JSON.stringify(nothing)) return null;
  return {
    kinds: KINDS.flatMap((kind, index) => (isWanted(kinds, kind) ? [index] : [])),
    scope: scope === 'simulated' ? HAS_SIMULATED : HAS_REAL,
  };
}

function areaTable(
  regions: readonly string[],
  areas: ReadonlyMap<number, AreaTuple>,
  areaMatches: AreaMatches,
): Uint8Array {
  const table = new Uint8Array(65_536);
  for (const [code, area] of areas) {
    table[code] = regions.some((region) => areaMatches(area, region)) ? 1 : 0;
  }
  return table;
}
