import { and, count, sql } from 'drizzle-orm';
import { YEAR_STARTS, yearAfterStarts } from '@/lib/domain/time';
import { INCIDENT_CLASSES, type Kind } from '@/lib/domain/vocabulary';
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

const STARTS = sql.raw(`array[${YEAR_STARTS.join()}]::bigint[]`);

/** How many records of each area, kind and year a query selects; it reads every one of them. */
export async function countGroups(
  database: { orm: Queryable },
  query: Omit<IncidentQuery, 'limit'>,
): Promise<CountGroup[]> {
  const { area, incidentClass, state, occurredFrom } = incidentVersions;
  const rows = await database.orm
    .select({
      area,
      incidentClass,
      state,
      starts: sql<number>`width_bucket(${occurredFrom}, ${STARTS})`.mapWith(Number),
      sum: count(),
    })
    .from(incidentVersions)
    .where(and(...conditionsOf(query)))
    .groupBy(sql`1, 2, 3, 4`);
  return rows.map((row) => ({
    area: row.area,
    kind: kindOfClass(row.incidentClass),
    year: yearAfterStarts(row.starts),
    isRetracted: row.state === ROW_RETRACTED,
    count: row.sum,
  }));
}

/** The kind of a class on the wire. */
export function kindOfClass(code: number): Kind {
  const entry = INCIDENT_CLASSES[code];
  if (!entry) throw new RangeError(`no class of record has the code ${code}`);
  return entry[0];
}
