import type { Metadata } from 'next';
import { headers } from 'next/headers';
import { notFound } from 'next/navigation';
import { connection } from 'next/server';
import { cache } from 'react';
import { jsonForScript, regionJsonLd } from '@/components/regions/region-json-ld';
import { RegionPage } from '@/components/regions/region-page';
import { NotePage } from '@/components/ui/note-page';
import type { Locale } from '@/lib/domain/vocabulary';
import { regionByCode } from '@/lib/regions/gazetteer';
import { pageFacts } from '@/lib/server/page-facts';
import { regionPath } from '@/lib/url/page-paths';
import { isLocale } from '@/lib/url/preferred-locale';
import { regionPreviewPath } from '@/lib/url/preview-paths';
import { pageMetadata, withOembed } from '../../../page-metadata';
import { withPreview } from '../../../preview-metadata';
import { requestWords } from '../../../request-words';

interface Props {
  params: Promise<{ locale: string; code: string }>;
}

/** Asked once for the head and the body of a page. */
const readRegion = cache((code: string) => pageFacts().readRegion(code));

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  await connection();
  const { locale, code } = await params;
  if (!isLocale(locale)) return {};
  const { t, words } = requestWords(locale);
  const content = await readRegion(code);
  if (typeof content === 'string') {
    return { title: t(`absent.${content}Title`), robots: { index: false } };
  }
  const region = nameOf(code, locale);
  const title = content.scope === 'simulated' ? 'regionPage.simulatedTitle' : 'regionPage.title';
  const facts = pageFacts();
  const page = regionPath(code);
  const description = t('regionPage.description', { region });
  const metadata = pageMetadata(facts, {
    title: t(title, { region }),
    description,
    locale,
    page,
    isListed: content.records > 0 || content.figures.length > 0,
  });
  const count = words.number(content.records);
  const counted = t('preview.counted', { selection: region, count });
  return withPreview(withOembed(metadata, facts, `/${locale}${page}`), facts, {
    title: content.scope === 'simulated' ? t('preview.simulated', { title: counted }) : counted,
    description,
    locale,
    page: `/${locale}${page}`,
    image: regionPreviewPath(code, locale),
    alt: t('preview.altOf', { title: counted }),
  });
}

function nameOf(code: string, locale: Locale): string {
  return regionByCode(code)?.names[locale] ?? code;
}

export default async function RegionRoute({ params }: Props) {
  await connection();
  const { locale, code } = await params;
  if (!isLocale(locale)) notFound();
  const content = await readRegion(code);
  if (typeof content === 'string') return <NotePage reason={content} page={regionPath(code)} />;
  const { mode, publicUrl, publisher, responsibleEditor, contact, dataLicence } = pageFacts();
  const imprint = { publisher, responsibleEditor, contact, dataLicence };
  const { t } = requestWords(locale);
  const region = nameOf(code, locale);
  const jsonLd = regionJsonLd(content, {
    locale,
    publicUrl,
    imprint,
    name: t('regionPage.dataset', { region }),
    description: t('regionPage.description', { region }),
  });
  return (
    <>
      <RegionPage content={content} mode={mode} imprint={imprint} />
      {content.scope === 'real' && (
        <script
          type="application/ld+json"
          nonce={(await headers()).get('x-nonce') ?? undefined}
          // biome-ignore lint/security/noDangerouslySetInnerHtml: JSON that was made safe for a script element
          dangerouslySetInnerHTML={{ __html: jsonForScript(jsonLd) }}
        />
      )}
    </>
  );
}
