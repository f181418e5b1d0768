import { z } from 'zod';
import { createReadToken, listReadTokens, revokeReadToken } from '@/db/read-tokens';
import { hasForbiddenCharacter } from '@/lib/domain/incident';
import { jsonAnswer, problem } from '../http/answers';
import { readJson } from '../http/read-query';
import type { ApiCall, ApiRoute } from '../http/router';
import { makeReadToken } from '../read-gate';
import { readId } from './incident-routes';

const newTokenSchema = z.strictObject({
  /** Whose it is, for the list: "wall, newsroom" or a person. */
  name: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .refine((name) => !hasForbiddenCharacter(name), 'must not contain control characters'),
});

function contextOf({ services }: ApiCall) {
  return { actor: 'admin-token', now: services.now(), newId: services.newId };
}

/** `POST /api/v1/read-tokens`: 201 with the token, which is shown this once. */
async function create(call: ApiCall): Promise<Response> {
  const { name } = await readJson(await call.readBody(), newTokenSchema);
  const { token, sha256 } = makeReadToken();
  const { database, settings, gate } = call.services;
  const facts = await createReadToken(database, { name, sha256 }, contextOf(call));
  if (!facts) {
    const detail = 'Revoke one that nobody uses; see GET /api/v1/read-tokens.';
    throw problem(409, 'too-many-tokens', 'There are too many read tokens', { detail });
  }
  await gate.lookAgain();
  const link = `${settings.PUBLIC_URL ?? ''}/?token=${token}`;
  return jsonAnswer({ ...facts, token, link }, { status: 201 });
}

/** `GET /api/v1/read-tokens`: what is known of every token but the token. */
async function list({ services }: ApiCall): Promise<Response> {
  return jsonAnswer({
    access: services.settings.ACCESS,
    tokens: await listReadTokens(services.database),
  });
}

/** `DELETE /api/v1/read-tokens/{id}`: ends it, open screens included, within a second. */
async function revoke(call: ApiCall): Promise<Response> {
  const facts = await revokeReadToken(call.services.database, readId(call), contextOf(call));
  if (!facts) throw problem(404, 'not-found', 'No such read token');
  await call.services.gate.lookAgain();
  return jsonAnswer(facts);
}

export const TOKEN_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v1/read-tokens', handle: create, write: true },
  { method: 'GET', path: '/api/v1/read-tokens', handle: list, write: true },
  { method: 'DELETE', path: '/api/v1/read-tokens/:id', handle: revoke, write: true },
];
