import type { Metadata } from 'next';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { ControlPage } from '@/components/control/control-page';
import { ShellKeeper } from '@/components/shell/shell-keeper';
import { MessagesProvider } from '@/components/ui/messages-provider';
import { pageFacts } from '@/lib/server/page-facts';
import { isLocale } from '@/lib/url/preferred-locale';
import { viewDefaultsOf } from '@/lib/url/presets';
import { readMessages } from '../../read-messages';

interface Props {
  params: Promise<{ locale: string }>;
}

/** A tool of the newsroom: no search engine needs it. */
export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'control' });
  return { title: t('title'), robots: { index: false, follow: false } };
}

export default async function ControlRoute({ params }: Props) {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) return null;
  const { mode, access } = pageFacts();
  return (
    <MessagesProvider locale={locale} messages={readMessages(locale)}>
      <ControlPage defaults={viewDefaultsOf(mode)} />
      <ShellKeeper isKept={access === 'public'} />
    </MessagesProvider>
  );
}
