import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { isDatabaseAway } from '@/db/database-away';
import { LOCALES } from '@/lib/domain/vocabulary';
import { isFramablePath } from '@/lib/url/embed-path';
import { callerOf } from '../caller-of';
import { canRead } from '../can-read';
import { mayReadMetrics } from '../metrics';
import { presentsToken, type Reader } from '../read-gate';
import type { Services } from '../services';
import { ProblemError, problem, problemAnswer } from './answers';
import { allowEveryOrigin, allowOwnOriginOnly, answerPreflight } from './cross-origin';
import { EMBED_SCRIPT, EMBED_SCRIPT_HEADERS } from './embed-script';
import { askForForm, askForOpenPage, enter, type FormKind, offeredToken } from './enter';
import { isSecure } from './is-secure';
import { keepPrivate } from './keep-private';
import { isNeverListed, listingAnswer } from './listings';
import { readBody, sendResponse, toWebRequest } from './node-adapter';
import { noteError, noteRoute, recordRequest } from './request-record';
import { RequestsInFlight } from './requests-in-flight';
import type { ApiRoute, RouteMatch } from './router';
import { createRouter, decodePath } from './router';
import { INERT_POLICY, setSecurityHeaders } from './security-headers';
import { type PageOptions, pathOf, servePage } from './serve-page';
import { SERVICE_WORKER_HEADERS } from './service-worker';
import { followShortLink } from './short-links';
import { serveFile } from './static-files';

/** A connection on which nothing moves for so long is closed: whoever reads no answer gives its place back. */
const IDLE_LIMIT_MS = 120_000;
const BUSY_SECONDS = '1';

export interface HttpOptions extends PageOptions {
  routes: readonly ApiRoute[];
  basemapFolder: string;
  /** The script of `/sw.js`, or null where no page may be kept by a browser. */
  serviceWorker: string | null;
}

/** One server for everything: the API and files are answered here, the rest by Next. */
export function createHttpServer(services: Services, options: HttpOptions): Server {
  const route = createRouter(options.routes);
  const inFlight = new RequestsInFlight(services.settings.REQUESTS_IN_FLIGHT);
  const server = createServer((request, answer) => {
    recordRequest(services, request, answer);
    const isAdmitted = isHealth(request) || inFlight.admit(answer);
    const served = isAdmitted
      ? serve(services, options, route, request, answer)
      : refuse(services, request, answer);
    void served.catch((error) => fail(services, request, answer, error));
  });
  server.headersTimeout = 15_000;
  server.requestTimeout = 60_000;
  server.timeout = IDLE_LIMIT_MS;
  server.on('clientError', (_, socket) => {
    if (socket.writable) socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
  return server;
}

/** A supervisor that asks whether the process lives is answered also while it is busy. */
function isHealth(request: IncomingMessage): boolean {
  return /^(?:\/api\/v1)?\/health$/.test(pathOf(request));
}

async function refuse(
  services: Services,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  setSecurityHeaders(answer);
  if (isOpenRead(services, request)) allowEveryOrigin(answer);
  answer.setHeader('content-security-policy', INERT_POLICY);
  const detail = 'Try again in a second.';
  throw problem(
    503,
    'busy',
    'Too many requests at once',
    { detail },
    { 'retry-after': BUSY_SECONDS },
  );
}

async function serve(
  services: Services,
  options: HttpOptions,
  route: ReturnType<typeof createRouter>,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  setSecurityHeaders(answer);
  const url = readUrl(request);
  if (isNeverListed(url.pathname)) answer.setHeader('x-robots-tag', 'noindex');
  if (url.pathname === '/metrics') {
    await serveMetrics(services, request, answer);
    return;
  }
  const isPrivate = services.settings.ACCESS === 'private';
  if (isPrivate && CODE_PATHS.test(url.pathname)) {
    await servePage(services, options, request, answer);
    return;
  }
  if (isPrivate) keepPrivate(answer);
  const isApi =
    url.pathname.startsWith('/api/') ||
    url.pathname === '/health' ||
    PREVIEW_PATHS.test(url.pathname);
  if (isPrivate && !isApi && (await enterByToken(services, options, url, request, answer))) return;
  const reader = await canRead(services, request.headers, callerOfRequest(services, request));
  if (isApi) {
    await routeApi(services, route, { request, answer, url, reader });
    return;
  }
  if (!reader && options.pages() && SCREEN_PAGE.test(url.pathname)) {
    refuseUnless(await services.limits.read(callerOfRequest(services, request)));
    askForOpenPage(request, url.pathname);
    await servePage(services, options, request, answer);
    return;
  }
  if (!reader && options.pages() && !url.pathname.startsWith('/basemap/')) {
    const kind = isFramablePath(url.pathname) ? 'framed' : 'form';
    await serveForm(services, options, kind, request, answer);
    return;
  }
  if (!reader) throw await refusal(services, request);
  if (url.pathname.startsWith('/basemap/')) {
    await serveBasemap(services, options, url, request, answer);
    return;
  }
  if (url.pathname === '/sw.js' && options.serviceWorker !== null) {
    sendScript(request, answer, options.serviceWorker, SERVICE_WORKER_HEADERS);
    return;
  }
  if (url.pathname === '/embed.js') {
    sendScript(request, answer, EMBED_SCRIPT, EMBED_SCRIPT_HEADERS);
    return;
  }
  if (DATABASE_PATHS.test(url.pathname)) {
    refuseUnless(await services.limits.read(callerOfRequest(services, request)));
  }
  const caller = callerOfRequest(services, request);
  const onward = await followShortLink(services, request, { pathname: url.pathname, caller });
  if (onward) {
    answer.setHeader('content-security-policy', INERT_POLICY);
    await sendResponse(onward, request, answer);
    return;
  }
  const listing = await listingAnswer(services, url.pathname);
  if (listing) {
    answer.setHeader('content-security-policy', INERT_POLICY);
    await sendResponse(listing, request, answer);
    return;
  }
  await servePage(services, options, request, answer);
}

function sendScript(
  { method }: IncomingMessage,
  answer: ServerResponse,
  script: string,
  headers: Record<string, string>,
): void {
  for (const [name, value] of Object.entries(headers)) answer.setHeader(name, value);
  answer.end(method === 'HEAD' ? undefined : script);
}

/** For the operator's collector, not for readers: `METRICS` and the admin token decide, not the gate for reading. */
async function serveMetrics(
  services: Services,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  answer.setHeader('content-security-policy', INERT_POLICY);
  const { settings, token, metrics } = services;
  if (settings.METRICS === 'off') throw problem(404, 'not-found', 'No such address');
  if (!mayReadMetrics(settings, token, request)) {
    const detail = 'Ask from the machine itself, or send the admin token.';
    throw problem(403, 'metrics', 'The metrics are not public', { detail });
  }
  const { body, type } = await metrics.text();
  const headers = { 'content-type': type, 'cache-control': 'no-store' };
  await sendResponse(new Response(body, { headers }), request, answer);
}

/** Pictures of pages: read, limited and refused as the API is. */
const PREVIEW_PATHS = /^\/preview(?:\.png$|\/)/;

/** The pages' code and the icon: the same for every installation, so they tell nothing and the form may use them. */
const CODE_PATHS = /^\/(?:_next\/static\/[^?]+|icon\.svg)$/;

/** Where a screen shows the code by which it is registered; the page holds no data. */
const SCREEN_PAGE = new RegExp(`^/(?:${LOCALES.join('|')})/screen$`);

function isOpen(find: () => RouteMatch | null): boolean {
  return matches(find, (route) => route.open === true);
}

/** An address that pages of other origins may read. */
function isReadable(find: () => RouteMatch | null): boolean {
  return matches(find, (route) => !route.write);
}

function matches(find: () => RouteMatch | null, test: (route: ApiRoute) => boolean): boolean {
  try {
    const found = find();
    return found !== null && test(found.route);
  } catch {
    // A wrong method or a broken path: told only to who may read.
    return false;
  }
}

/** A read of a public installation: any origin may have the answer, also one that says what is wrong. */
function isOpenRead({ settings }: Services, { method }: IncomingMessage): boolean {
  return settings.ACCESS === 'public' && (method === 'GET' || method === 'HEAD');
}

/** A token in the address or from the form: lets its reader in, or shows the form again. */
async function enterByToken(
  services: Services,
  options: HttpOptions,
  url: URL,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<boolean> {
  const token = await offeredToken(request, url);
  if (token === null) return false;
  const isHttps = isSecure(services.settings, request.headers['x-forwarded-proto']);
  if (await enter(services.gate, token, { url, isHttps, answer })) return true;
  await countGuess(services, request);
  if (!options.pages()) throw refused();
  const kind = isFramablePath(url.pathname) ? 'framed' : 'wrong';
  await serveForm(services, options, kind, request, answer);
  return true;
}

async function serveForm(
  services: Services,
  options: HttpOptions,
  kind: FormKind,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  if (presentsToken(request.headers)) await countGuess(services, request);
  askForForm(request, kind);
  keepPrivate(answer, 401);
  // Words in a frame are for whoever reads the article: they hold no data and take no token.
  await servePage(services, options, request, answer, kind === 'framed' ? "'self' *" : "'none'");
}

async function refusal(services: Services, request: IncomingMessage): Promise<ProblemError> {
  if (presentsToken(request.headers)) await countGuess(services, request);
  return refused();
}

function refused(): ProblemError {
  return problem(
    401,
    'read',
    'This installation is private',
    { detail: 'Send "Authorization: Bearer TOKEN" with a read token.' },
    { 'www-authenticate': 'Bearer' },
  );
}

/** Tokens that are none count as denied writes do: whoever shows too many is asked to wait. */
async function countGuess(services: Services, request: IncomingMessage): Promise<void> {
  refuseUnless(await services.limits.write(`denied ${callerOfRequest(services, request)}`));
}

async function serveBasemap(
  services: Services,
  options: HttpOptions,
  url: URL,
  request: IncomingMessage,
  answer: ServerResponse,
): Promise<void> {
  answer.setHeader('content-security-policy', INERT_POLICY);
  refuseUnless(await services.limits.read(callerOfRequest(services, request)));
  const name = decodePath(url.pathname.slice('/basemap/'.length));
  const streets = services.settings.basemap.file;
  const served =
    name === 'streets.pmtiles' && streets
      ? await serveFile(
          streets.slice(0, streets.lastIndexOf('/')),
          streets.slice(streets.lastIndexOf('/') + 1),
          request,
          answer,
        )
      : await serveFile(options.basemapFolder, name, request, answer);
  if (!served) throw problem(404, 'not-found', 'No such file');
}

/** What asks the database beside the API, and so counts as a read. */
const DATABASE_PATHS = new RegExp(
  `^/(?:robots\\.txt$|sitemap\\.xml$|oembed$|s/|(?:${LOCALES.join('|')})(?:/?$|/(?:embed$|wall$|(?:incident|region|s)/)))`,
);

interface ApiRequest {
  request: IncomingMessage;
  answer: ServerResponse;
  url: URL;
  /** Null for who may not read. */
  reader: Reader | null;
}

/** Who may not read is told nothing but what is open; pages of other origins may read what anybody may. */
async function routeApi(
  services: Services,
  route: ReturnType<typeof createRouter>,
  asked: ApiRequest,
): Promise<void> {
  const { request, answer, url, reader } = asked;
  const path = url.pathname === '/health' ? '/api/v1/health' : url.pathname;
  const find = () => route(request.method ?? 'GET', path);
  if (!reader && !isOpen(find)) throw await refusal(services, request);
  if (isOpenRead(services, request)) allowEveryOrigin(answer);
  const isPreflight = request.method === 'OPTIONS' && services.settings.ACCESS === 'public';
  if (isPreflight && isReadable(() => route('GET', path))) {
    refuseUnless(await services.limits.read(callerOfRequest(services, request)));
    answerPreflight(answer);
    return;
  }
  await serveApi(services, find(), asked);
}

async function serveApi(
  services: Services,
  match: RouteMatch | null,
  { request, answer, url, reader }: ApiRequest,
): Promise<void> {
  answer.setHeader('content-security-policy', INERT_POLICY);
  if (!match)
    throw problem(404, 'not-found', 'No such address', { detail: 'The API begins at /api/v1/.' });
  noteRoute(request, match.route.path);
  if (match.route.write) allowOwnOriginOnly(answer);
  const caller = callerOfRequest(services, request);
  await admit(services, match.route, { request, caller, reader });
  const response = await match.route.handle({
    services,
    request: toWebRequest(request, url),
    url,
    params: match.params,
    mayRead: reader !== null,
    caller,
    readBody: () => readBody(request),
  });
  await sendResponse(response, request, answer);
}

/** Limits and rights, before a handler runs. A refused write has read nothing of its body. */
async function admit(
  services: Services,
  route: ApiRoute,
  { request, caller, reader }: Pick<ApiRequest, 'request' | 'reader'> & { caller: string },
): Promise<void> {
  if (!route.write) {
    refuseUnless(await services.limits.read(caller));
    const isChange = route.method !== 'GET' && !route.open;
    if (isChange && reader?.screenId) throw screenChanges();
    return;
  }
  if (!services.token.accepts(request.headers.authorization ?? null)) {
    refuseUnless(await services.limits.write(`denied ${caller}`));
    throw problem(
      401,
      'token',
      'This needs the admin token',
      { detail: 'Send "Authorization: Bearer TOKEN" with the content of DATA_DIR/admin-token.' },
      { 'www-authenticate': 'Bearer' },
    );
  }
  refuseUnless(await services.limits.write(caller));
}

/** SC2. */
function screenChanges(): ProblemError {
  const detail = 'Its credential is for reading, and for what it says of itself.';
  return problem(403, 'screen', 'A screen changes nothing here', { detail });
}

function refuseUnless(allowance: Awaited<ReturnType<Services['limits']['read']>>): void {
  if (allowance.allowed) return;
  const seconds = allowance.retryAfterSeconds;
  throw problem(
    429,
    'rate',
    'Too many requests',
    { detail: `Try again in ${seconds} s.` },
    { 'retry-after': String(seconds) },
  );
}

function callerOfRequest({ settings }: Services, request: IncomingMessage): string {
  return callerOf(settings, request.headers, request.socket.remoteAddress);
}

function readUrl(request: IncomingMessage): URL {
  try {
    return new URL(`http://havenwacht.invalid${request.url?.startsWith('/') ? request.url : '/'}`);
  } catch {
    throw problem(400, 'path', 'The address cannot be read', {
      errors: [{ field: 'path', message: 'use a valid path and query' }],
    });
  }
}

/** A commit whose answer was cut off may have happened: only an idempotency key makes the repetition safe. */
function databaseAway(): ProblemError {
  const detail =
    'The database cannot be reached. Try again in a second; a write may have been stored, so repeat it with its Idempotency-Key.';
  return problem(503, 'database', 'The database is away', { detail }, { 'retry-after': '1' });
}

function fail(
  services: Services,
  request: IncomingMessage,
  answer: ServerResponse,
  error: unknown,
): void {
  const isAway = isDatabaseAway(error);
  const known = error instanceof ProblemError;
  noteError(request, error);
  if (known && error.problem.status === 429)
    services.metrics.refused(request.method === 'GET' ? 'read' : 'write');
  if (answer.headersSent) {
    answer.destroy();
    return;
  }
  const shown = isAway
    ? databaseAway()
    : known
      ? error
      : problem(500, 'fault', 'The server failed', { detail: 'It was logged; try again.' });
  answer.setHeader('content-security-policy', INERT_POLICY);
  void sendResponse(problemAnswer(shown), request, answer).catch(() => answer.destroy());
}
