import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import type { AreaCount } from '@/lib/protocol/engine-requests';
import type { IncidentColumns } from './incident-columns';
import { KIND_TALLY, seizuresOfTally, shootingsOfTally } from './kind-codes';
import type { Selection } from './select-rows';
import { eachSelectedWithoutPoint } from './walk-selection';

/** Selected records without a point, on the finest region they name; the largest count first, then by code. */
export function areaCountsOf(
  columns: IncidentColumns,
  selection: Selection,
  areas: ReadonlyMap<number, AreaTuple>,
): AreaCount[] {
  const counts = new Map<string, AreaCount>();
  for (const [code, { count, kinds }] of talliesByArea(columns, selection)) {
    const tuple = areas.get(code);
    const region = tuple ? labelRegionOf(tuple) : null;
    if (region === null) continue;
    const entry = counts.get(region) ?? emptyCount(region);
    counts.set(region, entry);
    entry.count += count;
    entry.shooting += kinds.shooting;
    entry.seizure += kinds.seizure;
    entry.incident += count - kinds.shooting - kinds.seizure;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}

interface AreaTally {
  count: number;
  kinds: { shooting: number; seizure: number };
}

/** By area code, since there are far fewer area codes than records. */
function talliesByArea(columns: IncidentColumns, selection: Selection): Map<number, AreaTally> {
  const tallies = new Map<number, AreaTally>();
  eachSelectedWithoutPoint(columns, selection, ({ arrays }, place) => {
    const code = arrays.area[place] as number;
    const tally = tallies.get(code) ?? { count: 0, kinds: { shooting: 0, seizure: 0 } };
    tallies.set(code, tally);
    const kinds = KIND_TALLY[arrays.incidentClass[place] as number] as number;
    tally.count += 1;
    tally.kinds.shooting += shootingsOfTally(kinds);
    tally.kinds.seizure += seizuresOfTally(kinds);
  });
  return tallies;
}

function emptyCount(code: string): AreaCount {
  return { code, count: 0, shooting: 0, seizure: 0, incident: 0 };
}
