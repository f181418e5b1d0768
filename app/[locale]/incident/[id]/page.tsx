import type { Metadata } from 'next';
import { connection } from 'next/server';
import { cache } from 'react';
import { RecordPage } from '@/components/incidents/record-page';
import { NotePage } from '@/components/ui/note-page';
import { pastNameOfText } from '@/lib/domain/past-name';
import type { RecordPage as Content } from '@/lib/domain/record-page';
import type { Locale } from '@/lib/domain/vocabulary';
import { pageFacts } from '@/lib/server/page-facts';
import { askedPast } from '@/lib/url/asked-past';
import { recordPath } from '@/lib/url/page-paths';
import { isLocale } from '@/lib/url/preferred-locale';
import { recordPreviewPath } from '@/lib/url/preview-paths';
import { pageMetadata, withOembed } from '../../../page-metadata';
import { withPreview } from '../../../preview-metadata';
import { requestWords } from '../../../request-words';
import { type SearchParams, toQuery } from '../../../to-query';

interface Props {
  params: Promise<{ locale: string; id: string }>;
  searchParams: Promise<SearchParams>;
}

/** Asked once for the head and the body of a page. */
const readRecord = cache(async (id: string, asOf: string | null) => {
  const past = asOf === null ? null : pastNameOfText(asOf);
  // What names no state is not taken for the current one.
  const content = await pageFacts().readRecord(asOf === null || past ? id : '', past);
  return asOf !== null && content === 'missing' ? 'then' : content;
});

function pastOf(parameters: SearchParams): string | null {
  return askedPast(new URLSearchParams(toQuery(parameters)));
}

export async function generateMetadata({ params, searchParams }: Props): Promise<Metadata> {
  await connection();
  const { locale, id } = await params;
  if (!isLocale(locale)) return {};
  const { t } = requestWords(locale);
  const content = await readRecord(id, pastOf(await searchParams));
  if (typeof content === 'string') {
    return { title: t(`absent.${content}Title`), robots: { index: false } };
  }
  return metadataOf(content, locale);
}

function metadataOf({ record, past }: Content, locale: Locale): Metadata {
  const { t, words } = requestWords(locale);
  const facts = pageFacts();
  const isRetracted = record.status === 'retracted';
  const isSimulated = record.origin === 'simulated';
  const title = record.title ? words.text(record.title).text : t('ticker.retractedTitle');
  const page = recordPath(record.id);
  const description = isRetracted
    ? t('record.retractedNote')
    : t('recordPage.description', {
        kind: words.kindOf(record),
        when: words.when(record),
        where: words.where(record),
      });
  const metadata = pageMetadata(facts, {
    title: t(isSimulated ? 'recordPage.simulatedTitle' : 'recordPage.title', { title }),
    description,
    locale,
    page,
    isListed: facts.indexRecords && !isRetracted && !isSimulated && past === null,
  });
  const address = recordPath(record.id, past?.name);
  const embeddable = isRetracted ? metadata : withOembed(metadata, facts, `/${locale}${address}`);
  // Its picture would be of the current state.
  if (past) return embeddable;
  return withPreview(embeddable, facts, {
    title: isSimulated ? markedOnce(title, t('preview.simulated', { title: '' })) : title,
    description,
    locale,
    page: `/${locale}${page}`,
    image: recordPreviewPath(record.id, locale),
    alt: `${title}. ${description}`,
  });
}

/** A simulated record's own title mostly says so already. */
function markedOnce(title: string, mark: string): string {
  return title.startsWith(mark) ? title : mark + title;
}

export default async function IncidentPage({ params, searchParams }: Props) {
  await connection();
  const { id } = await params;
  const asOf = pastOf(await searchParams);
  const content = await readRecord(id, asOf);
  if (typeof content === 'string') {
    // Another language is of the same state, where the record of now may be another page.
    const query = asOf === null ? '' : `asOf=${encodeURIComponent(asOf).replaceAll('%3A', ':')}`;
    return <NotePage reason={content} page={recordPath(id)} query={query} />;
  }
  const { mode, publisher, responsibleEditor, contact, dataLicence } = pageFacts();
  const imprint = { publisher, responsibleEditor, contact, dataLicence };
  return <RecordPage {...content} mode={mode} imprint={imprint} />;
}
