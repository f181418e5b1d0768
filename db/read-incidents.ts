import {
  and,
  asc,
  between,
  desc,
  eq,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  ne,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { PublicIncident, StoredIncident } from '@/lib/domain/incident';
import { MINUTE_MS } from '@/lib/domain/time';
import {
  codeOf,
  INCIDENT_CLASSES,
  type Kind,
  ORIGINS,
  type Origin,
  VERIFICATIONS,
  type Verification,
} from '@/lib/domain/vocabulary';
import { ROW_GONE } from '@/lib/protocol/columns';
import { mercatorX, mercatorY } from '@/lib/protocol/mercator';
import type { Database } from './database';
import { incidents, incidentVersions } from './schema';

/** A public version of a record. */
export interface PublicVersion {
  record: PublicIncident;
  fromSeq: number;
  /** ISO instant. */
  committedAt: string;
}

/** A private record with its ETag. */
export interface PrivateIncident {
  incident: StoredIncident;
  revision: number;
  createdAt: string;
  updatedAt: string;
}

const versionSelection = {
  record: incidentVersions.record,
  fromSeq: incidentVersions.fromSeq,
  committedAt: incidentVersions.committedAt,
};

/** The record as readers see it now; `gone` if it left public view; null if it never was in it. */
export async function readPublicIncident(
  database: Pick<Database, 'orm'>,
  id: string,
): Promise<PublicVersion | 'gone' | null> {
  const [row] = await database.orm
    .select(versionSelection)
    .from(incidentVersions)
    .where(and(eq(incidentVersions.id, id), isNull(incidentVersions.toSeq)));
  if (!row) return null;
  return toPublicVersion(row) ?? 'gone';
}

/**
 * Every version that readers may still see, oldest first; without those that a retraction, a
 * withdrawal or a coarser public place hid.
 */
export async function readVersions(
  database: Pick<Database, 'orm'>,
  id: string,
): Promise<PublicVersion[]> {
  const rows = await database.orm
    .select(versionSelection)
    .from(incidentVersions)
    .where(
      and(
        eq(incidentVersions.id, id),
        eq(incidentVersions.hidden, false),
        isNotNull(incidentVersions.record),
      ),
    )
    .orderBy(asc(incidentVersions.fromSeq));
  return rows.flatMap((row) => toPublicVersion(row) ?? []);
}

/** The records behind versions that a reader holds; those that were hidden since are left out. */
export async function readTexts(
  database: Pick<Database, 'orm'>,
  pairs: { rid: number; fromSeq: number }[],
): Promise<{ fromSeq: number; record: PublicIncident }[]> {
  if (pairs.length === 0) return [];
  const wanted = JSON.stringify(pairs.map(({ rid, fromSeq }) => ({ rid, from_seq: fromSeq })));
  const rows = await database.orm
    .select({ fromSeq: incidentVersions.fromSeq, record: incidentVersions.record })
    .from(incidentVersions)
    .innerJoin(
      sql`json_to_recordset(${wanted}::json) as wanted(rid bigint, from_seq bigint)`,
      sql`wanted.rid = ${incidentVersions.rid} and wanted.from_seq = ${incidentVersions.fromSeq}`,
    )
    .where(and(eq(incidentVersions.hidden, false), isNotNull(incidentVersions.record)))
    .orderBy(asc(incidentVersions.fromSeq));
  return rows.flatMap(({ fromSeq, record }) => (record ? [{ fromSeq, record }] : []));
}

/** A record as the desk sees it, drafts and withdrawn ones too; never for a public route. */
export async function readStoredIncident(
  database: Pick<Database, 'orm'>,
  id: string,
): Promise<PrivateIncident | null> {
  const [row] = await database.orm.select().from(incidents).where(eq(incidents.id, id));
  if (!row) return null;
  return {
    incident: row.record,
    revision: row.revision,
    createdAt: row.createdAt.toISOString(),
    updatedAt: row.updatedAt.toISOString(),
  };
}

function toPublicVersion(row: {
  record: PublicIncident | null;
  fromSeq: number;
  committedAt: Date;
}): PublicVersion | null {
  if (!row.record) return null;
  return { record: row.record, fromSeq: row.fromSeq, committedAt: row.committedAt.toISOString() };
}

/** Position in a list ordered by `occurredFrom`, newest first, then by rid: the last row of the page before. */
export interface ListCursor {
  /** Minutes since 1970. */
  occurredFrom: number;
  rid: number;
}

export interface IncidentQuery {
  /** `[west, south, east, north]` in degrees; west greater than east crosses the date line. Records without a point are outside. */
  bbox?: readonly [number, number, number, number];
  /** `occurredFrom` is at or after this instant, in ms. */
  from?: number;
  /** `occurredFrom` is before this instant, in ms. */
  to?: number;
  kinds?: readonly Kind[];
  /** Codes of area tuples; empty matches nothing. */
  areaCodes?: readonly number[];
  verifications?: readonly Verification[];
  origins?: readonly Origin[];
  /** Published or changed at or after this instant. */
  updatedSince?: Date;
  limit: number;
  after?: ListCursor | null;
}

export interface IncidentPage {
  rows: PublicVersion[];
  /** How many records the query selects on all pages. */
  numberMatched: number;
  next: ListCursor | null;
}

/** Public records now, newest first. Absent conditions select everything. */
export async function listIncidents(
  database: Pick<Database, 'orm'>,
  query: IncidentQuery,
): Promise<IncidentPage> {
  const selected = and(...conditionsOf(query));
  const matched = await database.orm.$count(incidentVersions, selected);
  const found = await database.orm
    .select({
      record: incidentVersions.record,
      fromSeq: incidentVersions.fromSeq,
      committedAt: incidentVersions.committedAt,
      occurredFrom: incidentVersions.occurredFrom,
      rid: incidentVersions.rid,
    })
    .from(incidentVersions)
    .where(and(selected, query.after ? beyond(query.after) : undefined))
    .orderBy(desc(incidentVersions.occurredFrom), desc(incidentVersions.rid))
    .limit(query.limit + 1);
  const page = found.slice(0, query.limit);
  const last = page.at(-1);
  return {
    rows: page.flatMap((row) => toPublicVersion(row) ?? []),
    numberMatched: matched,
    next:
      found.length > query.limit && last
        ? { occurredFrom: last.occurredFrom, rid: last.rid }
        : null,
  };
}

function beyond(cursor: ListCursor): SQL {
  return sql`(${incidentVersions.occurredFrom}, ${incidentVersions.rid}) < (${cursor.occurredFrom}, ${cursor.rid})`;
}

function conditionsOf(query: IncidentQuery): (SQL | undefined)[] {
  const version = incidentVersions;
  return [
    isNull(version.toSeq),
    ne(version.state, ROW_GONE),
    eq(version.hidden, false),
    query.bbox && insideBbox(query.bbox),
    query.from === undefined
      ? undefined
      : gte(version.occurredFrom, Math.ceil(query.from / MINUTE_MS)),
    query.to === undefined ? undefined : lt(version.occurredFrom, Math.ceil(query.to / MINUTE_MS)),
    query.kinds && oneOf(version.incidentClass, query.kinds.flatMap(classesOf)),
    query.areaCodes && oneOf(version.area, query.areaCodes),
    query.verifications &&
      oneOf(
        version.verification,
        query.verifications.map((word) => codeOf(VERIFICATIONS, word)),
      ),
    query.origins &&
      oneOf(
        version.origin,
        query.origins.map((word) => codeOf(ORIGINS, word)),
      ),
    query.updatedSince && gte(version.committedAt, query.updatedSince),
  ];
}

type CodeColumn = (typeof incidentVersions)['area' | 'incidentClass' | 'verification' | 'origin'];

function oneOf(column: CodeColumn, codes: readonly number[]): SQL {
  return codes.length === 0 ? sql`false` : inArray(column, [...codes]);
}

function classesOf(kind: Kind): number[] {
  return INCIDENT_CLASSES.flatMap((entry, code) => (entry[0] === kind ? [code] : []));
}

function insideBbox([west, south, east, north]: readonly [number, number, number, number]):
  | SQL
  | undefined {
  const { x, y } = incidentVersions;
  // Wire y grows to the south.
  const rows = between(y, mercatorY(north), mercatorY(south));
  const columns =
    west <= east
      ? between(x, mercatorX(west), mercatorX(east))
      : or(
          between(x, mercatorX(west), mercatorX(180)),
          between(x, mercatorX(-180), mercatorX(east)),
        );
  return and(rows, columns);
}
