import type { Change } from '@/lib/domain/comparison';
import { type AreaTuple, labelRegionOf } from '@/lib/domain/region';
import { KINDS } from '@/lib/domain/vocabulary';
import type { KindCounts, RegionChange } from '@/lib/protocol/engine-requests';
import type { IncidentColumns } from './incident-columns';
import { kindsByArea } from './region-totals';
import type { Selection } from './select-rows';

/** Two selections side by side. */
export interface ComparedSelections {
  own: KindCounts;
  other: KindCounts;
  /** By the finest region that records name, on either side; the largest change first, then by code. */
  regions: RegionChange[];
  /** By municipality: every record in it, those that name one of its districts or a port there too. */
  municipalities: RegionChange[];
  /** Records that name no region. */
  unnamed: Change;
}

/** Counts of two selections of the same records, as those of a period and of the one before. */
export function compareSelections(
  columns: IncidentColumns,
  selections: { own: Selection; other: Selection },
  areas: ReadonlyMap<number, AreaTuple>,
): ComparedSelections {
  const totals = { own: noKinds(), other: noKinds() };
  const regions = new Map<string, RegionChange>();
  const municipalities = new Map<string, RegionChange>();
  const unnamed: Change = { own: 0, other: 0 };
  for (const side of ['own', 'other'] as const) {
    for (const [area, counts] of kindsByArea(columns, selections[side])) {
      const tuple = areas.get(area);
      const code = tuple ? labelRegionOf(tuple) : null;
      const change = code === null ? unnamed : changeOf(regions, code);
      const town = tuple?.municipality ? changeOf(municipalities, tuple.municipality) : null;
      for (const kind of KINDS) {
        totals[side][kind] += counts[kind];
        change[side] += counts[kind];
        if (town) town[side] += counts[kind];
      }
    }
  }
  return {
    ...totals,
    regions: [...regions.values()].sort(byChange),
    municipalities: [...municipalities.values()].sort(byChange),
    unnamed,
  };
}

function changeOf(changes: Map<string, RegionChange>, code: string): RegionChange {
  const known = changes.get(code) ?? { code, own: 0, other: 0 };
  changes.set(code, known);
  return known;
}

function noKinds(): KindCounts {
  return { shooting: 0, seizure: 0, incident: 0 };
}

function byChange(a: RegionChange, b: RegionChange): number {
  const size = ({ own, other }: Change): number => Math.abs(own - other);
  return size(b) - size(a) || (a.code < b.code ? -1 : 1);
}
