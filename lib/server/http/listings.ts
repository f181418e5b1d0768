import { robotsText, sitemapXml } from '../pages/sitemap';
import type { Services } from '../services';

/** Addresses that lead to a page or describe one, and are none themselves: search engines list the page. */
const NEVER_LISTED = /^\/(?:oembed$|s\/)/;

/** Whether search engines are told not to list an answer that has no head of its own to say so. */
export function isNeverListed(path: string): boolean {
  return NEVER_LISTED.test(path);
}

/** What search engines ask for: `/robots.txt` and `/sitemap.xml`; null for any other path, and where there is none. */
export async function listingAnswer(services: Services, path: string): Promise<Response | null> {
  if (path === '/robots.txt') return textAnswer(robotsText(services.settings), 'text/plain');
  if (path === '/sitemap.xml') return textAnswer(await sitemapXml(services), 'application/xml');
  return null;
}

function textAnswer(text: string | null, type: string): Response | null {
  if (text === null) return null;
  const headers = { 'content-type': `${type}; charset=utf-8`, 'cache-control': 'no-cache' };
  return new Response(text, { headers });
}
