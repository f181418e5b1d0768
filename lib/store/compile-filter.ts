import type { Filter } from '@/lib/domain/filter';
import { type Period, periodOf } from '@/lib/domain/matches-filter';
import type { AreaTuple } from '@/lib/domain/region';
import { INCIDENT_CLASSES, ORIGINS, VERIFICATIONS } from '@/lib/domain/vocabulary';

/** Whether an area lies in the region of that code, or is it. */
export type AreaMatches = (area: AreaTuple, code: string) => boolean;

/** A filter as tables: entry c of a table is 1 if a row with code c may pass. */
export interface CompiledFilter extends Period {
  classes: Uint8Array;
  verifications: Uint8Array;
  origins: Uint8Array;
  /** By area code; null where every area passes. */
  areas: Uint8Array | null;
}

const SIMULATED = ORIGINS.indexOf('simulated');

/** Compiles a filter against the area codes known now; compile again when area codes were added. */
export function compileFilter(
  filter: Filter,
  areas: ReadonlyMap<number, AreaTuple>,
  areaMatches: AreaMatches,
): CompiledFilter {
  return {
    classes: tableOf(
      INCIDENT_CLASSES,
      ([kind]) => filter.kinds.length === 0 || filter.kinds.includes(kind),
    ),
    verifications: tableOf(
      VERIFICATIONS,
      (word) => filter.verifications.length === 0 || filter.verifications.includes(word),
    ),
    origins: tableOf(ORIGINS, (_, code) => (code === SIMULATED) === (filter.scope === 'simulated')),
    areas: filter.regions.length === 0 ? null : areaTable(filter.regions, areas, areaMatches),
    ...periodOf(filter),
  };
}

function tableOf<T>(words: readonly T[], passes: (word: T, code: number) => boolean): Uint8Array {
  const table = new Uint8Array(256);
  words.forEach((word, code) => {
    table[code] = passes(word, code) ? 1 : 0;
  });
  return table;
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
