import {
  and,
  asc,
  desc,
  eq,
  gte,
  inArray,
  isNull,
  lt,
  lte,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PublicIncident } from '@/lib/domain/incident';
import { MINUTE_MS } from '@/lib/domain/time';
import { ORIGINS, PLACE_PRECISIONS } from '@/lib/domain/vocabulary';
import { ROW_PUBLISHED } from '@/lib/protocol/columns';
import type { Database } from './database';
import { BY_DAY, insideBbox, type NamedVersion, readNamedVersions } from './read-incidents';
import { incidentVersions } from './schema';

export interface AroundQuery {
  /** The record itself, which is none of its neighbours. */
  rid: number;
  /** In ms. */
  occurredFrom: number;
  reachMs: number;
  /** Codes of the area tuples that count as the same place. */
  areaCodes: readonly number[];
  /** `[west, south, east, north]` in degrees, in which exact points and vicinities count too; null where none do. */
  box: readonly [number, number, number, number] | null;
  /** D11: never of both. */
  scope: keyof typeof ORIGIN_CODES;
  /** Of those before, and of those after. */
  limit: number;
}

const FINE = codesWhere(PLACE_PRECISIONS, (word) => word === 'exact' || word === 'vicinity');
const ORIGIN_CODES = {
  simulated: codesWhere(ORIGINS, (word) => word === 'simulated'),
  real: codesWhere(ORIGINS, (word) => word !== 'simulated'),
};

function codesWhere<T>(list: readonly T[], test: (word: T) => boolean): number[] {
  return list.flatMap((word, code) => (test(word) ? [code] : []));
}

/**
 * Published records that are dated to a day and lie around another in time and place, the nearest in time of each side, in
 * order of time. Both sides are walked outwards by the index of open versions.
 */
export async function readAround(
  database: Pick<Database, 'orm'>,
  query: AroundQuery,
): Promise<PublicIncident[]> {
  const { occurredFrom } = incidentVersions;
  const at = Math.floor(query.occurredFrom / MINUTE_MS);
  const reach = Math.floor(query.reachMs / MINUTE_MS);
  const before = await named(database, query, [
    [lt(occurredFrom, at), gte(occurredFrom, at - reach)],
    desc,
  ]);
  const after = await named(database, query, [
    [gte(occurredFrom, at), lte(occurredFrom, at + reach)],
    asc,
  ]);
  const versions = await readNamedVersions(database, [...before.toReversed(), ...after]);
  return versions.map(({ record }) => record).filter(({ status }) => status === 'published');
}

async function named(
  database: Pick<Database, 'orm'>,
  { rid, areaCodes, box, scope, limit }: AroundQuery,
  [span, order]: [SQL[], typeof asc | typeof desc],
): Promise<NamedVersion[]> {
  const version = incidentVersions;
  return database.orm
    .select({ rid: version.rid, fromSeq: version.fromSeq, occurredFrom: version.occurredFrom })
    .from(version)
    .where(
      and(
        isNull(version.toSeq),
        eq(version.hidden, false),
        eq(version.state, ROW_PUBLISHED),
        ne(version.rid, rid),
        ...span,
        inArray(version.timePrecision, BY_DAY),
        inArray(version.origin, ORIGIN_CODES[scope]),
        or(
          sql`false`,
          areaCodes.length > 0 ? inArray(version.area, [...areaCodes]) : undefined,
          box ? and(inArray(version.placePrecision, FINE), insideBbox(box)) : undefined,
        ),
      ),
    )
    .orderBy(order(version.occurredFrom), order(version.rid))
    .limit(limit);
}
