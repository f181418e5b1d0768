import type { Metadata } from 'next';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { AddressedExplorer } from '@/components/explorer/addressed-explorer';
import { ShellKeeper } from '@/components/shell/shell-keeper';
import { regionByCode } from '@/lib/regions/gazetteer';
import { pageFacts } from '@/lib/server/page-facts';
import { parseView } from '@/lib/url/parse-view';
import { isLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { explorerMetadata } from '../page-metadata';
import { withPreview } from '../preview-metadata';
import { readMessages } from '../read-messages';
import { type SearchParams, toQuery } from '../to-query';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const facts = pageFacts();
  const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'meta' });
  const query = toQuery(await searchParams);
  const description = t('description');
  const title = facts.mode === 'demo' ? t('simulatedTitle') : t('title');
  const metadata = explorerMetadata(facts, { title, description, locale, query });
  const view = await facts.readView(query, locale);
  if (!view) return metadata;
  const page = view.query === '' ? (`/${locale}` as const) : (`/${locale}?${view.query}` as const);
  return withPreview(metadata, facts, { ...view, description, locale, page });
}

export default async function MapPage({ searchParams }: Props) {
  await connection();
  const facts = pageFacts();
  const defaults = viewDefaultsOf(facts.mode);
  const query = toQuery(await searchParams);
  const nowMs = facts.nowMs();
  const { regions } = parseView(query, defaults, nowMs).state.filter;
  const isKept = facts.access === 'public';
  return (
    <>
      <AddressedExplorer
        query={query}
        namedRegions={Object.fromEntries(regions.map((code) => [code, regionByCode(code)]))}
        defaults={defaults}
        readAtMs={nowMs}
        basemap={facts.basemap}
        basemapManifest={facts.basemapManifest}
        isKept={isKept}
        freshHours={facts.freshHours}
        imprint={{
          publisher: facts.publisher,
          responsibleEditor: facts.responsibleEditor,
          contact: facts.contact,
          dataLicence: facts.dataLicence,
        }}
      />
      <ShellKeeper isKept={isKept} />
    </>
  );
}
