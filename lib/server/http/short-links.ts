import type { IncomingMessage } from 'node:http';
import type { StoredLink } from '@/db/links';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { canonicalState } from '@/lib/url/canonical-state';
import { linkPath } from '@/lib/url/page-paths';
import { preferredLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { lookUpLink } from '../links/look-up-link';
import type { Services } from '../services';
import { problem } from './answers';
import { decodePath } from './router';

/** `/s/CODE`, and the same below a language. */
const LINK_PATH = new RegExp(`^(?:/(${LOCALES.join('|')}))?/s/([^/]+)$`);

/**
 * Sends a reader of a short link on to the view that it stands for; null for other addresses. For one that leads nowhere
 * the request becomes one for the page that says so.
 * @throws a 429 problem for who tries codes
 */
export async function followShortLink(
  services: Services,
  request: IncomingMessage,
  { pathname, caller }: { pathname: string; caller: string },
): Promise<Response | null> {
  const [, locale, part = ''] = LINK_PATH.exec(pathname) ?? [];
  const isAsked = request.method === 'GET' || request.method === 'HEAD';
  if (part === '' || !isAsked) return null;
  const code = decodePath(part);
  const language = (locale ??
    preferredLocale(request.headers['accept-language'] ?? null)) as Locale;
  const found = await lookUpLink(services, code, caller);
  if (found.type === 'refused') {
    const seconds = String(found.allowance.retryAfterSeconds);
    const detail = `Try again in ${seconds} s.`;
    throw problem(429, 'rate', 'Too many requests', { detail }, { 'retry-after': seconds });
  }
  if (found.type !== 'link') {
    request.url = `/${language}${linkPath(encodeURIComponent(code))}`;
    return null;
  }
  return new Response(null, {
    status: 302,
    headers: {
      location: addressOf(found.link, language, services.settings.mode),
      vary: 'accept-language',
      'cache-control': 'no-store',
      'x-robots-tag': 'noindex',
    },
  });
}

/** A path of this site, whatever the database holds: the query is written anew from what the page understands of it. */
function addressOf(
  { code, state, title, note }: Pick<StoredLink, 'code' | 'state' | 'title' | 'note'>,
  locale: Locale,
  mode: 'demo' | 'real',
): string {
  const query = canonicalState(state, viewDefaultsOf(mode)).state;
  const link = title === null && note === null ? '' : `link=${code}`;
  const parameters = [query, link].filter(Boolean).join('&');
  return parameters ? `/${locale}?${parameters}` : `/${locale}`;
}
