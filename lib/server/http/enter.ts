import type { IncomingMessage, ServerResponse } from 'node:http';
import { LOCALES } from '@/lib/domain/vocabulary';
import { preferredLocale } from '@/lib/url/preferred-locale';
import { READ_COOKIE, type ReadGate } from '../read-gate';
import { readBody } from './node-adapter';

/** Where a private installation shows its form; the only page that answers without a token. */
const ENTER_PATH = '/enter';
const FORM_BYTES = 4_096;
/** The longest that browsers keep a cookie: a wall screen is let in once. */
const COOKIE_SECONDS = 400 * 24 * 60 * 60;
/** What Next needs to render the form. The rest could ask it for more than the form. */
const HEADERS_OF_FORM = ['host', 'accept', 'accept-encoding', 'accept-language', 'user-agent'];

/** A token in the address or in the form's body, or null where neither was given. */
export async function offeredToken(request: IncomingMessage, url: URL): Promise<string | null> {
  if (request.method !== 'POST') return url.searchParams.get('token');
  const type = request.headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return '';
  const body = new TextDecoder().decode(await readBody(request, FORM_BYTES));
  return new URLSearchParams(body).get('token')?.trim() ?? '';
}

/**
 * Lets a browser in: keeps the token in a cookie that no script reads and sends it to the same address without the
 * token. False where the token is none.
 */
export async function enter(
  gate: ReadGate,
  token: string,
  { url, isHttps, answer }: { url: URL; isHttps: boolean; answer: ServerResponse },
): Promise<boolean> {
  if (!(await gate.identifyToken(token))) return false;
  const cookie = `${READ_COOKIE}=${token}; Path=/; Max-Age=${COOKIE_SECONDS}; HttpOnly; SameSite=Lax`;
  answer.statusCode = 303;
  answer.setHeader('location', sameSiteAddress(url));
  answer.setHeader('set-cookie', isHttps ? `${cookie}; Secure` : cookie);
  answer.end();
  return true;
}

/** One slash in front: two would name another host. */
function sameSiteAddress(url: URL): string {
  const parameters = new URLSearchParams(url.search);
  parameters.delete('token');
  const query = parameters.size > 0 ? `?${parameters}` : '';
  const path = url.pathname.replace(/^[/\\]+/, '');
  // From the form's own address the way leads to the map.
  return `/${path.endsWith(ENTER_PATH) ? path.slice(0, -ENTER_PATH.length) : path}${query}`;
}

/** What stands in place of a page: the form, the form after a wrong token, or, in a frame, words and a way out of it. */
export type FormKind = 'form' | 'wrong' | 'framed';
const FORM_QUERIES: Record<FormKind, string> = { form: '', wrong: '?wrong=1', framed: '?framed=1' };

/** Makes a request one for the form, in the language of the address or else the reader's. */
export function askForForm(request: IncomingMessage, kind: FormKind): void {
  const first = request.url?.split(/[/?#]/)[1];
  const locale =
    LOCALES.find((code) => code === first) ??
    preferredLocale(request.headers['accept-language'] ?? null);
  request.url = `/${locale}${ENTER_PATH}${FORM_QUERIES[kind]}`;
  askForNoMore(request);
}

/** Makes a request one for the page at this path, which anybody may have, and for nothing that Next could add to it. */
export function askForOpenPage(request: IncomingMessage, path: string): void {
  request.url = path;
  askForNoMore(request);
}

function askForNoMore(request: IncomingMessage): void {
  request.method = request.method === 'HEAD' ? 'HEAD' : 'GET';
  for (const name of Object.keys(request.headers)) {
    if (!HEADERS_OF_FORM.includes(name)) delete request.headers[name];
  }
}
