import { z } from 'zod';
import { createLink, findLink, listLinks, revokeLink, type StoredLink } from '@/db/links';
import type { SharedLink } from '@/lib/domain/shared-link';
import { newLinkSchema } from '@/lib/domain/shared-link-schema';
import { canonicalState } from '@/lib/url/canonical-state';
import { linkPath } from '@/lib/url/page-paths';
import { viewDefaultsOf } from '@/lib/url/presets';
import { jsonAnswer, type ProblemError, problem } from '../http/answers';
import { queryNumber, readJson, readQuery } from '../http/read-query';
import { refuseForeign } from '../http/refuse-foreign';
import type { ApiCall, ApiRoute } from '../http/router';
import { lookUpLink } from '../links/look-up-link';
import { makeLinkCode } from '../links/make-link-code';
import type { Allowance } from '../rate-limits';

const OPEN = { 'access-control-allow-origin': '*' };

/** `POST /api/v1/links`: 201 with a new code, 200 with the one that the same state, title and note already have, unless it has ended. */
async function create(call: ApiCall): Promise<Response> {
  const { services, caller } = call;
  // A page of another site could otherwise have its visitors use up the day's links, as each of them another caller.
  refuseForeign(call, 'Pages of other sites make no links here', OPEN);
  refuseUnless(await services.limits.makeLink(caller));
  const asked = await readJson(await call.readBody(), newLinkSchema);
  const { state, faults } = canonicalState(asked.state, viewDefaultsOf(services.settings.mode));
  if (faults.length > 0) {
    throw problem(422, 'state', 'The state is not that of a view', {
      errors: faults.map(({ key, problem: fault }) => ({
        field: 'state',
        message: `${key}: ${fault}`,
      })),
    });
  }
  const content = { state, title: asked.title, note: asked.note };
  const known = await findLink(services.database, content);
  if (known) return jsonAnswer(sharedLink(known));
  refuseUnless(await services.limits.newLink(caller));
  const { link, isNew } = await createLink(services.database, content, {
    now: services.now(),
    newCode: makeLinkCode,
  });
  return jsonAnswer(sharedLink(link), { status: isNew ? 201 : 200 });
}

/** `GET /api/v1/links/{code}`: where it leads, and what whoever made it says of it. */
async function read({ services, params, caller }: ApiCall): Promise<Response> {
  const found = await lookUpLink(services, params.code ?? '', caller);
  if (found.type === 'refused') throw tooMany(found.allowance);
  if (found.type === 'missing') throw problem(404, 'not-found', 'No such link', {}, OPEN);
  if (found.type === 'gone') throw ended();
  return jsonAnswer(sharedLink(found.link), { headers: OPEN });
}

const listQuery = z.object({
  limit: queryNumber(1, 1_000).default(100),
  cursor: z
    .string()
    .regex(/^\d{1,15}\.[a-z0-9]{1,40}$/, 'use the "next" of the answer before')
    .optional(),
});

/** `GET /api/v1/links`: all of them, the newest first, with when each was made and ended. */
async function list({ services, url }: ApiCall): Promise<Response> {
  const { limit, cursor } = readQuery(url, listQuery);
  const [ms = '', code = ''] = cursor?.split('.') ?? [];
  const before = cursor ? { at: new Date(Number(ms)), code } : null;
  const found = await listLinks(services.database, { limit: limit + 1, before });
  const page = found.slice(0, limit);
  const last = found.length > limit ? page.at(-1) : undefined;
  return jsonAnswer({
    links: page.map(deskLink),
    next: last ? `${Date.parse(last.createdAt)}.${last.code}` : null,
  });
}

/** `DELETE /api/v1/links/{code}`: ends it at once. */
async function revoke({ services, params }: ApiCall): Promise<Response> {
  const context = { actor: 'admin-token', now: services.now() };
  const link = await revokeLink(services.database, params.code ?? '', context);
  if (!link) throw problem(404, 'not-found', 'No such link');
  return jsonAnswer(deskLink(link));
}

function sharedLink({ code, state, title, note }: StoredLink): SharedLink {
  return { code, path: linkPath(code), state, title, note };
}

function deskLink(link: StoredLink) {
  return { ...sharedLink(link), createdAt: link.createdAt, revokedAt: link.revokedAt };
}

function ended(): ProblemError {
  const detail = 'The newsroom has taken it back.';
  return problem(410, 'link-ended', 'This link was ended', { detail }, OPEN);
}

function refuseUnless(allowance: Allowance): void {
  if (!allowance.allowed) throw tooMany(allowance);
}

function tooMany({ retryAfterSeconds }: { retryAfterSeconds: number }): ProblemError {
  const detail = `Try again in ${retryAfterSeconds} s.`;
  const headers = { ...OPEN, 'retry-after': String(retryAfterSeconds) };
  return problem(429, 'rate', 'Too many requests', { detail }, headers);
}

export const LINK_ROUTES: readonly ApiRoute[] = [
  { method: 'POST', path: '/api/v1/links', handle: create },
  { method: 'GET', path: '/api/v1/links', handle: list, write: true },
  { method: 'GET', path: '/api/v1/links/:code', handle: read },
  { method: 'DELETE', path: '/api/v1/links/:code', handle: revoke, write: true },
];
