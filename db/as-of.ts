import { and, asc, desc, eq, gt, inArray, type SQL, sql } from 'drizzle-orm';
import type { PastName } from '@/lib/domain/past-name';
import type { AsOfPage } from '@/lib/protocol/as-of';
import { ROW_GONE, WIRE_COLUMNS, type WireTuple } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  digestFromHex,
  digestToHex,
  subtractDigest,
} from '@/lib/protocol/digest';
import { PAGE_ROWS } from '@/lib/protocol/version';
import type { Database, Queryable, Transaction } from './database';
import { commitAt, headOf, readFigures, UnknownBoundary } from './read-log';
import { areaCodes, epochs, incidentVersions } from './schema';

/** The same state in the epoch that goes on. */
export interface Past extends PastName {
  /** ISO instant. */
  committedAt: string;
  /** The log's own digest at `seq`, of rows that may be hidden since. */
  logDigest: string;
}

/** The state was never part of what a restore kept: what it held is lost. */
export class LostPast extends Error {
  override readonly name = 'LostPast';
}

/** No epoch of this database's past has that name. */
export class UnknownEpoch extends Error {
  override readonly name = 'UnknownEpoch';
}

/**
 * Finds a state in the current epoch. A parent epoch shares its past with it up to the fork, and so on upwards.
 * @throws LostPast, UnknownEpoch, UnknownBoundary
 */
export async function resolvePast(db: Queryable, asked: PastName): Promise<Past> {
  const head = await headOf(db);
  const shared = await sharedUntil(db, head, asked.epoch);
  if (asked.seq > shared) {
    if (asked.epoch === head.epoch) {
      throw new UnknownBoundary(`seq ${asked.seq} is ahead of the log, which is at ${head.seq}`);
    }
    throw new LostPast(
      `a restore kept epoch ${asked.epoch} up to seq ${shared}; seq ${asked.seq} is lost`,
    );
  }
  const commit = await commitAt(db, asked.seq);
  if (!commit) throw new UnknownBoundary(`no transaction ended at seq ${asked.seq}`);
  const { committedAt, digest: logDigest } = commit;
  return { epoch: head.epoch, seq: asked.seq, committedAt, logDigest };
}

/** The last seq that an epoch has in common with the current one. */
async function sharedUntil(
  db: Queryable,
  head: { epoch: string; seq: number },
  wanted: string,
): Promise<number> {
  const known = new Map((await db.select().from(epochs)).map((row) => [row.epoch, row]));
  let shared = head.seq;
  let name = head.epoch;
  for (let steps = 0; name !== wanted; steps += 1) {
    const row = known.get(name);
    if (!row?.parent || steps > known.size) {
      throw new UnknownEpoch(`no epoch of this database is called ${wanted}`);
    }
    shared = Math.min(shared, row.forkSeq);
    name = row.parent;
  }
  return shared;
}

/**
 * Selects from `incident_versions` the state as of `seq`, as it may be shown now: of each record that readers could see
 * then, the version of then or, if that is hidden since, the first later one that is not.
 */
export function visibleAsOf(seq: number): SQL {
  return sql`(not incident_versions.hidden and incident_versions.state <> ${sql.raw(String(ROW_GONE))}
    and (incident_versions.to_seq is null or incident_versions.to_seq > ${seq})
    and (incident_versions.from_seq <= ${seq} or (incident_versions.rid, incident_versions.from_seq) in (${insteadOfHidden(seq)})))`;
}

/** Of each record whose version at `seq` is hidden, the first later one that is not: found once, not once a row. */
function insteadOfHidden(seq: number): SQL {
  return sql`select u.rid, u.from_seq from incident_versions h cross join lateral (
      select i.rid, i.from_seq from incident_versions i
      where i.rid = h.rid and not i.hidden and (i.to_seq is null or i.to_seq > ${seq})
      order by i.from_seq limit 1
    ) u
    where h.hidden and h.from_seq <= ${seq} and h.to_seq > ${seq}`;
}

/** The last change that hid anything; as long as it is the same, a past state is. */
export async function lastHiding(db: Queryable): Promise<number> {
  const [last] = await db
    .select({ at: incidentVersions.hiddenAt })
    .from(incidentVersions)
    .where(eq(incidentVersions.hidden, true))
    .orderBy(desc(incidentVersions.hiddenAt))
    .limit(1);
  return last?.at ?? 0;
}

/** The digest of the state as of a seq, as it may be shown now: the log's, with hidden rows exchanged for theirs. */
export async function digestAsOf(db: Queryable, past: Past): Promise<string> {
  const hidden = sql`select rid, row_hash from incident_versions
    where hidden and from_seq <= ${past.seq} and to_seq > ${past.seq}`;
  const instead = sql`select row_hash from incident_versions u
    where u.rid = h.rid and not u.hidden and (u.to_seq is null or u.to_seq > ${past.seq})
    order by u.from_seq limit 1`;
  const result = await db.execute<{ out: string; in: string | null }>(sql`
    with h as (${hidden}) select h.row_hash as out, s.row_hash as in
    from h left join lateral (${instead}) s on true`);
  let digest: Digest = digestFromHex(past.logDigest);
  for (const row of result.rows) {
    digest = subtractDigest(digest, digestFromHex(row.out));
    if (row.in !== null) digest = addDigest(digest, digestFromHex(row.in));
  }
  return digestToHex(digest);
}

/** {@link digestAsOf} for a state by its name. */
export async function readDigestAsOf(
  database: Database,
  asked: PastName,
): Promise<PastName & { digest: string; committedAt: string }> {
  return readOnly(database, async (tx) => {
    const past = await resolvePast(tx, asked);
    const { epoch, seq, committedAt } = past;
    return { epoch, seq, digest: await digestAsOf(tx, past), committedAt };
  });
}

export interface AsOfRequest {
  past: PastName;
  /** What the reader holds, in the current epoch; an end of a transaction, not before the past's seq. */
  at: number;
  /** `next` of the page before, or 0. */
  after: number;
  /** Records in this page; at most `PAGE_ROWS`. */
  limit: number;
}

/**
 * One page of the way back from the state at `at` to a past one. It costs as much as records changed in between.
 * @throws LostPast, UnknownEpoch, UnknownBoundary
 */
export async function readAsOfPage(database: Database, request: AsOfRequest): Promise<AsOfPage> {
  return readOnly(database, async (tx) => {
    const past = await resolvePast(tx, request.past);
    if (request.at < past.seq || (await commitAt(tx, request.at)) === null) {
      throw new UnknownBoundary(`no transaction from seq ${past.seq} on ended at ${request.at}`);
    }
    return readPage(tx, past, request);
  });
}

/** {@link readAsOfPage} within a transaction, of a state that is resolved. */
export async function readPage(
  tx: Transaction,
  past: Past,
  request: Omit<AsOfRequest, 'past'>,
): Promise<AsOfPage> {
  const limit = Math.max(1, Math.min(PAGE_ROWS, request.limit));
  const found = await differences(tx, past.seq, request, limit + 1);
  const page = found.slice(0, limit);
  const next = found.length > limit ? (page.at(-1)?.heldFromSeq ?? null) : null;
  const rows = page.flatMap(({ wanted, heldFromSeq }) =>
    wanted && wanted[FROM_SEQ] !== heldFromSeq ? [wanted] : [],
  );
  const isLast = next === null;
  return {
    epoch: past.epoch,
    seq: past.seq,
    at: request.at,
    committedAt: past.committedAt,
    next,
    areas: await areasOf(tx, rows, request.at),
    rows,
    removed: page.flatMap(({ rid, wanted, isKnownGone }) => (wanted || isKnownGone ? [] : [rid])),
    figures: isLast ? await readFigures({ orm: tx }, past.seq) : null,
    digest: isLast ? await digestAsOf(tx, past) : null,
  };
}

const FROM_SEQ = WIRE_COLUMNS.findIndex(({ name }) => name === 'fromSeq');
const STATE = WIRE_COLUMNS.findIndex(({ name }) => name === 'state');
const AREA = WIRE_COLUMNS.findIndex(({ name }) => name === 'area');

interface Difference {
  rid: number;
  /** Of the version that the reader holds at `at`. */
  heldFromSeq: number;
  /** It holds nothing: that version is a tombstone. */
  isKnownGone: boolean;
  /** What it shall hold, or null. */
  wanted: WireTuple | null;
}

const HELD = ['rid', 'from_seq', 'state', 'hidden'];

/**
 * Records of which the reader may hold another version than it shall: that began after `seq`, or that was hidden after
 * `at`. In the order of the held version's `from_seq`, so that a page begins where the one before ended. What was open at
 * `at` is open still, or was closed by a change after it: so a page costs nothing for the versions that came and went
 * between the two states.
 */
async function differences(
  tx: Transaction,
  seq: number,
  { at, after }: Pick<AsOfRequest, 'at' | 'after'>,
  limit: number,
): Promise<Difference[]> {
  const heldOf = (table: string) => sql.raw(HELD.map((column) => `${table}.${column}`).join(', '));
  const held = heldOf('incident_versions');
  const first = Math.max(seq, after);
  const columns = sql.raw(
    WIRE_COLUMNS.map(({ name }) => `u."${incidentVersions[name].name}"`).join(', '),
  );
  const result = await tx.execute<{
    rid: number;
    held: string;
    gone: boolean;
    row: string | null;
  }>(sql`
    select p.rid, p.from_seq as held, (p.state = ${ROW_GONE} and not p.hidden) as gone, a.row
    from (
      (select ${held} from incident_versions
        where from_seq > ${first} and from_seq <= ${at} and to_seq is null
        order by from_seq limit ${limit})
      union all
      (select ${heldOf('v')} from incident_versions n
        join incident_versions v on v.rid = n.rid and v.to_seq = n.from_seq
        where n.from_seq > ${at} and v.from_seq > ${first} and v.from_seq <= ${at}
        order by v.from_seq limit ${limit})
      union all
      (select ${held} from incident_versions
        where from_seq > ${after} and from_seq <= ${seq} and hidden and hidden_at > ${at} and to_seq > ${at}
        order by from_seq limit ${limit})
    ) p left join lateral (
      select json_build_array(${columns})::text as row from incident_versions u
      where u.rid = p.rid and not u.hidden and (u.to_seq is null or u.to_seq > ${seq})
        and exists (select from incident_versions f where f.rid = p.rid and f.from_seq <= ${seq})
      order by u.from_seq limit 1
    ) a on true
    order by p.from_seq limit ${limit}`);
  return result.rows.map(({ rid, held: from, gone, row: text }) => {
    const row = text === null ? null : (JSON.parse(text) as WireTuple);
    const isShown = row !== null && row[STATE] !== ROW_GONE;
    return { rid, heldFromSeq: Number(from), isKnownGone: gone, wanted: isShown ? row : null };
  });
}

async function areasOf(tx: Transaction, rows: WireTuple[], at: number): Promise<AsOfPage['areas']> {
  const codes = [...new Set(rows.map((row) => row[AREA] ?? 0))];
  if (codes.length === 0) return [];
  return tx
    .select({ code: areaCodes.code, area: areaCodes.area })
    .from(areaCodes)
    .where(and(gt(areaCodes.fromSeq, at), inArray(areaCodes.code, codes)))
    .orderBy(asc(areaCodes.code));
}

function readOnly<T>(database: Database, work: (tx: Transaction) => Promise<T>): Promise<T> {
  return database.orm.transaction(work, {
    isolationLevel: 'repeatable read',
    accessMode: 'read only',
  });
}
