import { createHash } from 'node:crypto';
import { z } from 'zod';
import { type TakeDown, takeDown } from '@/db/take-down';
import { correctionSchema, plainLineSchema } from '@/lib/domain/incident';
import { jsonAnswer } from '../http/answers';
import { readJson } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { readId } from './incident-routes';
import { ACTOR, contextOf, readIdempotencyKey, readIfMatch, translateFaults } from './write-faults';

const LONGEST_REASON = 1_000;
const auditReason = plainLineSchema(LONGEST_REASON);

const retractSchema = z.strictObject({ reason: correctionSchema.shape.text });
const withdrawSchema = z.strictObject({ reason: auditReason.optional() });
const eraseSchema = z.strictObject({ reason: auditReason });

/** `POST /api/v1/incidents/{id}/retract`: the reason is public; all else that was claimed goes. */
async function retract(call: ApiCall): Promise<Response> {
  const body = await call.readBody();
  const { reason } = await readJson(body, retractSchema);
  return perform(call, body, { verb: 'retract', reason });
}

/** `POST /api/v1/incidents/{id}/withdraw`: leaves every exit; the desk keeps it. The body may be empty. */
async function withdraw(call: ApiCall): Promise<Response> {
  const body = await call.readBody();
  const { reason } = body.length > 0 ? await readJson(body, withdrawSchema) : {};
  return perform(call, body, { verb: 'withdraw', reason: reason ?? null });
}

/** `DELETE /api/v1/incidents/{id}`: the same, without a reason. */
async function withdrawByDelete(call: ApiCall): Promise<Response> {
  return perform(call, new Uint8Array(), { verb: 'withdraw', reason: null });
}

/** `POST /api/v1/incidents/{id}/erase`: destroys the content, at the desk too. The reason stays in the audit. */
async function erase(call: ApiCall): Promise<Response> {
  const body = await call.readBody();
  const { reason } = await readJson(body, eraseSchema);
  return perform(call, body, { verb: 'erase', reason });
}

async function perform(call: ApiCall, body: Uint8Array, how: TakeDown): Promise<Response> {
  const id = readId(call);
  const key = readIdempotencyKey(call);
  const bodyHash = createHash('sha256').update(`${how.verb} ${id} `).update(body).digest('hex');
  const { answer, replayed } = await translateFaults(() =>
    takeDown(call.services.database, id, how, {
      ...contextOf(call),
      expectedRevision: readIfMatch(call),
      requestKey: key === null ? null : { key, actor: ACTOR, bodyHash },
    }),
  );
  call.services.tail.poke();
  return jsonAnswer(answer, {
    headers: {
      etag: `"${answer.revision}"`,
      ...(replayed ? { 'idempotency-replayed': 'true' } : {}),
    },
  });
}

export const TAKE_DOWN_ROUTES: readonly ApiRoute[] = [
  { method: 'DELETE', path: '/api/v1/incidents/:id', handle: withdrawByDelete, write: true },
  { method: 'POST', path: '/api/v1/incidents/:id/retract', handle: retract, write: true },
  { method: 'POST', path: '/api/v1/incidents/:id/withdraw', handle: withdraw, write: true },
  { method: 'POST', path: '/api/v1/incidents/:id/erase', handle: erase, write: true },
];
