import { eq, inArray, sql } from 'drizzle-orm';
import type { Transaction } from './database';
import { idempotency } from './schema';
import { IdempotencyConflict } from './write-errors';

/** An answer as it was, or will be, sent. `body` is JSON. */
export interface StoredResponse {
  status: number;
  body: unknown;
}

export interface IdempotentRequest {
  key: string;
  actor: string;
  /** Of the request's body; equal requests have equal hashes. */
  bodyHash: string;
  now: Date;
}

/**
 * Does the work of a request once: its answer is stored in the same transaction, and the same request again gets that
 * answer, whatever happened to the connection or the process in between. Two at once wait for each other.
 * @throws IdempotencyConflict if the key was used for another request
 */
export async function withIdempotency<T>(
  tx: Transaction,
  request: IdempotentRequest,
  work: () => Promise<{ result: T; response: StoredResponse; incidentId: string | null }>,
): Promise<
  | { replayed: false; result: T; response: StoredResponse }
  | { replayed: true; response: StoredResponse }
> {
  await tx.execute(
    sql`select pg_advisory_xact_lock(hashtextextended(${`idempotency ${request.key}`}, 0))`,
  );
  const [stored] = await tx.select().from(idempotency).where(eq(idempotency.key, request.key));
  if (stored) {
    if (stored.bodyHash !== request.bodyHash || stored.actor !== request.actor) {
      throw new IdempotencyConflict(
        `Idempotency-Key "${request.key}" was used for another request; take a new key for each new request`,
      );
    }
    return { replayed: true, response: { status: stored.status, body: stored.response } };
  }
  const { result, response, incidentId } = await work();
  await tx.insert(idempotency).values({
    key: request.key,
    actor: request.actor,
    bodyHash: request.bodyHash,
    status: response.status,
    response: response.body,
    incidentId,
    createdAt: request.now,
  });
  return { replayed: false, result, response };
}

/** The status of a stored answer whose record has left public view; its body says no more than the record's id. */
export const ANSWER_GONE = 410;

/** Empties the stored answers that told of these records; a repeated request still writes nothing. */
export async function forgetAnswers(tx: Transaction, ids: string[]): Promise<void> {
  if (ids.length === 0) return;
  await tx
    .update(idempotency)
    .set({
      status: ANSWER_GONE,
      response: sql`jsonb_build_object('id', ${idempotency.incidentId})`,
    })
    .where(inArray(idempotency.incidentId, ids));
}
