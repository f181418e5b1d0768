import { isDeepStrictEqual } from 'node:util';
import { eq, sql } from 'drizzle-orm';
import { type PublicIncident, type StoredIncident, toPublic } from '@/lib/domain/incident';
import { isCoarser, withheldPlaceFacts } from '@/lib/domain/place';
import { advanceLog, type IncidentStep } from './advance-log';
import type { Transaction } from './database';
import { forgetAnswers } from './idempotency';
import { audit, incidents, incidentVersions } from './schema';
import type { WriteContext } from './write-context';
import { NotFound, RevisionMismatch } from './write-errors';

/** A private record as it is stored now. `seq` is the change that readers see it by, null if this write changed nothing public. */
export interface WrittenIncident {
  incident: StoredIncident;
  revision: number;
  seq: number | null;
  /** ISO instant. */
  updatedAt: string;
}

export type IncidentRow = typeof incidents.$inferSelect;

/** A locked record and what it becomes. */
export interface Change {
  row: IncidentRow;
  next: StoredIncident;
}

type AuditedContext = WriteContext & {
  bulk: boolean;
  /** Bulk, but not one thing done to all: the audit has a row for each. */
  isEachAudited?: true;
  /** Kept in the audit and nowhere else. */
  reason?: string | null;
};

/** Writes locked records, their audit and, where readers see a difference, their public versions. */
export async function writeChanges(
  tx: Transaction,
  changes: Change[],
  context: AuditedContext,
): Promise<WrittenIncident[]> {
  if (changes.length === 0) return [];
  const shown = await openRecords(
    tx,
    changes.map((change) => change.row.rid),
  );
  const updates = changes.map(({ row, next }) => ({
    id: row.id,
    status: next.status,
    revision: row.revision + 1,
    record: next,
    origin: next.origin,
  }));
  const at = context.now.toISOString();
  await tx.execute(sql`
    update incidents i set status = u.status, revision = u.revision, record = u.record, origin = u.origin,
      updated_at = ${at}::timestamptz
    from json_to_recordset(${JSON.stringify(updates)}::json)
      as u(id uuid, status text, revision int, record jsonb, origin text)
    where i.id = u.id`);
  await auditChanges(tx, changes, context);
  const ended = changes.filter(({ next }) => next.status === 'withdrawn');
  await forgetAnswers(
    tx,
    ended.map(({ row }) => row.id),
  );
  const steps = changes.flatMap(({ row, next }) =>
    publicStep(row.record, next, shown.get(row.rid)),
  );
  const seqs = await advanceLog(tx, { incidents: steps, bulk: context.bulk, now: context.now });
  return changes.map(({ row, next }) => ({
    incident: next,
    revision: row.revision + 1,
    seq: seqs.get(row.rid) ?? null,
    updatedAt: at,
  }));
}

/** What readers see now: undefined if the record never was public, null if its tombstone is the last word. */
type Shown = PublicIncident | null | undefined;

function publicStep(before: StoredIncident, next: StoredIncident, shown: Shown): IncidentStep[] {
  const record = toPublic(next);
  const step = { rid: next.rid, id: next.id, record, isFirst: shown === undefined };
  if (record === null) return shown ? [{ ...step, hidesEarlier: true }] : [];
  if (shown && isDeepStrictEqual(asJson(record), shown)) {
    // Readers see no difference now, but what they saw before may tell what the sensitivity protects.
    return isMoreSensitive(before, next) ? [{ ...step, hidesEarlier: true }] : [];
  }
  const isNewRetraction = record.status === 'retracted' && shown?.status !== 'retracted';
  const hidesEarlier = isNewRetraction || (!!shown && takesBack(before, next, shown, record));
  return [{ ...step, hidesEarlier }];
}

/**
 * Whether readers lose what they saw of the place, or a sensitivity was raised: the versions before would still tell
 * it. Raising one hides them even where the place was coarse before, since their texts were written without it.
 */
function takesBack(
  before: StoredIncident,
  next: StoredIncident,
  shown: PublicIncident,
  record: PublicIncident,
): boolean {
  if (isCoarser(record.placePrecision, shown.placePrecision)) return true;
  if (isMoreSensitive(before, next)) return true;
  const withheld = withheldPlaceFacts(next.placePrecision, next.sensitivity);
  return withheld.some((fact) => shown[fact] !== null);
}

function isMoreSensitive(before: StoredIncident, next: StoredIncident): boolean {
  return next.sensitivity.some((sensitivity) => !before.sensitivity.includes(sensitivity));
}

/** What readers see now of these records, by rid. */
export async function openRecords(tx: Transaction, rids: number[]): Promise<Map<number, Shown>> {
  const wanted = JSON.stringify(rids);
  const rows = await tx
    .select({ rid: incidentVersions.rid, record: incidentVersions.record })
    .from(incidentVersions)
    .where(
      sql`${incidentVersions.toSeq} is null and ${incidentVersions.rid} in (select value::int from json_array_elements_text(${wanted}::json))`,
    );
  return new Map(rows.map((row) => [row.rid, row.record]));
}

/** @throws NotFound */
export async function lockIncident(tx: Transaction, id: string): Promise<IncidentRow> {
  const [row] = await tx.select().from(incidents).where(eq(incidents.id, id)).for('update');
  if (!row) throw new NotFound(`no record has the id ${id}`);
  return row;
}

/** @throws RevisionMismatch */
export function requireRevision(row: IncidentRow, expected: number | null): void {
  if (expected !== null && expected !== row.revision)
    throw new RevisionMismatch(row.id, expected, row.revision);
}

export function withdrawn(row: IncidentRow): StoredIncident {
  return { ...row.record, status: 'withdrawn' };
}

export function asWritten(row: IncidentRow, seq: number | null): WrittenIncident {
  return {
    incident: row.record,
    revision: row.revision,
    seq,
    updatedAt: row.updatedAt.toISOString(),
  };
}

/** As it reads back from the database: without keys whose value is undefined. */
function asJson(record: PublicIncident): unknown {
  return JSON.parse(JSON.stringify(record));
}

async function auditChanges(
  tx: Transaction,
  changes: Change[],
  context: AuditedContext,
): Promise<void> {
  const common = { at: context.now, actor: context.actor };
  if (context.bulk && !context.isEachAudited) {
    const detail = { records: changes.length, batchId: changes[0]?.row.batchId ?? null };
    await tx.insert(audit).values({ ...common, action: 'withdraw many', incidentId: null, detail });
    return;
  }
  const rows = changes.map(({ row, next }) => ({
    ...common,
    action: row.status === next.status ? 'change' : next.status,
    incidentId: row.id,
    detail: {
      revision: row.revision + 1,
      from: row.status,
      to: next.status,
      fields: changedFields(row.record, next),
      ...(context.reason ? { reason: context.reason } : {}),
    },
  }));
  await tx.insert(audit).values(rows);
}

function changedFields(before: StoredIncident, after: StoredIncident): string[] {
  const names = Object.keys(after) as (keyof StoredIncident)[];
  return names.filter((name) => !isDeepStrictEqual(before[name], after[name]));
}
