import type { Metadata } from 'next';
import { connection } from 'next/server';
import { cache } from 'react';
import { NotePage } from '@/components/ui/note-page';
import { pageFacts } from '@/lib/server/page-facts';
import { linkPath } from '@/lib/url/page-paths';
import { isLocale } from '@/lib/url/preferred-locale';
import { requestWords } from '../../../request-words';

interface Props {
  params: Promise<{ locale: string; code: string }>;
}

/** Asked once for the head and the body of a page. */
const readLink = cache((code: string) => pageFacts().readLink(code));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection();
  const { locale, code } = await params;
  if (!isLocale(locale)) return {};
  const { t } = requestWords(locale);
  const absence = await readLink(code);
  const title = absence === 'away' ? t('absent.awayTitle') : t(`share.${absence}Title`);
  return { title, robots: { index: false } };
}

/** A short link that leads nowhere; one that leads somewhere is answered before any page. */
export default async function LinkPage({ params }: Props) {
  await connection();
  const { code } = await params;
  return <NotePage reason={await readLink(code)} of="link" page={linkPath(code)} />;
}
