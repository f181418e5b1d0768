import type { Metadata } from 'next';
import { connection } from 'next/server';
import { createTranslator } from 'use-intl/core';
import { AboutPage } from '@/components/about/about-page';
import { pageFacts } from '@/lib/server/page-facts';
import { isLocale } from '@/lib/url/preferred-locale';
import { pageMetadata } from '../../page-metadata';
import { readMessages } from '../../read-messages';

interface Props {
  params: Promise<{ locale: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection();
  const { locale } = await params;
  if (!isLocale(locale)) return {};
  const t = createTranslator({ locale, messages: readMessages(locale), namespace: 'meta' });
  return pageMetadata(pageFacts(), {
    title: t('aboutTitle'),
    description: t('description'),
    locale,
    page: '/about',
    isListed: true,
  });
}

export default async function About() {
  await connection();
  const { mode, publisher, responsibleEditor, contact, dataLicence } = pageFacts();
  const imprint = { publisher, responsibleEditor, contact, dataLicence };
  return <AboutPage imprint={imprint} isDemo={mode === 'demo'} />;
}
