import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { NO_POINT } from '@/lib/protocol/columns';
import type { AreaCount } from '@/lib/protocol/engine-requests';
import type { ReadableColumns } from './incident-columns';
import { KIND_OF_CLASS, SEIZURE, SHOOTING } from './kind-codes';
import { SELECTED, type Selection } from './select-rows';

/** Selected records without a point, on the finest region they name; the largest count first, then by code. */
export function areaCountsOf(
  columns: ReadableColumns,
  selection: Selection,
  areas: ReadonlyMap<number, AreaTuple>,
): AreaCount[] {
  const { x, area, incidentClass } = columns.arrays;
  const counts = new Map<string, AreaCount>();
  for (let row = 0; row < columns.size; row += 1) {
    if (selection.marks[row] !== SELECTED || x[row] !== NO_POINT) continue;
    const tuple = areas.get(area[row] as number);
    const code = tuple ? labelRegionOf(tuple) : null;
    if (code === null) continue;
    const entry = counts.get(code) ?? { code, count: 0, shooting: 0, seizure: 0, incident: 0 };
    counts.set(code, entry);
    entry.count += 1;
    const kind = KIND_OF_CLASS[incidentClass[row] as number];
    if (kind === SHOOTING) entry.shooting += 1;
    else if (kind === SEIZURE) entry.seizure += 1;
    else entry.incident += 1;
  }
  return [...counts.values()].sort((a, b) => b.count - a.count || (a.code < b.code ? -1 : 1));
}
