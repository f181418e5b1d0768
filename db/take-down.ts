import { eq, type SQL, sql } from 'drizzle-orm';
import type { StoredIncident } from '@/lib/domain/incident';
import { ROW_GONE, WIRE_COLUMNS } from '@/lib/protocol/columns';
import { advanceLog } from './advance-log';
import type { Database, Transaction } from './database';
import { forgetAnswers, type StoredResponse, withIdempotency } from './idempotency';
import { keptKeyHash } from './import-keys';
import { audit, erasures, incidents } from './schema';
import { lockIncident, openRecords, requireRevision } from './write-changes';
import type { WriteContext } from './write-context';
import { NotFound, NotPublic } from './write-errors';
import { changeInTransaction, withdrawInTransaction } from './write-incidents';

/**
 * The three ways in which a record leaves. *Retract*: id, kind, day, area and a public reason stay. *Withdraw*: no exit
 * has it any more, the desk does. *Erase*: its content is destroyed, at the desk too. The reasons of the last two are
 * kept in the audit only.
 */
export type TakeDown =
  | { verb: 'retract'; reason: NonNullable<StoredIncident['retractionReason']> }
  | { verb: 'withdraw'; reason: string | null }
  | { verb: 'erase'; reason: string };

export interface TakeDownAnswer {
  id: string;
  status: 'retracted' | 'withdrawn' | 'erased';
  revision: number;
  /** The change that readers see it by; null if nothing of it was public. */
  seq: number | null;
}

type Context = WriteContext & { expectedRevision: number | null };

/** What an `Idempotency-Key` came with. */
export interface RequestKey {
  key: string;
  actor: string;
  bodyHash: string;
}

/**
 * Takes one record down. Withdrawing what is withdrawn, and erasing what is erased, changes nothing.
 * @throws NotFound, AlreadyWithdrawn, NotPublic, RevisionMismatch, IdempotencyConflict
 */
export async function takeDown(
  database: Database,
  id: string,
  how: TakeDown,
  context: Context & { requestKey: RequestKey | null },
): Promise<{ answer: TakeDownAnswer; replayed: boolean }> {
  return database.transaction(async (tx) => {
    const { requestKey } = context;
    const work = () => perform(tx, id, how, context);
    const outcome = requestKey
      ? await withIdempotency(tx, { ...requestKey, now: context.now }, async () => {
          const result = await work();
          // Without the record's id: the answer holds no content, so nothing ever empties it.
          return { result, response: { status: 200, body: result }, incidentId: null };
        })
      : { replayed: false as const, result: await work() };
    await context.beforeCommit?.();
    return outcome.replayed
      ? { answer: bodyOf(outcome.response), replayed: true }
      : { answer: outcome.result, replayed: false };
  });
}

function bodyOf(response: StoredResponse): TakeDownAnswer {
  return response.body as TakeDownAnswer;
}

async function perform(
  tx: Transaction,
  id: string,
  how: TakeDown,
  context: Context,
): Promise<TakeDownAnswer> {
  if (how.verb === 'erase') return erase(tx, id, how.reason, context);
  if (how.verb === 'withdraw') {
    const { revision, seq } = await withdrawInTransaction(tx, id, {
      ...context,
      reason: how.reason,
    });
    return { id, status: 'withdrawn', revision, seq };
  }
  const retracted = (current: StoredIncident): StoredIncident => {
    if (current.status === 'draft') throw new NotPublic(`record ${id} is a draft`);
    return { ...current, status: 'retracted', retractionReason: how.reason };
  };
  const { revision, seq } = await changeInTransaction(tx, id, retracted, context);
  return { id, status: 'retracted', revision, seq };
}

async function erase(
  tx: Transaction,
  id: string,
  reason: string,
  context: Context,
): Promise<TakeDownAnswer> {
  const row = await lockIncident(tx, id).catch(async (error) => {
    if (!(error instanceof NotFound)) throw error;
    return null;
  });
  if (row === null) return erasedBefore(tx, id);
  requireRevision(row, context.expectedRevision);
  const { rid } = row;
  const shown = (await openRecords(tx, [rid])).get(rid);
  const end = { rid, id, record: null, hidesEarlier: true, isFirst: false };
  const incidentSteps = shown ? [end] : [];
  const seqs = await advanceLog(tx, { incidents: incidentSteps, bulk: false, now: context.now });
  const seq = seqs.get(rid) ?? null;
  const revision = row.revision + 1;
  await destroyVersions(tx, rid);
  await tx.delete(incidents).where(eq(incidents.id, id));
  await tx.insert(erasures).values({
    id,
    rid,
    revision,
    seq,
    erasedAt: context.now,
    importKeyHash: newKeyHash(row.importKey),
  });
  await tx.insert(audit).values({
    at: context.now,
    actor: context.actor,
    action: 'erased',
    incidentId: id,
    detail: { revision, from: row.status, seq, reason },
  });
  await forgetAnswers(tx, [id]);
  return { id, status: 'erased', revision, seq };
}

/** Null where the record never had a key, and where another that had the same one was erased before. */
function newKeyHash(importKey: string | null): SQL | null {
  const hash = keptKeyHash(importKey);
  if (hash === null) return null;
  return sql`(select h.hash from (select ${hash}::text as hash) h
    where not exists (select from erasures e where e.import_key_hash = h.hash))`;
}

/** @throws NotFound if there never was such a record */
async function erasedBefore(tx: Transaction, id: string): Promise<TakeDownAnswer> {
  const [past] = await tx.select().from(erasures).where(eq(erasures.id, id));
  if (!past) throw new NotFound(`no record has the id ${id}`);
  return { id, status: 'erased', revision: past.revision, seq: past.seq };
}

const CONTENT_COLUMNS = WIRE_COLUMNS.map(({ name }) => name)
  .filter((name) => name !== 'rid' && name !== 'fromSeq' && name !== 'state')
  .map((name) => name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`));

/**
 * Overwrites every version. What stays is that there was one, from when to when in the log, and its row hash, by which
 * the digests of past seqs are still computed.
 */
async function destroyVersions(tx: Transaction, rid: number): Promise<void> {
  const zeros = sql.raw(CONTENT_COLUMNS.map((name) => `${name} = 0`).join(', '));
  await tx.execute(sql`
    update incident_versions set ${zeros}, state = ${ROW_GONE}, record = null
    where rid = ${rid} and state <> ${ROW_GONE}`);
}

/** When a record was erased, as an ISO instant, or null. For the desk: readers are not told how a record went. */
export async function readErasure(
  database: Pick<Database, 'orm'>,
  id: string,
): Promise<string | null> {
  const [past] = await database.orm
    .select({ at: erasures.erasedAt })
    .from(erasures)
    .where(eq(erasures.id, id));
  return past?.at.toISOString() ?? null;
}
