import type { Metadata } from 'next';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import type { PageFacts } from '@/lib/server/page-facts';
import { parseUnresolved } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { selectionPath, selectionQuery } from '@/lib/url/selection-links';

type Facts = Pick<PageFacts, 'mode' | 'publicUrl' | 'isFramable'>;

interface PageText {
  title: string;
  description: string;
  locale: Locale;
  /** Path below the language. */
  page: '' | `/${string}`;
  /** Search engines may list the page; never one of a demo. */
  isListed: boolean;
}

/** The feed of what an explorer's address selects, for programs that look for one in the page's head. */
export function feedOfView(query: string, locale: Locale, mode: PageFacts['mode'], title: string) {
  const defaults = viewDefaultsOf(mode);
  const { filter } = parseUnresolved(query, defaults).state;
  const url = selectionPath('atom', selectionQuery(filter, defaults), locale);
  return { 'application/atom+xml': [{ url, title }] };
}

/** Pages that send a reader who names no language to theirs. */
const LANGUAGE_ENTRIES: readonly string[] = ['', '/about'];

/** Title, description, and where the page is told in each language. */
export function pageMetadata(
  { mode, publicUrl }: Facts,
  { title, description, locale, page, isListed }: PageText,
): Metadata {
  const addressIn = (code: Locale) => `${publicUrl}/${code}${page}`;
  const languages = Object.fromEntries(LOCALES.map((code) => [code, addressIn(code)]));
  const entry = LANGUAGE_ENTRIES.includes(page) && { 'x-default': `${publicUrl}${page || '/'}` };
  return {
    title,
    description,
    alternates: { canonical: addressIn(locale), languages: { ...languages, ...entry } },
    ...(mode === 'real' && isListed ? {} : { robots: { index: false } }),
  };
}

/**
 * Of the map. Every view is canonical to the map itself: there are endlessly many of them, without scripts they say the
 * same, and what a search engine should find of an area or a record has a page of its own. `query` is the view's; one of a
 * past state is not listed at all, since it goes on saying what has been corrected.
 */
export function explorerMetadata(
  facts: Facts,
  { query, ...text }: Omit<PageText, 'page' | 'isListed'> & { query: string },
): Metadata {
  const isPast = new URLSearchParams(query).has('asOf');
  const metadata = pageMetadata(facts, { ...text, page: '', isListed: !isPast });
  const page = query ? `/${text.locale}?${query}` : `/${text.locale}`;
  const types = feedOfView(query, text.locale, facts.mode, text.title);
  const withFeed = { ...metadata, alternates: { ...metadata.alternates, types } };
  return withOembed(withFeed, facts, page);
}

/** Of an embed, which is never listed: it is told on the page of the full map, with the same view. */
export function embedMetadata(
  { publicUrl }: Facts,
  {
    title,
    description,
    locale,
    query,
  }: Omit<PageText, 'page' | 'isListed'> & {
    /** The view's, without what concerns the frame. */
    query: string;
  },
): Metadata {
  const canonical = `${publicUrl}/${locale}${query ? `?${query}` : ''}`;
  return { title, description, alternates: { canonical }, robots: { index: false } };
}

/** With where other sites learn how to embed the page, if they may; `page` is its path and query. */
export function withOembed(
  metadata: Metadata,
  { publicUrl, isFramable }: Facts,
  page: string,
): Metadata {
  if (!isFramable) return metadata;
  const parameters = new URLSearchParams({ url: publicUrl + page, format: 'json' });
  const url = `${publicUrl}/oembed?${parameters}`;
  const title = typeof metadata.title === 'string' ? metadata.title : 'oEmbed';
  return {
    ...metadata,
    alternates: {
      ...metadata.alternates,
      types: { ...metadata.alternates?.types, 'application/json+oembed': [{ url, title }] },
    },
  };
}
