import {
  and,
  asc,
  desc,
  eq,
  gt,
  gte,
  inArray,
  isNotNull,
  isNull,
  lte,
  or,
  type SQL,
  sql,
} from 'drizzle-orm';
import { drizzle } from 'drizzle-orm/node-postgres';
import type { AreaCode, ChangeBatch, FigureChange } from '@/lib/protocol/changes';
import {
  ROW_GONE,
  toTuple,
  WIRE_COLUMNS,
  type WireRow,
  type WireTuple,
} from '@/lib/protocol/columns';
import { digestToHex, ZERO_DIGEST } from '@/lib/protocol/digest';
import { CATCH_UP_LIMIT, PAGE_ROWS, TEXTS_WITH_BATCH } from '@/lib/protocol/version';
import type { Database, Queryable, Transaction } from './database';
import * as schema from './schema';
import { areaCodes, commits, figureVersions, incidentVersions, logHead } from './schema';
import { wireSelection } from './wire-selection';

const CHUNK_ROWS = 20_000;
/** How far one page walks through versions that may all be closed; it may then hold few rows, or none. */
const PAGE_CHANGES = CATCH_UP_LIMIT;
const NUMBERS = { getTypeParser: () => Number };
const COLUMNS = WIRE_COLUMNS.map(({ name }) => `"${incidentVersions[name].name}"`).join(', ');

export interface LogHead {
  epoch: string;
  seq: number;
  /** Sixteen hexadecimal digits. */
  digest: string;
  /** ISO instant. */
  committedAt: string;
}

/** A seq was asked for that is no end of a transaction, or not of this log. */
export class UnknownBoundary extends Error {
  override readonly name = 'UnknownBoundary';
}

export async function readHead(database: Pick<Database, 'orm'>): Promise<LogHead> {
  return headOf(database.orm);
}

/** {@link readHead}, in or out of a transaction. */
export async function headOf(db: Queryable): Promise<LogHead> {
  const [head] = await db.select().from(logHead);
  if (!head) throw new Error('the log has no head: the database was not opened by openDatabase');
  const { epoch, seq, digest, committedAt } = head;
  return { epoch, seq, digest, committedAt: committedAt.toISOString() };
}

/** The state's digest after the transaction that ended at `seq`; null if none did. Seq 0 is the empty state. */
export async function digestAfter(
  database: Pick<Database, 'orm'>,
  seq: number,
): Promise<string | null> {
  return (await commitAt(database.orm, seq))?.digest ?? null;
}

/** The transaction that ended at `seq`, or null if none did. Seq 0 is the empty state. */
export async function commitAt(
  db: Queryable,
  seq: number,
): Promise<{ digest: string; committedAt: string } | null> {
  if (seq === 0)
    return { digest: digestToHex(ZERO_DIGEST), committedAt: new Date(0).toISOString() };
  const [commit] = await db
    .select({ digest: commits.digestAfter, committedAt: commits.committedAt })
    .from(commits)
    .where(eq(commits.toSeq, seq));
  return commit ? { digest: commit.digest, committedAt: commit.committedAt.toISOString() } : null;
}

/** The first transaction that ended at `seq` or later, or null beyond the head. */
export async function readCommitAtOrAfter(
  database: Pick<Database, 'orm'>,
  seq: number,
): Promise<{
  from: number;
  to: number;
  digest: string;
  committedAt: string;
  bulk: boolean;
} | null> {
  const [commit] = await database.orm
    .select()
    .from(commits)
    .where(gte(commits.toSeq, seq))
    .orderBy(asc(commits.toSeq))
    .limit(1);
  if (!commit) return null;
  const { fromSeq, toSeq, digestAfter: digest, committedAt, bulk } = commit;
  return { from: fromSeq, to: toSeq, digest, committedAt: committedAt.toISOString(), bulk };
}

/** The seq after which everything was committed at or after an instant; commit times never go back. */
export async function seqBefore(database: Pick<Database, 'orm'>, since: Date): Promise<number> {
  const [first] = await database.orm
    .select({ from: commits.fromSeq })
    .from(commits)
    .where(gte(commits.committedAt, since))
    .orderBy(asc(commits.committedAt), asc(commits.toSeq))
    .limit(1);
  return first?.from ?? Number.MAX_SAFE_INTEGER;
}

/**
 * The largest end of a transaction with at most `maxRows` seqs after `from`, or the next one if that alone is larger;
 * null if nothing follows `from`. It stops where bulk writes and single ones meet, so that what is published one by
 * one during an import keeps its pulse.
 */
export async function nextBoundary(
  database: Pick<Database, 'orm'>,
  from: number,
  maxRows: number,
): Promise<number | null> {
  const rows = await database.orm
    .select({ to: commits.toSeq, bulk: commits.bulk })
    .from(commits)
    .where(gt(commits.toSeq, from))
    .orderBy(asc(commits.toSeq))
    .limit(Math.max(1, maxRows));
  const first = rows[0];
  if (!first) return null;
  let boundary = first.to;
  for (const row of rows) {
    if (row.bulk !== first.bulk || row.to - from > maxRows) break;
    boundary = row.to;
  }
  return boundary;
}

export interface ChangesRequest {
  /** What the reader holds; an end of a transaction. */
  from: number;
  /** What it shall hold; an end of a transaction, the same for all pages. */
  to: number;
  /** Where the page before ended, or `from`. */
  after: number;
  /** Rows in this page; at most `PAGE_ROWS`. */
  limit: number;
}

/**
 * One page of what changed in `(from, to]`, as of `to`. Later corrections do not disturb the pages; a record that was
 * hidden after `to` is left out, and `verifyFrom` says until when that shows in the digest. At the head only what is open
 * is read; before it a page walks a bounded part of the log, so it may hold fewer rows than asked for although more follow.
 * @throws UnknownBoundary if `to` is no end of a transaction
 */
export async function readChanges(
  database: Database,
  request: ChangesRequest,
): Promise<ChangeBatch> {
  return database.orm.transaction((tx) => readPage(tx, request), {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}

async function readPage(tx: Transaction, request: ChangesRequest): Promise<ChangeBatch> {
  const { from, to } = request;
  const limit = Math.max(1, Math.min(PAGE_ROWS, request.limit));
  const start = Math.max(from, request.after);
  const { epoch, seq: head } = await headOf(tx);
  const end = await commitAt(tx, to);
  if (!end) throw new UnknownBoundary(`no transaction ended at seq ${to}; ask for the head first`);
  const at = to === head ? 'head' : to;
  const walked = at === 'head' ? to : Math.min(to, start + PAGE_CHANGES);
  const found = await rowsBetween(tx, { start, end: walked, at }, limit + 1);
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1)?.fromSeq : undefined;
  const pageEnd = last ?? walked;
  const next = pageEnd < to ? pageEnd : null;
  const withTexts = found.length <= Math.min(limit, TEXTS_WITH_BATCH) && start === from;
  return {
    epoch,
    from,
    to,
    digest: end.digest,
    verifyFrom: await verifyFrom(tx, to),
    committedAt: end.committedAt,
    next,
    areas: await areasBetween(tx, start, pageEnd),
    rows: page.map((row) => toTuple(row)),
    figures: await figuresBetween(tx, { start, end: pageEnd, at }),
    texts: withTexts ? await textsOf(tx, page) : [],
    // What a reader that begins with nothing takes was not published before its eyes.
    bulk: (from === 0 && to > CATCH_UP_LIMIT) || (await isBulk(tx, from, to)),
  };
}

/** Versions that began in `(start, end]` and are open at `at`. */
interface Stretch {
  start: number;
  end: number;
  /** The head is told apart since what is open there has an index of its own, whatever was closed before. */
  at: number | 'head';
}

/** The stretch as conditions on either kind of version. */
function liesIn(
  versions: typeof incidentVersions | typeof figureVersions,
  { start, end, at }: Stretch,
): SQL | undefined {
  const isOpen = isNull(versions.toSeq);
  return and(
    gt(versions.fromSeq, start),
    lte(versions.fromSeq, end),
    at === 'head' ? isOpen : or(isOpen, gt(versions.toSeq, at)),
  );
}

async function rowsBetween(tx: Transaction, stretch: Stretch, limit: number): Promise<WireRow[]> {
  if (stretch.start >= stretch.end) return [];
  return tx
    .select(wireSelection)
    .from(incidentVersions)
    .where(and(liesIn(incidentVersions, stretch), eq(incidentVersions.hidden, false)))
    .orderBy(asc(incidentVersions.fromSeq))
    .limit(limit);
}

/**
 * The last change after `to` that hid a version which was visible at `to`: a reader of this page, or of an earlier
 * one, may lack it until then, so it compares digests from there on.
 */
async function verifyFrom(tx: Transaction, to: number): Promise<number> {
  const [row] = await tx
    .select({ at: incidentVersions.hiddenAt })
    .from(incidentVersions)
    .where(
      and(
        eq(incidentVersions.hidden, true),
        gt(incidentVersions.hiddenAt, to),
        lte(incidentVersions.fromSeq, to),
        gt(incidentVersions.toSeq, to),
      ),
    )
    .orderBy(desc(incidentVersions.hiddenAt))
    .limit(1);
  return row?.at ?? to;
}

async function areasBetween(tx: Transaction, start: number, end: number): Promise<AreaCode[]> {
  return tx
    .select({ code: areaCodes.code, area: areaCodes.area })
    .from(areaCodes)
    .where(and(gt(areaCodes.fromSeq, start), lte(areaCodes.fromSeq, end)))
    .orderBy(asc(areaCodes.code));
}

async function figuresBetween(tx: Transaction, stretch: Stretch): Promise<FigureChange[]> {
  return tx
    .select({
      fid: figureVersions.fid,
      fromSeq: figureVersions.fromSeq,
      figure: figureVersions.record,
    })
    .from(figureVersions)
    .where(liesIn(figureVersions, stretch))
    .orderBy(asc(figureVersions.fromSeq));
}

async function textsOf(tx: Transaction, rows: WireRow[]): Promise<ChangeBatch['texts']> {
  const seqs = rows.filter((row) => row.state !== ROW_GONE).map((row) => row.fromSeq);
  if (seqs.length === 0) return [];
  const found = await tx
    .select({ fromSeq: incidentVersions.fromSeq, record: incidentVersions.record })
    .from(incidentVersions)
    .where(
      and(
        inArray(incidentVersions.fromSeq, seqs),
        isNotNull(incidentVersions.record),
        eq(incidentVersions.hidden, false),
      ),
    )
    .orderBy(asc(incidentVersions.fromSeq));
  return found.flatMap(({ fromSeq, record }) => (record ? [{ fromSeq, record }] : []));
}

async function isBulk(tx: Transaction, from: number, to: number): Promise<boolean> {
  const [row] = await tx
    .select({ one: sql<number>`1` })
    .from(commits)
    .where(and(gt(commits.toSeq, from), lte(commits.toSeq, to), eq(commits.bulk, true)))
    .limit(1);
  return row !== undefined;
}

/** A part of the state at `head.seq`, in no order of meaning; all parts of one reading have the same head. */
export interface StateChunk {
  head: LogHead;
  rows: WireTuple[];
}

/**
 * What readers see at the head, or at `at`, without tombstones. It keeps one connection and one snapshot until it is
 * done; the embedded engine has only that one, so use nothing else of the database in between. The first chunk comes
 * even if it is empty.
 * @throws UnknownBoundary if `at` is no end of a transaction
 */
export async function* readState(database: Database, at?: number): AsyncGenerator<StateChunk> {
  const client = await database.pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const orm = drizzle(client, { schema });
    const current = await headOf(orm);
    const then = at === undefined ? current : await commitAt(orm, at);
    if (!then) throw new UnknownBoundary(`no transaction ended at seq ${at}`);
    const head = { ...then, epoch: current.epoch, seq: at ?? current.seq };
    // What is open has indexes of its own: the state at the head costs nothing for the versions before.
    const isHeld =
      at === undefined
        ? 'to_seq is null'
        : `from_seq <= ${head.seq} and (to_seq is null or to_seq > ${head.seq})`;
    // One plan for all, and rows as they lie: by rid, a log of years is read from all over its file.
    await client.query('set local cursor_tuple_fraction = 1');
    await client.query(`declare state no scroll cursor for select ${COLUMNS} from incident_versions
      where ${isHeld} and not hidden and state <> ${ROW_GONE}`);
    for (let isFirst = true; ; isFirst = false) {
      const { rows } = await client.query<WireTuple>({
        text: `fetch ${CHUNK_ROWS} from state`,
        rowMode: 'array',
        types: NUMBERS,
      });
      if (rows.length > 0 || isFirst) yield { head, rows };
      if (rows.length < CHUNK_ROWS) return;
    }
  } finally {
    await client.query('rollback').catch(() => {});
    client.release();
  }
}

/** Every area code that was given by seq `at` (by now, without it), in order. */
export async function readAreas(database: { orm: Queryable }, at?: number): Promise<AreaCode[]> {
  return database.orm
    .select({ code: areaCodes.code, area: areaCodes.area })
    .from(areaCodes)
    .where(at === undefined ? undefined : lte(areaCodes.fromSeq, at))
    .orderBy(asc(areaCodes.code));
}

/** The figures that readers see at seq `at` (now, without it), by number. */
export async function readFigures(
  database: { orm: Queryable },
  at?: number,
): Promise<FigureChange[]> {
  const visible =
    at === undefined
      ? isNull(figureVersions.toSeq)
      : and(
          lte(figureVersions.fromSeq, at),
          or(isNull(figureVersions.toSeq), gt(figureVersions.toSeq, at)),
        );
  const rows = await database.orm
    .select({
      fid: figureVersions.fid,
      fromSeq: figureVersions.fromSeq,
      figure: figureVersions.record,
    })
    .from(figureVersions)
    .where(visible)
    .orderBy(asc(figureVersions.fid));
  return rows.filter((row) => row.figure !== null);
}
