import { and, desc, eq, isNull } from 'drizzle-orm';
import { ROW_PUBLISHED } from '@/lib/protocol/columns';
import type { Database } from './database';
import { incidentVersions } from './schema';

/** UUIDs of the published records that happened last, newest first. */
export async function readNewestIds(
  database: Pick<Database, 'orm'>,
  limit: number,
): Promise<string[]> {
  const { id, occurredFrom, rid, toSeq, state, hidden } = incidentVersions;
  const rows = await database.orm
    .select({ id })
    .from(incidentVersions)
    .where(and(isNull(toSeq), eq(state, ROW_PUBLISHED), eq(hidden, false)))
    .orderBy(desc(occurredFrom), desc(rid))
    .limit(limit);
  return rows.map((row) => row.id);
}
