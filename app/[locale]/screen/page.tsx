import type { Metadata } from 'next';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { ShellKeeper } from '@/components/shell/shell-keeper';
import { RegistrationScreen } from '@/components/wall/registration-screen';
import { pageFacts } from '@/lib/server/page-facts';
import { isLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { parseWall } from '@/lib/url/wall-address';
import { reachableUrl } from '../../reachable-url';
import { readMessages } from '../../read-messages';
import { toQuery } from '../../to-query';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

/** A screen of one newsroom: no search engine needs it. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'screen' });
  return { title: t('title'), robots: { index: false, follow: false } };
}

/** What a screen opens before it is registered. It is open in a private installation too, and holds no data. */
export default async function ScreenPage({ searchParams }: Props) {
  await connection();
  const { mode, access, publicUrl } = pageFacts();
  const { theme } = parseWall(toQuery(await searchParams), viewDefaultsOf(mode));
  return (
    <>
      <RegistrationScreen
        reason={null}
        theme={theme === 'light' ? 'light' : 'dark'}
        publicUrl={reachableUrl(publicUrl)}
      />
      <ShellKeeper isKept={access === 'public'} />
    </>
  );
}
