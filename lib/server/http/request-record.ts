import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { isDatabaseAway } from '@/db/database-away';
import { callerOf } from '../caller-of';
import type { Services } from '../services';
import { ProblemError } from './answers';

interface RequestFacts {
  route: string | null;
  error: unknown;
}

const facts = new WeakMap<IncomingMessage, RequestFacts>();
const LONGEST_PATH = 300;
/** Of refusals that may be an attack, who asked; other lines name nobody. */
const NAMES_CALLER = new Set([401, 403, 429]);

/**
 * Gives a request its id (header `x-request-id`), and once it is over counts it and, where it was refused or failed,
 * writes one line. Neither the query nor any header is written: tokens stand there.
 */
export function recordRequest(
  services: Services,
  request: IncomingMessage,
  answer: ServerResponse,
): void {
  const requestId = randomUUID();
  answer.setHeader('x-request-id', requestId);
  facts.set(request, { route: null, error: null });
  answer.once('close', () => {
    const { route, error } = facts.get(request) ?? { route: null, error: null };
    const status = answer.statusCode;
    services.metrics.request(route ?? routeOf(request), status);
    if (status < 400 && !error) return;
    const line = {
      requestId,
      method: request.method,
      path: pathOf(request).slice(0, LONGEST_PATH),
      status,
      ...(error instanceof ProblemError ? { problem: error.problem.type } : {}),
      ...(NAMES_CALLER.has(status)
        ? { caller: callerOf(services.settings, request.headers, request.socket.remoteAddress) }
        : {}),
    };
    write(services, line, error);
  });
}

function write(services: Services, line: { status: number }, error: unknown): void {
  const { log } = services;
  if (isDatabaseAway(error)) log.warn(line, 'a request failed: the database is away');
  else if (error && !(error instanceof ProblemError))
    log.error({ ...line, err: error }, 'a request failed');
  else if (line.status >= 500) log.error(line, 'a request failed');
  else if (NAMES_CALLER.has(line.status)) log.warn(line, 'a request was refused');
  else log.info(line, 'a request was refused');
}

/** Says which of the API's addresses answers: its pattern, so that their number is bounded. */
export function noteRoute(request: IncomingMessage, route: string): void {
  const known = facts.get(request);
  if (known) known.route = route;
}

export function noteError(request: IncomingMessage, error: unknown): void {
  const known = facts.get(request);
  if (known) known.error = error;
}

function routeOf(request: IncomingMessage): string {
  const path = pathOf(request);
  if (path.startsWith('/api/')) return 'unknown';
  if (path === '/metrics') return 'metrics';
  return /^\/(?:_next|basemap)\//.test(path) ? 'file' : 'page';
}

function pathOf(request: IncomingMessage): string {
  return request.url?.split('?', 1)[0] ?? '/';
}
