import type { Filter } from '@/lib/domain/filter';
import { type Period, periodOf } from '@/lib/domain/matches-filter';
import type { AreaTuple } from '@/lib/domain/region';
import { INCIDENT_CLASSES, ORIGINS, VERIFICATIONS } from '@/lib/domain/vocabulary';
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
    ...periodOf(filter),
  };
}

function passesCodes({ kinds, verifications, scope }: Filter): (traits: Traits) => boolean {
  const isWanted = <T>(list: readonly T[], entry: T | undefined): boolean =>
    entry !== undefined && (list.length === 0 || list.includes(entry));
  return ({ incidentClass, verification, origin }) =>
    isWanted(kinds, INCIDENT_CLASSES[incidentClass]?.[0]) &&
    isWanted(verifications, VERIFICATIONS[verification]) &&
    origin < ORIGINS.length &&
    (origin === SIMULATED) === (scope === 'simulated');
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
