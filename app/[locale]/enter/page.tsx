import type { Metadata } from 'next';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { EmbedNote } from '@/components/embed/embed-note';
import { ShellKeeper } from '@/components/shell/shell-keeper';
import { EnterPage } from '@/components/ui/enter-page';
import { pageFacts } from '@/lib/server/page-facts';
import { isLocale } from '@/lib/url/preferred-locale';
import { readMessages } from '../../read-messages';

interface Props {
  params: Promise<{ locale: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'enter' });
  return { title: t('title'), robots: { index: false, follow: false } };
}

export default async function EnterRoute({ params, searchParams }: Props) {
  await connection();
  if (pageFacts().access === 'public') notFound();
  const { wrong, framed } = await searchParams;
  if (framed !== undefined) return <EmbedNote full={`/${(await params).locale}`} />;
  return (
    <>
      <EnterPage isWrong={wrong !== undefined} />
      <ShellKeeper isKept={false} />
    </>
  );
}
