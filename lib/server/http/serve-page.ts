import { randomBytes } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { LOCALES } from '@/lib/domain/vocabulary';
import { isFramablePath } from '@/lib/url/embed-path';
import { frameAncestors } from '../embed-origins';
import { renderWithStatus } from '../pages/page-status';
import type { Services } from '../services';
import { type ProblemError, problem } from './answers';
import { decodePath } from './router';
import { type ContentPolicyHosts, contentSecurityPolicy } from './security-headers';
import { serveFile } from './static-files';

export type PageHandler = (request: IncomingMessage, answer: ServerResponse) => Promise<void>;

export interface PageOptions {
  /** Next, or null where only the API is served. */
  pages: () => PageHandler | null;
  policyHosts: ContentPolicyHosts;
  /** Where the pages' code lies as it was packed at build; null in development, where Next makes it. */
  codeFolder: string | null;
  isDevelopment: boolean;
}

const CODE_PREFIX = '/_next/static/';

/**
 * Answers with a page of Next's, or with a file that pages load. `ancestors`: who may frame it, if not the pages that the
 * request's address lets.
 */
export async function servePage(
  services: Services,
  options: PageOptions,
  request: IncomingMessage,
  answer: ServerResponse,
  ancestors = ancestorsOf(services, request),
): Promise<void> {
  const pages = options.pages();
  if (!pages) throw pagesMissing(services);
  const nonce = randomBytes(16).toString('base64');
  const policy = contentSecurityPolicy(
    nonce,
    options.policyHosts,
    options.isDevelopment,
    ancestors,
  );
  // A worker's policy is that of its script, so that files have one too.
  answer.setHeader('content-security-policy', policy);
  if (await serveCode(options, request, answer)) return;
  if (!PAGE_PATHS.test(pathOf(request))) request.url = UNKNOWN_PAGE;
  // Next takes the nonce of its scripts from the request's policy header.
  request.headers['content-security-policy'] = policy;
  request.headers['x-nonce'] = nonce;
  await renderWithStatus(answer, () => pages(request, answer));
}

function ancestorsOf({ settings }: Services, request: IncomingMessage): string {
  return isFramablePath(pathOf(request)) ? frameAncestors(settings) : "'none'";
}

/** While Next prepares, a screen is asked to come back; a process without pages says so. */
function pagesMissing({ settings }: Services): ProblemError {
  if (settings.PAGES === 'off') {
    const detail = 'Pages are not served by this process.';
    return problem(404, 'not-found', 'No such page', { detail });
  }
  const detail = 'Starting: try again in a few seconds.';
  return problem(503, 'starting', 'Not ready yet', { detail }, { 'retry-after': '2' });
}

/** What Next may answer: the entries that lead to a language, pages below one, and its own files. */
const PAGE_PATHS = new RegExp(
  `^/(?:$|about$|embed$|oembed$|_+next|icon\\.svg$|(?:${LOCALES.join('|')})(?:/|$))`,
);

/**
 * Next takes the first part of any other path for a language and answers with a page of its own, not with ours for
 * unknown addresses; below a language it finds ours.
 */
const UNKNOWN_PAGE = '/en/unknown-address';

/** Next would compress each file anew for every reader; it answers only for a name that is not there. */
async function serveCode(
  { codeFolder }: PageOptions,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<boolean> {
  const path = pathOf(request);
  const isAsked = request.method === 'GET' || request.method === 'HEAD';
  if (codeFolder === null || !isAsked || !path.startsWith(CODE_PREFIX)) return false;
  const name = decodePath(path.slice(CODE_PREFIX.length));
  return serveFile(codeFolder, name, request, answer, { isImmutable: true });
}

/** The path of a request, without its query. */
export function pathOf(request: IncomingMessage): string {
  return request.url?.split('?', 1)[0] ?? '/';
}
