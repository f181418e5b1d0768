import { isDeepStrictEqual } from 'node:util';
import { and, eq, inArray, isNotNull, isNull, ne, sql } from 'drizzle-orm';
import type { Figure, FigureInput } from '@/lib/domain/figure';
import { figureInputSchema } from '@/lib/domain/figure-schema';
import {
  type IncidentInput,
  incidentInputSchema,
  type StoredIncident,
  toPublic,
} from '@/lib/domain/incident';
import { TRANSACTION_ROWS } from '@/lib/protocol/version';
import { advanceLog } from './advance-log';
import type { Database, Transaction } from './database';
import { type StoredResponse, withIdempotency } from './idempotency';
import { freedKey, hashOfKey } from './import-keys';
import { audit, figures, figureVersions, importBatches, incidents } from './schema';
import {
  asWritten,
  lockIncident,
  requireRevision,
  type WrittenIncident,
  withdrawn,
  writeChanges,
} from './write-changes';
import type { WriteContext } from './write-context';
import { AlreadyWithdrawn, NotFound } from './write-errors';

export type { WrittenIncident };

export interface NewIncident {
  incident: IncidentInput;
  /** Names the row of a file; a row that is already here is skipped. */
  importKey?: string | null;
  /** Of a line of our own seed, which goes on to correct this record. */
  seedHash?: string;
}

export interface CreateContext extends WriteContext {
  /** A bulk import raises no pulse on any screen. */
  bulk: boolean;
  /** The inputs are what `incidentInputSchema` gave: they are not parsed again, which an import would pay most for. */
  areParsed?: true;
  batchId?: string | null;
  /**
   * For at most `TRANSACTION_ROWS` records: the answer is stored with them. That of one record is emptied when the
   * record is withdrawn or erased; an answer to several must not hold their content.
   */
  idempotency?: {
    key: string;
    actor: string;
    bodyHash: string;
    respond: (written: WrittenIncident[]) => StoredResponse;
  };
}

export interface CreateResult {
  records: WrittenIncident[];
  /** How many import keys were here already. */
  skipped: number;
  /** With idempotency: the answer to send, new or as it was. */
  response: StoredResponse | null;
  /** The request had been answered before; `records` is empty. */
  replayed: boolean;
}

/**
 * Stores new records, in transactions of at most `TRANSACTION_ROWS`, and publishes those whose status says so.
 * @throws IdempotencyConflict, or the ZodError of a record that does not follow the schema
 */
export async function createIncidents(
  database: Database,
  inputs: NewIncident[],
  context: CreateContext,
): Promise<CreateResult> {
  const { idempotency } = context;
  if (idempotency) {
    if (inputs.length > TRANSACTION_ROWS) {
      throw new RangeError(
        `${inputs.length} records under one idempotency key; at most ${TRANSACTION_ROWS}`,
      );
    }
    return database.transaction(async (tx) => {
      const outcome = await withIdempotency(tx, { ...idempotency, now: context.now }, async () => {
        const result = await createInTransaction(tx, inputs, context);
        const [only, ...more] = result.records;
        const incidentId = more.length === 0 ? (only?.incident.id ?? null) : null;
        return { result, response: idempotency.respond(result.records), incidentId };
      });
      await context.beforeCommit?.();
      return outcome.replayed
        ? { records: [], skipped: 0, response: outcome.response, replayed: true }
        : { ...outcome.result, response: outcome.response, replayed: false };
    });
  }
  const records: WrittenIncident[] = [];
  let skipped = 0;
  for (let start = 0; start < inputs.length; start += TRANSACTION_ROWS) {
    const some = inputs.slice(start, start + TRANSACTION_ROWS);
    const result = await database.transaction(async (tx) => {
      const written = await createInTransaction(tx, some, context);
      await context.beforeCommit?.();
      return written;
    });
    records.push(...result.records);
    skipped += result.skipped;
  }
  return { records, skipped, response: null, replayed: false };
}

interface Draft {
  id: string;
  import_key: string | null;
  seed_hash: string | null;
  status: string;
  origin: string;
  record: IncidentInput & { id: string };
}

async function createInTransaction(
  tx: Transaction,
  inputs: NewIncident[],
  context: CreateContext,
): Promise<{ records: WrittenIncident[]; skipped: number }> {
  const drafts = inputs.map(({ incident, importKey, seedHash }): Draft => {
    const id = context.newId();
    const parsed = context.areParsed ? incident : incidentInputSchema.parse(incident);
    const record = { ...parsed, id };
    return {
      id,
      import_key: importKey ?? null,
      seed_hash: seedHash ?? null,
      status: record.status,
      origin: record.origin,
      record,
    };
  });
  const rids = await insertDrafts(tx, drafts, context);
  const stored = drafts.flatMap((draft): StoredIncident[] => {
    const rid = rids.get(draft.id);
    return rid === undefined ? [] : [{ ...draft.record, rid }];
  });
  await auditCreation(tx, stored, context);
  const steps = stored.flatMap((incident) => {
    const record = toPublic(incident);
    const { rid, id } = incident;
    return record ? [{ rid, id, record, hidesEarlier: false, isFirst: true }] : [];
  });
  const seqs = await advanceLog(tx, { incidents: steps, bulk: context.bulk, now: context.now });
  const updatedAt = context.now.toISOString();
  const records = stored.map((incident) => ({
    incident,
    revision: 1,
    seq: seqs.get(incident.rid) ?? null,
    updatedAt,
  }));
  return { records, skipped: drafts.length - stored.length };
}

/** @returns the new rids by id; a draft whose import key is taken, or whose record was erased, has none */
async function insertDrafts(
  tx: Transaction,
  drafts: Draft[],
  context: CreateContext,
): Promise<Map<string, number>> {
  // In the order of the keys, so that two imports of one file wait for each other instead of locking up.
  const ordered = [...drafts].sort((a, b) =>
    (a.import_key ?? '') < (b.import_key ?? '') ? -1 : 1,
  );
  const at = context.now.toISOString();
  const result = await tx.execute<{ id: string; rid: number }>(sql`
    with draft as (
      select d.*, nextval('incidents_rid_seq')::int as rid
      from json_to_recordset(${JSON.stringify(ordered)}::json)
        as d(id uuid, import_key text, seed_hash text, status text, origin text, record jsonb)
    )
    insert into incidents (id, rid, status, revision, record, origin, batch_id, import_key, seed_hash,
      seed_revision, created_at, updated_at)
    select id, rid, status, 1, record || jsonb_build_object('rid', rid), origin, ${context.batchId ?? null}::uuid,
      import_key, seed_hash, case when seed_hash is null then null else 1 end, ${at}::timestamptz, ${at}::timestamptz
    from draft
    where not exists (
      select from erasures e
      where e.import_key_hash = ${hashOfKey(sql`draft.import_key`)})
    on conflict (import_key) do nothing
    returning id, rid`);
  return new Map(result.rows.map((row) => [row.id, row.rid]));
}

async function auditCreation(
  tx: Transaction,
  stored: StoredIncident[],
  context: CreateContext,
): Promise<void> {
  if (stored.length === 0) return;
  const common = { at: context.now, actor: context.actor };
  if (context.bulk) {
    const detail = {
      records: stored.length,
      batchId: context.batchId ?? null,
      firstRid: stored[0]?.rid,
    };
    await tx.insert(audit).values({ ...common, action: 'create many', incidentId: null, detail });
    return;
  }
  const rows = stored.map((incident) => ({
    ...common,
    action: 'create',
    incidentId: incident.id,
    detail: { revision: 1, to: incident.status },
  }));
  await tx.insert(audit).values(rows);
}

/**
 * Changes one record. `change` gets the record as it is and returns it as it shall be, whole. What changes nothing is no
 * write: the answer is the record as it was, with `seq` null.
 * @throws NotFound, AlreadyWithdrawn, RevisionMismatch, or the ZodError of what `change` returned
 */
export async function changeIncident(
  database: Database,
  id: string,
  change: (current: StoredIncident) => IncidentInput,
  context: WriteContext & { expectedRevision: number | null },
): Promise<WrittenIncident> {
  return database.transaction(async (tx) => {
    const written = await changeInTransaction(tx, id, change, context);
    await context.beforeCommit?.();
    return written;
  });
}

/** {@link changeIncident} as a part of a larger transaction. */
export async function changeInTransaction(
  tx: Transaction,
  id: string,
  change: (current: StoredIncident) => IncidentInput,
  context: WriteContext & { expectedRevision: number | null },
): Promise<WrittenIncident> {
  const row = await lockIncident(tx, id);
  if (row.status === 'withdrawn') throw new AlreadyWithdrawn(`record ${id} was withdrawn`);
  requireRevision(row, context.expectedRevision);
  const next = {
    ...incidentInputSchema.parse(withoutNames(change(row.record))),
    id: row.id,
    rid: row.rid,
  };
  // As it would read back, without what is undefined: what changes nothing makes no revision and no line in the audit.
  if (isDeepStrictEqual(JSON.parse(JSON.stringify(next)), row.record)) return asWritten(row, null);
  const [written] = await writeChanges(tx, [{ row, next }], { ...context, bulk: false });
  if (!written) throw new Error(`record ${id} was not written`);
  return written;
}

/** `change` may have spread the stored record; its id and rid are not its own to set. */
function withoutNames(changed: IncidentInput & { id?: string; rid?: number }): IncidentInput {
  const { id: _id, rid: _rid, ...input } = changed;
  return input;
}

/**
 * Takes a record from every public exit, earlier states and old files included. Again on a withdrawn record, it
 * changes nothing.
 * @throws NotFound, RevisionMismatch
 */
export async function withdrawIncident(
  database: Database,
  id: string,
  context: WriteContext & { expectedRevision: number | null },
): Promise<WrittenIncident> {
  return database.transaction(async (tx) => {
    const written = await withdrawInTransaction(tx, id, context);
    await context.beforeCommit?.();
    return written;
  });
}

/** {@link withdrawIncident} as a part of a larger transaction. `reason` is for the audit only. */
export async function withdrawInTransaction(
  tx: Transaction,
  id: string,
  context: WriteContext & { expectedRevision: number | null; reason?: string | null },
): Promise<WrittenIncident> {
  const row = await lockIncident(tx, id);
  if (row.status === 'withdrawn') return asWritten(row, null);
  requireRevision(row, context.expectedRevision);
  const changes = [{ row, next: withdrawn(row) }];
  const [written] = await writeChanges(tx, changes, { ...context, bulk: false });
  if (!written) throw new Error(`record ${id} was not written`);
  return written;
}

/**
 * Withdraws every record of an import and frees its rows' keys, so that the file can be imported again.
 * @throws NotFound if no import has this id
 */
export async function takeBackBatch(
  database: Database,
  batchId: string,
  context: WriteContext,
): Promise<{ withdrawn: number }> {
  const [batch] = await database.orm
    .select()
    .from(importBatches)
    .where(eq(importBatches.id, batchId));
  const [member] = await database.orm
    .select({ id: incidents.id })
    .from(incidents)
    .where(eq(incidents.batchId, batchId))
    .limit(1);
  if (!batch && !member) throw new NotFound(`no import has the id ${batchId}`);
  let total = 0;
  for (;;) {
    const count = await withdrawSomeOfBatch(database, batchId, context);
    total += count;
    if (count < TRANSACTION_ROWS) break;
  }
  await database.transaction(async (tx) => {
    await tx
      .update(incidents)
      .set({ importKey: freedKey({ key: sql`import_key`, id: sql`id` }) })
      .where(and(eq(incidents.batchId, batchId), isNotNull(incidents.importKey)));
    await tx
      .update(importBatches)
      .set({ takenBackAt: context.now })
      .where(eq(importBatches.id, batchId));
  });
  return { withdrawn: total };
}

async function withdrawSomeOfBatch(
  database: Database,
  batchId: string,
  context: WriteContext,
): Promise<number> {
  return database.transaction(async (tx) => {
    const rows = await tx
      .select()
      .from(incidents)
      .where(and(eq(incidents.batchId, batchId), ne(incidents.status, 'withdrawn')))
      .orderBy(incidents.id)
      .limit(TRANSACTION_ROWS)
      .for('update');
    const changes = rows.map((row) => ({ row, next: withdrawn(row) }));
    await writeChanges(tx, changes, { ...context, bulk: true });
    await context.beforeCommit?.();
    return rows.length;
  });
}

/** Records an import before its rows are created; its later parts change nothing. */
export async function openImportBatch(
  database: Database,
  batch: { id: string; name: string; sha256: string },
  context: WriteContext,
): Promise<void> {
  await database.orm
    .insert(importBatches)
    .values({ ...batch, createdAt: context.now })
    .onConflictDoNothing();
}

/**
 * Stores published figures under their keys: a new version where one says something new, nothing where it is equal.
 * Of two with one key the later counts.
 * @returns how many were new or changed
 */
export async function putFigures(
  database: Database,
  inputs: FigureInput[],
  context: WriteContext,
): Promise<{ changed: number; unchanged: number }> {
  const byKey = new Map(inputs.map((input) => [input.key, figureInputSchema.parse(input)]));
  const wanted = [...byKey.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
  let changed = 0;
  for (let start = 0; start < wanted.length; start += TRANSACTION_ROWS) {
    const some = wanted.slice(start, start + TRANSACTION_ROWS);
    changed += await database.transaction(async (tx) => {
      const count = await putFiguresInTransaction(tx, some, context);
      await context.beforeCommit?.();
      return count;
    });
  }
  return { changed, unchanged: inputs.length - changed };
}

async function putFiguresInTransaction(
  tx: Transaction,
  inputs: FigureInput[],
  context: WriteContext,
): Promise<number> {
  const keys = inputs.map((input) => input.key);
  await tx
    .insert(figures)
    .values(keys.map((key) => ({ key })))
    .onConflictDoNothing();
  const named = await tx
    .select()
    .from(figures)
    .where(inArray(figures.key, keys))
    .orderBy(figures.fid)
    .for('update');
  const fids = new Map(named.map((row) => [row.key, row.fid]));
  const open = await tx
    .select({ fid: figureVersions.fid, record: figureVersions.record })
    .from(figureVersions)
    .where(and(inArray(figureVersions.fid, [...fids.values()]), isNull(figureVersions.toSeq)));
  const shown = new Map(open.map((row) => [row.fid, row.record]));
  const next = inputs.flatMap((input): Figure[] => {
    const fid = fids.get(input.key);
    if (fid === undefined) return [];
    const figure: Figure = JSON.parse(JSON.stringify({ ...input, fid }));
    return isDeepStrictEqual(shown.get(fid), figure) ? [] : [figure];
  });
  if (next.length === 0) return 0;
  await tx.insert(audit).values({
    at: context.now,
    actor: context.actor,
    action: 'put figures',
    incidentId: null,
    detail: { fids: next.map((figure) => figure.fid) },
  });
  await advanceLog(tx, {
    incidents: [],
    figures: next.map((figure) => ({ fid: figure.fid, figure })),
    bulk: true,
    now: context.now,
  });
  return next.length;
}
