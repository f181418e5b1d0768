import type { ChangedRecord } from '@/lib/protocol/changed-since';
import { ROW_RETRACTED } from '@/lib/protocol/columns';
import type { IncidentStore } from './incident-store';
import { partsOfView } from './list-rows';
import type { Selection } from './select-rows';

const EVERYWHERE = { minX: 0, minY: 0, maxX: 2 ** 32, maxY: 2 ** 32 };

/** Selected records of a past state that another version is public of now, the highest number first. */
export function changedRows(
  past: IncidentStore,
  selection: Selection,
  live: IncidentStore,
): { rid: number; change: ChangedRecord['change'] }[] {
  const parts = partsOfView(past.columns, selection, EVERYWHERE, past.areas, () => null);
  return Object.values(parts)
    .flat()
    .flatMap((row) => {
      const rid = past.columns.valueAt(row, 'rid');
      const now = live.columns.rowOf(rid);
      if (now < 0 || live.columns.valueAt(now, 'fromSeq') <= past.seq) return [];
      const isRetracted = live.columns.valueAt(now, 'state') === ROW_RETRACTED;
      return [{ rid, change: isRetracted ? ('retracted' as const) : ('changed' as const) }];
    })
    .sort((a, b) => b.rid - a.rid);
}
