import { LOCALES } from '@/lib/domain/vocabulary';
import { isEmbedPath } from '@/lib/url/embed-path';

/**
 * How the service worker answers: `page` asks the network first and falls back to the last copy, `asset` is answered from
 * the copy, with `network` it has nothing to do.
 */
export type ShellAnswer = 'page' | 'asset' | 'network';

/** The map's, the wall's and the other pages below a language, and the entry that sends a reader to one. */
const PAGES = new RegExp(`^/(?:$|(?:${LOCALES.join('|')})(?:/about|/wall)?/?$)`);
/** Names that carry a hash of their content. */
const HASHED = /^\/(?:_next\/static\/.+|basemap\/[^/]+[.-][0-9a-f]{8,}\.(?:json|woff2))$/;

export function shellAnswer(request: {
  method: string;
  mode: string;
  url: string;
  origin: string;
}): ShellAnswer {
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== request.origin || isEmbedPath(pathname)) {
    return 'network';
  }
  if (request.mode === 'navigate') return PAGES.test(pathname) ? 'page' : 'network';
  return HASHED.test(pathname) || pathname === '/icon.svg' ? 'asset' : 'network';
}

/** Whether a page's answer may stand in for it later: only what the server meant to show, and only HTML. */
export function isWorthKeeping({ status, type, redirected, headers }: Response): boolean {
  const isHtml = headers.get('content-type')?.startsWith('text/html') ?? false;
  return status === 200 && type === 'basic' && !redirected && isHtml;
}
