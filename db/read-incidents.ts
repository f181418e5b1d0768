import {
  and,
  asc,
  between,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lt,
  lte,
  min,
  ne,
  notInArray,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import type { QuantityRange } from '@/lib/domain/filter';
import type { CasualtyChoice } from '@/lib/domain/filter-words';
import type { PublicIncident, StoredIncident } from '@/lib/domain/incident';
import { countsByDay, DAY_GRAIN, grainOf, MINUTE_MS } from '@/lib/domain/time';
import {
  CONTEXTS,
  type Context,
  codeOf,
  INCIDENT_CLASSES,
  type Kind,
  ORIGINS,
  type Origin,
  QUANTITY_UNITS,
  type Subtype,
  TIME_PRECISIONS,
  VERIFICATIONS,
  type Verification,
} from '@/lib/domain/vocabulary';
import type { AreaCode } from '@/lib/protocol/changes';
import { NOT_STATED, ROW_GONE } from '@/lib/protocol/columns';
import { mercatorX, mercatorY } from '@/lib/protocol/mercator';
import { visibleAsOf } from './as-of';
import type { Database, Queryable } from './database';
import { headOf, readAreas } from './read-log';
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
 * The record as readers saw it at a seq, as far as it may be shown now: a version that is hidden since is replaced by
 * the first later one that is not. `gone` if nothing may be shown any more; null if it was not public then.
 */
export async function readPublicIncidentAsOf(
  database: Pick<Database, 'orm'>,
  id: string,
  seq: number,
): Promise<PublicVersion | 'gone' | null> {
  const rows = await database.orm
    .select({
      ...versionSelection,
      toSeq: incidentVersions.toSeq,
      hidden: incidentVersions.hidden,
    })
    .from(incidentVersions)
    .where(eq(incidentVersions.id, id))
    .orderBy(asc(incidentVersions.fromSeq));
  const since = rows.filter(({ toSeq }) => toSeq === null || toSeq > seq);
  const then = since[0];
  if (!then || then.fromSeq > seq) return null;
  const shown = since.find(({ hidden }) => !hidden);
  return (shown && toPublicVersion(shown)) ?? 'gone';
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
    .where(isShownVersionOf(id))
    .orderBy(asc(incidentVersions.fromSeq));
  return rows.flatMap((row) => toPublicVersion(row) ?? []);
}

/** The newest so many of {@link readVersions}, newest first; `until` is the last seq that counts. */
export async function readNewestVersions(
  database: Pick<Database, 'orm'>,
  id: string,
  limit: number,
  until: number | null = null,
): Promise<PublicVersion[]> {
  const isEarlyEnough = until === null ? undefined : lte(incidentVersions.fromSeq, until);
  const rows = await database.orm
    .select(versionSelection)
    .from(incidentVersions)
    .where(and(isShownVersionOf(id), isEarlyEnough))
    .orderBy(desc(incidentVersions.fromSeq))
    .limit(limit);
  return rows.flatMap((row) => toPublicVersion(row) ?? []);
}

function isShownVersionOf(id: string): SQL | undefined {
  return and(
    eq(incidentVersions.id, id),
    eq(incidentVersions.hidden, false),
    isNotNull(incidentVersions.record),
  );
}

/** The records behind versions that a reader holds; those that were hidden since are left out. */
export async function readTexts(
  database: Pick<Database, 'orm'>,
  pairs: { rid: number; fromSeq: number }[],
): Promise<{ fromSeq: number; record: PublicIncident }[]> {
  const found = await readNamedVersions(database, pairs);
  return found
    .map(({ fromSeq, record }) => ({ fromSeq, record }))
    .sort((a, b) => a.fromSeq - b.fromSeq);
}

/** Versions by their names, in the order of these; those that were hidden since are left out. */
export async function readNamedVersions(
  database: { orm: Queryable },
  pairs: { rid: number; fromSeq: number }[],
): Promise<PublicVersion[]> {
  if (pairs.length === 0) return [];
  const wanted = JSON.stringify(pairs.map(({ rid, fromSeq }) => [rid, fromSeq]));
  const rows = await database.orm
    .select(versionSelection)
    .from(incidentVersions)
    .innerJoin(
      // Declared as the columns are, or no index is of use; of a number that no column holds, there is no version.
      sql`(select place, (pair->>0)::int as rid, (pair->>1)::bigint as from_seq
        from json_array_elements(${wanted}::json) with ordinality as named(pair, place)) as wanted`,
      sql`wanted.rid = ${incidentVersions.rid} and wanted.from_seq = ${incidentVersions.fromSeq}`,
    )
    .where(and(eq(incidentVersions.hidden, false), isNotNull(incidentVersions.record)))
    .orderBy(sql`wanted.place`);
  return rows.flatMap((row) => toPublicVersion(row) ?? []);
}

/**
 * Of records whose version at a seq is hidden, what may be shown of that state: the first later version that is not. Those
 * of which nothing may be shown are left out.
 */
export async function readInsteadOfHidden(
  database: { orm: Queryable },
  rids: readonly number[],
  seq: number,
): Promise<PublicVersion[]> {
  if (rids.length === 0) return [];
  const { rid, toSeq, hidden, fromSeq } = incidentVersions;
  const rows = await database.orm
    .select({ ...versionSelection, rid })
    .from(incidentVersions)
    .where(and(inArray(rid, [...rids]), eq(hidden, false), or(isNull(toSeq), gt(toSeq, seq))))
    .orderBy(asc(rid), asc(fromSeq));
  const first = rows.filter((row, index) => row.rid !== rows[index - 1]?.rid);
  return first.flatMap((row) => toPublicVersion(row) ?? []);
}

/** When each record first became public in a version that may still be shown, by rid; ISO instants. */
export async function readFirstShown(
  database: { orm: Queryable },
  rids: readonly number[],
): Promise<Map<number, string>> {
  if (rids.length === 0) return new Map();
  const { rid, hidden, record, committedAt } = incidentVersions;
  const rows = await database.orm
    .select({ rid, at: min(committedAt) })
    .from(incidentVersions)
    .where(and(inArray(rid, [...rids]), eq(hidden, false), isNotNull(record)))
    .groupBy(rid);
  return new Map(
    rows.flatMap(({ rid: named, at }) => (at === null ? [] : [[named, at.toISOString()]])),
  );
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
  /** It began at or after this instant, in ms. */
  from?: number;
  /** It began before this instant, in ms, and ended by then where it is dated less finely than to a day: `matchPeriod`. */
  to?: number;
  /** Of these, in ms, none lies within the day or the night that is all that is known of its time: `matchPeriod`. */
  cuts?: readonly number[];
  kinds?: readonly Kind[];
  subtypes?: readonly Subtype[];
  /** Codes of area tuples; empty matches nothing. */
  areaCodes?: readonly number[];
  verifications?: readonly Verification[];
  origins?: readonly Origin[];
  contexts?: readonly Context[];
  casualties?: readonly CasualtyChoice[];
  quantity?: QuantityRange;
  /** Published or changed at or after this instant. */
  updatedSince?: Date;
  /** The state at this seq, as far as it may be shown now; without it the current one. */
  asOf?: number;
  limit: number;
  after?: ListCursor | null;
}

export interface IncidentPage {
  rows: PublicVersion[];
  next: ListCursor | null;
}

/** Public records now, or as of a seq, newest first. Absent conditions select everything. */
export async function listIncidents(
  database: { orm: Queryable },
  query: IncidentQuery,
): Promise<IncidentPage> {
  const selected = and(...conditionsOf(query));
  // Their names first: an index has all that the conditions ask for, and only the page's own texts are read.
  const found = await database.orm
    .select({
      fromSeq: incidentVersions.fromSeq,
      occurredFrom: incidentVersions.occurredFrom,
      rid: incidentVersions.rid,
    })
    .from(incidentVersions)
    .where(and(selected, query.after ? beyond(query.after) : undefined))
    .orderBy(desc(incidentVersions.occurredFrom), desc(incidentVersions.rid))
    .limit(query.limit + 1);
  return readPage(database, found, query.limit);
}

/** A version that a list names, with its place in the list's order. */
export interface NamedVersion extends ListCursor {
  fromSeq: number;
}

/**
 * The page of a list, from the names of its records and, where there are more, the first of the next page. It has fewer
 * rows than names where one was hidden since.
 */
export async function readPage(
  database: { orm: Queryable },
  named: NamedVersion[],
  limit: number,
): Promise<IncidentPage> {
  const page = named.slice(0, limit);
  const last = page.at(-1);
  const next =
    named.length > limit && last ? { occurredFrom: last.occurredFrom, rid: last.rid } : null;
  return { rows: await readNamedVersions(database, page), next };
}

/** A page and the number of records on all pages, of one state; it reads every record that the query selects. */
export async function listAndCount(
  database: Pick<Database, 'orm'>,
  queryOf: (areas: AreaCode[]) => IncidentQuery,
): Promise<IncidentPage & { count: number; seq: number }> {
  return database.orm.transaction(
    async (orm) => {
      const { seq } = await headOf(orm);
      const query = queryOf(await readAreas({ orm }));
      const page = await listIncidents({ orm }, query);
      return { ...page, count: await countIncidents({ orm }, query), seq };
    },
    { isolationLevel: 'repeatable read', accessMode: 'read only' },
  );
}

/** How many records the query selects on all pages; it reads every one of them. */
export async function countIncidents(
  database: { orm: Queryable },
  query: Omit<IncidentQuery, 'limit'>,
): Promise<number> {
  return database.orm.$count(incidentVersions, and(...conditionsOf(query)));
}

function beyond(cursor: ListCursor): SQL {
  return sql`(${incidentVersions.occurredFrom}, ${incidentVersions.rid}) < (${cursor.occurredFrom}, ${cursor.rid})`;
}

/** The wire codes that a query's words select; null where every code does. */
export function matchedCodes(query: Omit<IncidentQuery, 'limit'>): {
  classes: readonly number[] | null;
  areas: readonly number[] | null;
  verifications: readonly number[] | null;
  origins: readonly number[] | null;
  contexts: readonly number[] | null;
} {
  const { areaCodes, verifications, origins, contexts } = query;
  return {
    classes: classesOf(query),
    areas: areaCodes ?? null,
    verifications: verifications?.map((word) => codeOf(VERIFICATIONS, word)) ?? null,
    origins: origins?.map((word) => codeOf(ORIGINS, word)) ?? null,
    contexts: contexts?.map((word) => codeOf(CONTEXTS, word)) ?? null,
  };
}

/** What a query asks of a version, each to be met. */
export function conditionsOf(query: Omit<IncidentQuery, 'limit'>): (SQL | undefined)[] {
  const version = incidentVersions;
  const codes = matchedCodes(query);
  return [
    ...(query.asOf === undefined
      ? [isNull(version.toSeq), ne(version.state, ROW_GONE), eq(version.hidden, false)]
      : [visibleAsOf(query.asOf)]),
    query.bbox && insideBbox(query.bbox),
    query.from === undefined
      ? undefined
      : gte(version.occurredFrom, Math.ceil(query.from / MINUTE_MS)),
    query.to === undefined ? undefined : isBefore(Math.ceil(query.to / MINUTE_MS)),
    ...(query.cuts ?? []).map((cut) => isUncut(Math.ceil(cut / MINUTE_MS))),
    anyOf(version.incidentClass, codes.classes),
    anyOf(version.area, codes.areas),
    anyOf(version.verification, codes.verifications),
    anyOf(version.origin, codes.origins),
    anyOf(version.context, codes.contexts),
    query.casualties && or(sql`false`, ...query.casualties.map((choice) => CASUALTIES[choice])),
    query.quantity && isInRange(query.quantity),
    query.updatedSince && gte(version.committedAt, query.updatedSince),
  ];
}

/** Codes of the time precisions of a day or finer. */
export const BY_DAY = TIME_PRECISIONS.flatMap((word, code) => (countsByDay(word) ? [code] : []));

function isBefore(endMinute: number): SQL | undefined {
  const { occurredFrom, occurredTo, timePrecision } = incidentVersions;
  const isWhole = or(inArray(timePrecision, BY_DAY), lte(occurredTo, endMinute));
  return and(lt(occurredFrom, endMinute), isWhole);
}

/** Codes of the time precisions of a day or a night. */
const OF_DAY_GRAIN = TIME_PRECISIONS.flatMap((word, code) =>
  grainOf(word) === DAY_GRAIN ? [code] : [],
);

function isUncut(cutMinute: number): SQL | undefined {
  const { occurredFrom, occurredTo, timePrecision } = incidentVersions;
  return or(
    notInArray(timePrecision, OF_DAY_GRAIN),
    gte(occurredFrom, cutMinute),
    lte(occurredTo, cutMinute),
  );
}

type CodeColumn = (typeof incidentVersions)[
  | 'area'
  | 'incidentClass'
  | 'verification'
  | 'origin'
  | 'context'];

function anyOf(column: CodeColumn, codes: readonly number[] | null): SQL | undefined {
  if (codes === null) return undefined;
  return codes.length === 0 ? sql`false` : inArray(column, [...codes]);
}

function classesOf({ kinds, subtypes }: Omit<IncidentQuery, 'limit'>): number[] | null {
  if (!kinds && !subtypes) return null;
  return INCIDENT_CLASSES.flatMap(([kind, subtype], code) => {
    const isOfKind = !kinds || kinds.includes(kind);
    return isOfKind && (!subtypes || (subtype !== null && subtypes.includes(subtype)))
      ? [code]
      : [];
  });
}

const { killed, injured, quantity, quantityUnit } = incidentVersions;
const isHarmed = (column: typeof killed | typeof injured): SQL =>
  sql`(${column} > 0 and ${column} <> ${NOT_STATED})`;

/** The rule is `casualtiesOf`. */
const CASUALTIES: Record<CasualtyChoice, SQL> = {
  killed: isHarmed(killed),
  injured: isHarmed(injured),
  nobody: sql`(${killed} = 0 and ${injured} = 0)`,
  'not stated': sql`(not ${isHarmed(killed)} and not ${isHarmed(injured)} and greatest(${killed}, ${injured}) = ${NOT_STATED})`,
};

function isInRange({ unit, least, most }: QuantityRange): SQL | undefined {
  return and(
    eq(quantityUnit, 1 + QUANTITY_UNITS.indexOf(unit)),
    least === null ? undefined : gte(quantity, least),
    most === null ? undefined : lte(quantity, most),
  );
}

/** A box as one or, across the date line, two boxes `[least x, least y, most x, most y]` of wire coordinates. */
export function wireBoxOf([west, south, east, north]: readonly [
  number,
  number,
  number,
  number,
]): (readonly [number, number, number, number])[] {
  // Wire y grows to the south.
  const [top, bottom] = [mercatorY(north), mercatorY(south)];
  const spans =
    west <= east
      ? [[west, east]]
      : [
          [west, 180],
          [-180, east],
        ];
  return spans.map(([from = 0, to = 0]) => [mercatorX(from), top, mercatorX(to), bottom] as const);
}

/** Whether a version's point lies in a box of degrees; see {@link IncidentQuery}. */
export function insideBbox(box: readonly [number, number, number, number]): SQL | undefined {
  const { x, y } = incidentVersions;
  return or(
    ...wireBoxOf(box).map(([west, top, east, bottom]) =>
      and(between(y, top, bottom), between(x, west, east)),
    ),
  );
}
