import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { type Period, periodOf } from '@/lib/domain/matches-filter';
import type { AreaTuple } from '@/lib/domain/region';
import { INCIDENT_CLASSES, KINDS, ORIGINS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { HAS_REAL, HAS_SIMULATED } from './kind-sums';
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
}

const SIMULATED = ORIGINS.indexOf('simulated');
/** After every minute of the wire. */
export const END_OF_TIME = 2 ** 32;

/** Compiles a filter against the area codes known now; compile again when area codes were added. */
export function compileFilter(
  filter: Filter,
  areas: ReadonlyMap<number, AreaTuple>,
  areaMatches: AreaMatches,
): CompiledFilter {
  const { from, to, ...rest } = filter;
  return {
    key: JSON.stringify(rest),
    passes: passesCodes(filter),
    areas: filter.regions.length === 0 ? null : areaTable(filter.regions, areas, areaMatches),
    onlyKinds: onlyKindsOf(filter),
    ...periodOf(filter),
  };
}

function isWanted<T>(list: readonly T[], entry: T | undefined): boolean {
  return entry !== undefined && (list.length === 0 || list.includes(entry));
}

function passesCodes({ kinds, verifications, scope }: Filter): (traits: Traits) => boolean {
  return ({ incidentClass, verification, origin }) =>
    isWanted(kinds, INCIDENT_CLASSES[incidentClass]?.[0]) &&
    isWanted(verifications, VERIFICATIONS[verification]) &&
    origin < ORIGINS.length &&
    (origin === SIMULATED) === (scope === 'simulated');
}

/** A filter with any other criterion set, also one that is added to filters later, asks for more than kinds. */
function onlyKindsOf({ kinds, scope, ...rest }: Filter): CompiledFilter['onlyKinds'] {
  const { kinds: _, scope: __, ...nothing } = EVERYTHING;
  const asked = { ...rest, from: null, to: null };
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
