import { and, asc, gt, inArray, sql } from 'drizzle-orm';
import type { StoredIncident } from '@/lib/domain/incident';
import type { Database } from './database';
import { incidents } from './schema';

/** Private records that have a point and still say something, by number; the next part begins after the last one's. */
export async function readLocatedIncidents(
  database: Pick<Database, 'orm'>,
  { after, limit }: { after: number; limit: number },
): Promise<{ id: string; rid: number; record: StoredIncident }[]> {
  return database.orm
    .select({ id: incidents.id, rid: incidents.rid, record: incidents.record })
    .from(incidents)
    .where(
      and(
        gt(incidents.rid, after),
        inArray(incidents.status, ['draft', 'published']),
        sql`jsonb_typeof(${incidents.record} -> 'point') = 'array'`,
      ),
    )
    .orderBy(asc(incidents.rid))
    .limit(limit);
}
