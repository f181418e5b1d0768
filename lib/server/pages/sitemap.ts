import { readFigures } from '@/db/read-log';
import { readNewestIds } from '@/db/read-newest-ids';
import { LOCALES } from '@/lib/domain/vocabulary';
import { REGIONS } from '@/lib/regions/gazetteer';
import { recordPath, regionPath } from '@/lib/url/page-paths';
import type { Services } from '../services';
import type { Settings } from '../settings';
import { readRegionCounts } from './region-counts';

/** A sitemap has at most 50 000 addresses, and every page has one in each language. */
const MOST_RECORDS = 10_000;

type Shown = Pick<Settings, 'mode' | 'ACCESS' | 'PUBLIC_URL'>;

/** Whether search engines are told what there is: not of a demo, and not where reading needs a token. */
function isListed({ mode, ACCESS }: Shown): boolean {
  return mode === 'real' && ACCESS === 'public';
}

/** `/robots.txt`, or null where there is none. */
export function robotsText(settings: Shown): string | null {
  if (!isListed(settings)) return null;
  const lines = ['User-agent: *', 'Disallow: /api/'];
  if (settings.PUBLIC_URL) lines.push('', `Sitemap: ${settings.PUBLIC_URL}/sitemap.xml`);
  return `${lines.join('\n')}\n`;
}

/**
 * `/sitemap.xml`: the pages that search engines may list, in every language. Regions that have records or figures, and the
 * newest records where the installation lets them be listed. Null where there is none, or no public address to give.
 */
export async function sitemapXml(services: Services): Promise<string | null> {
  const { settings, database } = services;
  if (!isListed(settings) || !settings.PUBLIC_URL) return null;
  const { published } = await readRegionCounts(services);
  const withFigures = new Set(
    (await readFigures(database)).map(({ figure }) => figure?.area ?? null),
  );
  const regions = REGIONS.filter(({ code }) => published.has(code) || withFigures.has(code));
  const records =
    settings.INDEX_RECORDS === 'yes' ? await readNewestIds(database, MOST_RECORDS) : [];
  const pages = [
    '',
    '/about',
    ...regions.map(({ code }) => regionPath(code)),
    ...records.map((id) => recordPath(id)),
  ];
  return [
    '<?xml version="1.0" encoding="UTF-8"?>',
    '<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" xmlns:xhtml="http://www.w3.org/1999/xhtml">',
    ...pages.flatMap((page) => entriesOf(escapeXml(settings.PUBLIC_URL ?? ''), page)),
    '</urlset>',
    '',
  ].join('\n');
}

/** One entry for each language, and each names the others. */
function entriesOf(publicUrl: string, page: string): string[] {
  const alternates = LOCALES.map(
    (locale) =>
      `<xhtml:link rel="alternate" hreflang="${locale}" href="${publicUrl}/${locale}${page}"/>`,
  ).join('');
  return LOCALES.map(
    (locale) => `<url><loc>${publicUrl}/${locale}${page}</loc>${alternates}</url>`,
  );
}

function escapeXml(text: string): string {
  const names: Record<string, string> = { '&': 'amp', '<': 'lt', '>': 'gt', '"': 'quot' };
  return text.replace(/[&<>"]/g, (character) => `&${names[character]};`);
}
