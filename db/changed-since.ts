import { sql } from 'drizzle-orm';
import type { PastName } from '@/lib/domain/past-name';
import { type ChangedSince, MOST_CHANGED } from '@/lib/protocol/changed-since';
import { ROW_GONE, ROW_RETRACTED } from '@/lib/protocol/columns';
import { resolvePast } from './as-of';
import type { Database } from './database';

/**
 * What became, up to now, of records of a past state. Of those that were withdrawn or erased since, only how many there are
 * and when they went: which they were would tell what was in them.
 * @throws LostPast, UnknownEpoch, UnknownBoundary
 */
export async function readChangedSince(
  database: Database,
  asked: PastName,
  rids: readonly number[],
): Promise<ChangedSince> {
  return database.orm.transaction(
    async (tx) => {
      const { seq } = await resolvePast(tx, asked);
      const changed = await tx.execute<{ rid: number; state: number; at: Date | string }>(sql`
        select rid, state, committed_at as at from incident_versions
        where rid = any(${sql.param(`{${rids.join(',')}}`)}::int[]) and to_seq is null
          and from_seq > ${seq} and state <> ${ROW_GONE}
          and exists (select from incident_versions f
            where f.rid = incident_versions.rid and f.from_seq <= ${seq})
        order by from_seq desc limit ${MOST_CHANGED}`);
      const gone = await tx.execute<{ at: Date | string; total: number | string }>(sql`
        select v.committed_at as at, count(*) over () as total from incident_versions v
        where v.to_seq is null and v.state = ${ROW_GONE} and v.from_seq > ${seq}
          and exists (select from incident_versions h
            where h.rid = v.rid and h.hidden and h.from_seq <= ${seq} and h.to_seq > ${seq})
        order by v.from_seq desc limit ${MOST_CHANGED}`);
      return {
        records: changed.rows.map(({ rid, state, at }) => ({
          rid,
          change: state === ROW_RETRACTED ? ('retracted' as const) : ('changed' as const),
          at: isoOf(at),
        })),
        withdrawn: {
          count: Number(gone.rows[0]?.total ?? 0),
          latest: gone.rows.map(({ at }) => isoOf(at)),
        },
      };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

function isoOf(at: Date | string): string {
  return new Date(at).toISOString();
}
