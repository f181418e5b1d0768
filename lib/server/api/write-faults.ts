import {
  AlreadyWithdrawn,
  IdempotencyConflict,
  NotFound,
  NotPublic,
  RevisionMismatch,
} from '@/db/write-errors';
import { problem } from '../http/answers';
import type { ApiCall } from '../http/router';
import { notFound } from './incident-routes';

/** Who the audit names while there is one token. */
export const ACTOR = 'admin-token';

/** Who writes, when, and where ids come from. */
export function contextOf({ services }: ApiCall) {
  return { actor: ACTOR, now: services.now(), newId: services.newId };
}

/** @throws a 400 problem where it is no plain text */
export function readIdempotencyKey(call: ApiCall): string | null {
  const key = call.request.headers.get('idempotency-key');
  if (key !== null && !/^[\x21-\x7e]{1,200}$/.test(key)) {
    throw problem(400, 'header', 'A header is wrong', {
      errors: [{ field: 'Idempotency-Key', message: 'use 1 to 200 visible ASCII characters' }],
    });
  }
  return key;
}

/** The revision that the writer has seen, or null where any will do; @throws a 400 problem. */
export function readIfMatch(call: ApiCall): number | null {
  const header = call.request.headers.get('if-match');
  if (header === null || header === '*') return null;
  const revision = /^"(\d{1,9})"$/.exec(header)?.[1];
  if (!revision) {
    throw problem(400, 'header', 'A header is wrong', {
      errors: [{ field: 'If-Match', message: 'send the ETag of the record, such as "3"' }],
    });
  }
  return Number(revision);
}

/** Says in a problem what the database refused. */
export async function translateFaults<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof AlreadyWithdrawn) {
      const detail =
        'It is readable at /api/v1/desk/incidents/{id}; nothing changes in it any more.';
      throw problem(410, 'withdrawn', 'This record was withdrawn', { detail });
    }
    if (error instanceof NotFound) throw notFound();
    if (error instanceof NotPublic) {
      throw problem(422, 'record', 'The change is not possible', {
        errors: [{ field: 'status', message: 'a draft is not public: nothing can be retracted' }],
      });
    }
    if (error instanceof RevisionMismatch) {
      throw problem(412, 'revision', 'Somebody changed this record in the meantime', {
        detail: error.message,
        errors: [
          { field: 'If-Match', message: 'read the record again and repeat the change on it' },
        ],
      });
    }
    if (error instanceof IdempotencyConflict) {
      throw problem(422, 'idempotency', 'This Idempotency-Key was used for another body', {
        errors: [{ field: 'Idempotency-Key', message: 'use a new key for a new request' }],
      });
    }
    throw error;
  }
}
