import { and, inArray, isNotNull, sql } from 'drizzle-orm';
import type { IncidentInput, StoredIncident } from '@/lib/domain/incident';
import { TRANSACTION_ROWS } from '@/lib/protocol/version';
import type { Database, Transaction } from './database';
import { freedKey } from './import-keys';
import { incidents } from './schema';
import { type IncidentRow, withdrawn, writeChanges } from './write-changes';
import type { WriteContext } from './write-context';
import { createIncidents } from './write-incidents';

/** A record of our own seed. `hash` is that of its line. */
export interface SeedLine {
  importKey: string;
  hash: string;
  incident: IncidentInput;
}

export interface SeedContext extends WriteContext {
  /** The record as the line now says it, its correction kept; null where it says nothing new. */
  correct: (current: StoredIncident, line: IncidentInput) => IncidentInput | null;
}

export interface SeedOutcome {
  added: number;
  corrected: number;
  withdrawn: number;
  /** Import keys whose line changed or is gone, but whose record an editor had changed: nothing was done to them. */
  left: string[];
}

/**
 * Makes the records of the seed what its lines say: new lines are added, changed ones correct their record, and the
 * record of a line that is gone is withdrawn. What an editor changed since is left alone. Quiet: no screen pulses.
 * Repeated with the same lines, it changes nothing.
 */
export async function refreshSeed(
  database: Database,
  lines: SeedLine[],
  context: SeedContext,
): Promise<SeedOutcome> {
  const known = await database.orm
    .select({ id: incidents.id, importKey: incidents.importKey, seedHash: incidents.seedHash })
    .from(incidents)
    .where(and(isNotNull(incidents.seedRevision), isNotNull(incidents.importKey)));
  const hashes = new Map(known.map(({ importKey, seedHash }) => [importKey, seedHash]));
  const wanted = new Map(lines.map((line) => [line.importKey, line]));
  const fresh = lines.filter(({ importKey }) => !hashes.has(importKey));
  const outcome: SeedOutcome = { added: 0, corrected: 0, withdrawn: 0, left: [] };
  if (fresh.length > 0) {
    const added = fresh.map(({ hash, ...line }) => ({ ...line, seedHash: hash }));
    const { records } = await createIncidents(database, added, { ...context, bulk: true });
    outcome.added = records.length;
  }
  const stale = known.filter(
    ({ importKey, seedHash }) => wanted.get(importKey ?? '')?.hash !== seedHash,
  );
  for (let start = 0; start < stale.length; start += TRANSACTION_ROWS) {
    const ids = stale.slice(start, start + TRANSACTION_ROWS).map(({ id }) => id);
    await database.transaction(async (tx) => {
      await refreshSome(tx, ids, wanted, context, outcome);
      await context.beforeCommit?.();
    });
  }
  return outcome;
}

async function refreshSome(
  tx: Transaction,
  ids: string[],
  wanted: Map<string, SeedLine>,
  context: SeedContext,
  outcome: SeedOutcome,
): Promise<void> {
  const rows = await tx
    .select()
    .from(incidents)
    .where(inArray(incidents.id, ids))
    .orderBy(incidents.id)
    .for('update');
  const steps = rows.flatMap((row) => {
    const step = stepFor(row, wanted.get(row.importKey ?? ''), context);
    return step ? [step] : [];
  });
  const changes = steps.flatMap((step) => ('next' in step ? [step] : []));
  await writeChanges(tx, changes, { ...context, bulk: true, isEachAudited: true });
  await noteHashes(tx, steps);
  for (const step of steps) {
    if (step.action === 'leave') outcome.left.push(step.row.importKey ?? '');
    if (step.action === 'correct') outcome.corrected += 1;
    if (step.action === 'withdraw') outcome.withdrawn += 1;
  }
}

type SeedStep = { row: IncidentRow } & (
  | { action: 'leave' }
  | { action: 'note'; hash: string }
  | { action: 'correct'; next: StoredIncident; hash: string }
  | { action: 'withdraw'; next: StoredIncident; hash: null }
);

/** Null where another process has just done it, or the record is no longer the seed's. */
function stepFor(
  row: IncidentRow,
  line: SeedLine | undefined,
  context: SeedContext,
): SeedStep | null {
  if (row.seedRevision === null || line?.hash === row.seedHash) return null;
  if (row.revision !== row.seedRevision) return { action: 'leave', row };
  if (!line) return { action: 'withdraw', row, next: withdrawn(row), hash: null };
  const corrected = context.correct(row.record, line.incident);
  if (!corrected) return { action: 'note', row, hash: line.hash };
  const next = { ...corrected, id: row.id, rid: row.rid };
  return { action: 'correct', row, next, hash: line.hash };
}

/** A withdrawn record gives its key back, so that a line that returns makes a new one, unless the record was erased. */
async function noteHashes(tx: Transaction, steps: SeedStep[]): Promise<void> {
  const noted = steps.flatMap((step) =>
    step.action === 'leave' ? [] : [{ id: step.row.id, hash: step.hash }],
  );
  await tx.execute(sql`
    update incidents i set seed_hash = n.hash,
      seed_revision = case when n.hash is null then null else i.revision end,
      import_key = case when n.hash is null then ${freedKey({ key: sql`i.import_key`, id: sql`i.id` })} else i.import_key end
    from json_to_recordset(${JSON.stringify(noted)}::json) as n(id uuid, hash text)
    where i.id = n.id`);
}
