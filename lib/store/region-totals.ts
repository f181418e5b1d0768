import { AREA_KEYS, type AreaTuple } from '@/lib/domain/region';
import { KINDS } from '@/lib/domain/vocabulary';
import type { KindCounts, RegionTotal, RegionTotals } from '@/lib/protocol/engine-requests';
import type { IncidentColumns } from './incident-columns';
import { KIND_OF_CLASS } from './kind-codes';
import { SELECTED } from './row-marks';
import type { Selection } from './select-rows';

const AREA_CODES = 65_536;
const KIND_COUNT = KINDS.length;

/**
 * Selected records by region, for each level apart: a record counts once on every level that it names a region of, and in
 * `unnamed` of those that it does not. The largest count first, then by code.
 */
export function regionTotalsOf(
  columns: IncidentColumns,
  selection: Selection,
  areas: ReadonlyMap<number, AreaTuple>,
): RegionTotals {
  const counts = kindsByArea(columns, selection);
  const entries = AREA_KEYS.map((level) => [level, totalsOfLevel(level, counts, areas)]);
  return Object.fromEntries(entries) as RegionTotals;
}

/** Area codes that have selected records, with their counts by kind. */
export function kindsByArea(
  columns: IncidentColumns,
  selection: Selection,
): [area: number, counts: KindCounts][] {
  return [...listCounts(countByArea(columns, selection))];
}

function countByArea(columns: IncidentColumns, selection: Selection): Uint32Array {
  const counts = new Uint32Array(AREA_CODES * KIND_COUNT);
  columns.segments.forEach(({ arrays, size }, index) => {
    const marks = selection.parts[index]?.marks;
    for (let place = 0; marks && place < size; place += 1) {
      if (marks[place] !== SELECTED) continue;
      const kind = KIND_OF_CLASS[arrays.incidentClass[place] as number] as number;
      const entry = (arrays.area[place] as number) * KIND_COUNT + kind;
      counts[entry] = (counts[entry] as number) + 1;
    }
  });
  return counts;
}

/** Looks at every code for each answer, so it makes nothing for the thousands that no record has. */
function* listCounts(counts: Uint32Array): Generator<[number, KindCounts]> {
  for (let entry = 0; entry < counts.length; entry += 1) {
    if (counts[entry] === 0) continue;
    const area = Math.floor(entry / KIND_COUNT);
    const first = area * KIND_COUNT;
    const [shooting = 0, seizure = 0, incident = 0] = counts.subarray(first, first + KIND_COUNT);
    yield [area, { shooting, seizure, incident }];
    entry = first + KIND_COUNT - 1;
  }
}

function totalsOfLevel(
  level: keyof RegionTotals,
  counts: readonly [number, KindCounts][],
  areas: ReadonlyMap<number, AreaTuple>,
): RegionTotals[keyof RegionTotals] {
  const byCode = new Map<string, RegionTotal>();
  let unnamed = 0;
  for (const [area, { shooting, seizure, incident }] of counts) {
    const count = shooting + seizure + incident;
    const code = areas.get(area)?.[level] ?? null;
    if (code === null) {
      unnamed += count;
      continue;
    }
    const total = byCode.get(code) ?? { code, count: 0, shooting: 0, seizure: 0, incident: 0 };
    byCode.set(code, total);
    total.count += count;
    total.shooting += shooting;
    total.seizure += seizure;
    total.incident += incident;
  }
  const regions = [...byCode.values()];
  regions.sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
  return { regions, unnamed };
}
