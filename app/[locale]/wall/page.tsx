import type { Metadata } from 'next';
import { cookies } from 'next/headers';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { ShellKeeper } from '@/components/shell/shell-keeper';
import { AddressedWall } from '@/components/wall/addressed-wall';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { SCREEN_COOKIE } from '@/lib/protocol/screens';
import { pageFacts } from '@/lib/server/page-facts';
import { isLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { isOfRegisteredScreen, parseWall } from '@/lib/url/wall-address';
import { reachableUrl } from '../../reachable-url';
import { readCommonMessages, readMessages } from '../../read-messages';
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
  const hasCredential = (await cookies()).has(SCREEN_COOKIE);
  // What a registered screen speaks is told to it later.
  const spoken = hasCredential && isOfRegisteredScreen(query) ? 'alternating' : null;
  return (
    <>
      <AddressedWall
        query={query}
        locale={locale}
        hasCredential={hasCredential}
        defaults={defaults}
        basemap={facts.basemap}
        basemapManifest={facts.basemapManifest}
        isKept={isKept}
        freshHours={facts.freshHours}
        build={facts.build}
        publicUrl={reachableUrl(facts.publicUrl)}
        messages={messagesOf(spokenBy(spoken ?? parseWall(query, defaults).language ?? locale))}
      />
      <ShellKeeper isKept={isKept} />
    </>
  );
}

function spokenBy(language: Locale | 'alternating'): readonly Locale[] {
  return language === 'alternating' ? LOCALES : [language];
}

function messagesOf(locales: readonly Locale[]) {
  return Object.fromEntries(locales.map((locale) => [locale, readCommonMessages(locale)]));
}
