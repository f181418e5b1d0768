import { and, count, sql } from 'drizzle-orm';
import { yearAfterStarts, yearStarts } from '@/lib/domain/time';
import { codeOf, INCIDENT_CLASSES, KINDS, type Kind } from '@/lib/domain/vocabulary';
import { ROW_RETRACTED } from '@/lib/protocol/columns';
import type { Queryable } from './database';
import { conditionsOf, type IncidentQuery } from './read-incidents';
import { incidentVersions } from './schema';

/** Records of one area and kind that began in one Brussels year. */
export interface CountGroup {
  /** Code of the area tuple. */
  area: number;
  kind: Kind;
  year: number;
  isRetracted: boolean;
  count: number;
}

/** Codes of kinds by those of classes; an array of SQL begins at 1. */
const KIND_CODES = sql.raw(
  `(array[${INCIDENT_CLASSES.map(([kind]) => codeOf(KINDS, kind)).join()}])`,
);

/** How many records of each area, kind and year a query selects; it reads every one of them. */
export async function countGroups(
  database: { orm: Queryable },
  query: Omit<IncidentQuery, 'limit'>,
): Promise<CountGroup[]> {
  const { area, incidentClass, state, occurredFrom } = incidentVersions;
  const allStarts = sql.raw(`array[${yearStarts().join()}]::bigint[]`);
  const rows = await database.orm
    .select({
      area,
      kind: sql<number>`${KIND_CODES}[${incidentClass} + 1]`,
      isRetracted: sql<boolean>`${state} = ${sql.raw(String(ROW_RETRACTED))}`,
      starts: sql<number>`width_bucket(${occurredFrom}, ${allStarts})`,
      sum: count(),
    })
    .from(incidentVersions)
    .where(and(...conditionsOf(query)))
    .groupBy(sql`1, 2, 3, 4`);
  return rows.map(({ starts, kind, sum, ...group }) => ({
    ...group,
    kind: KINDS[kind] as Kind,
    year: yearAfterStarts(starts),
    count: sum,
  }));
}
