import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { EmbeddedMap } from '@/components/embed/embedded-map';
import type { Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { pageFacts } from '@/lib/server/page-facts';
import { parseEmbed } from '@/lib/url/embed-view';
import { parseView } from '@/lib/url/parse-view';
import { isLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { embedMetadata } from '../../page-metadata';
import { requestWords } from '../../request-words';
import { type SearchParams, toQuery } from '../../to-query';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const facts = pageFacts();
  const { t } = requestWords(locale);
  return embedMetadata(facts, {
    title: facts.mode === 'demo' ? t('meta.simulatedTitle') : t('meta.title'),
    description: t('meta.description'),
    locale,
    query: parseEmbed(toQuery(await searchParams)).view,
  });
}

export default async function EmbedRoute({ params, searchParams }: Props) {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) notFound();
  const query = toQuery(await searchParams);
  const { view } = parseEmbed(query);
  const full = view ? `/${locale}?${view}` : `/${locale}`;
  const facts = pageFacts();
  const defaults = viewDefaultsOf(facts.mode);
  const nowMs = facts.nowMs();
  const { regions } = parseView(view, defaults, nowMs).state.filter;
  return (
    <>
      <noscript>
        <p>{await countWords(view, locale)}</p>
        <p>
          <a href={full} target="_blank" rel="noopener">
            {requestWords(locale).t('embed.open')}
          </a>
        </p>
      </noscript>
      <EmbeddedMap
        query={query}
        namedRegions={Object.fromEntries(regions.map((code) => [code, regionByCode(code)]))}
        defaults={defaults}
        readAtMs={nowMs}
        basemap={facts.basemap}
        basemapManifest={facts.basemapManifest}
        publisher={facts.publisher}
        freshHours={facts.freshHours}
      />
    </>
  );
}

/** For who has no scripts: how many records the view selects, and whether that is of an earlier state. */
async function countWords(view: string, locale: Locale): Promise<string> {
  const { t } = requestWords(locale);
  const facts = pageFacts();
  const { filter, asOf } = parseView(view, viewDefaultsOf(facts.mode), facts.nowMs()).state;
  const count = await facts.countSelected(filter, asOf);
  if (count === null) return t('embed.noScriptUncounted');
  const selected = filter.scope === 'simulated' ? 'embed.noScriptSimulated' : 'embed.noScript';
  return (asOf ? `${t('embed.pastHeading')}. ` : '') + t(selected, { count });
}
