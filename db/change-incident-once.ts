import type { IncidentInput, StoredIncident } from '@/lib/domain/incident';
import type { Database } from './database';
import { type StoredResponse, withIdempotency } from './idempotency';
import type { WriteContext } from './write-context';
import { changeInTransaction, type WrittenIncident } from './write-incidents';

/**
 * `changeIncident` for a request that may come twice: its answer is stored with the change, and given again. It is
 * emptied when the record is withdrawn or erased.
 * @throws NotFound, AlreadyWithdrawn, RevisionMismatch, IdempotencyConflict, or the ZodError of what `change` returned
 */
export async function changeIncidentOnce(
  database: Database,
  id: string,
  change: (current: StoredIncident) => IncidentInput,
  context: WriteContext & {
    expectedRevision: number | null;
    idempotency: {
      key: string;
      actor: string;
      bodyHash: string;
      respond: (written: WrittenIncident) => StoredResponse;
    };
  },
): Promise<{ response: StoredResponse; replayed: boolean }> {
  const { idempotency } = context;
  return database.transaction(async (tx) => {
    const outcome = await withIdempotency(tx, { ...idempotency, now: context.now }, async () => {
      const result = await changeInTransaction(tx, id, change, context);
      return { result, response: idempotency.respond(result), incidentId: id };
    });
    await context.beforeCommit?.();
    return { response: outcome.response, replayed: outcome.replayed };
  });
}
