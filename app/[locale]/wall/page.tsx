import type { Metadata } from 'next';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { ShellKeeper } from '@/components/shell/shell-keeper';
import { AddressedWall } from '@/components/wall/addressed-wall';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { pageFacts } from '@/lib/server/page-facts';
import { isLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { parseWall } from '@/lib/url/wall-address';
import { readMessages } from '../../read-messages';
import { toQuery } from '../../to-query';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A wall is a screen of one newsroom: no search engine needs it. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'wall' });
  return { title: t('title'), robots: { index: false, follow: false } };
}

export default async function WallPage({ params, searchParams }: Props) {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) return null;
  const facts = pageFacts();
  const defaults = viewDefaultsOf(facts.mode);
  const query = toQuery(await searchParams);
  const isKept = facts.access === 'public';
  return (
    <>
      <AddressedWall
        query={query}
        locale={locale}
        defaults={defaults}
        basemap={facts.basemap}
        basemapManifest={facts.basemapManifest}
        isKept={isKept}
        freshHours={facts.freshHours}
        build={facts.build}
        publicUrl={reachableUrl(facts.publicUrl)}
        messages={messagesOf(spokenBy(parseWall(query, defaults).language ?? locale))}
      />
      <ShellKeeper isKept={isKept} />
    </>
  );
}

/** Where the operator set none it is this machine's own, at which no phone finds it: then the page's origin is better. */
function reachableUrl(publicUrl: string): string | null {
  return new URL(publicUrl).hostname === 'localhost' ? null : publicUrl;
}

function spokenBy(language: Locale | 'alternating'): readonly Locale[] {
  return language === 'alternating' ? LOCALES : [language];
}

function messagesOf(locales: readonly Locale[]) {
  return Object.fromEntries(locales.map((locale) => [locale, readMessages(locale)]));
}
