import type { Metadata } from 'next';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import type { PageFacts } from '@/lib/server/page-facts';
import { parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { selectionPath, selectionQuery } from '@/lib/url/selection-links';

interface PageText {
  title: string;
  description: string;
  locale: Locale;
  /** Path below the language. */
  page: `/${string}`;
  /** Search engines may list the page; never one of a demo. */
  isListed: boolean;
}

/** The feed of what an explorer's address selects, for programs that look for one in the page's head. */
export function feedOfView(query: string, locale: Locale, mode: PageFacts['mode'], title: string) {
  const defaults = viewDefaultsOf(mode);
  const { filter } = parseView(query, defaults).state;
  const url = selectionPath('atom', selectionQuery(filter, defaults), locale);
  return { 'application/atom+xml': [{ url, title }] };
}

/** Title, description, and where the page is told in each language. */
export function pageMetadata(
  { mode, publicUrl }: Pick<PageFacts, 'mode' | 'publicUrl'>,
  { title, description, locale, page, isListed }: PageText,
): Metadata {
  const addressIn = (code: Locale) => `${publicUrl}/${code}${page}`;
  return {
    title,
    description,
    alternates: {
      canonical: addressIn(locale),
      languages: Object.fromEntries(LOCALES.map((code) => [code, addressIn(code)])),
    },
    ...(mode === 'real' && isListed ? {} : { robots: { index: false } }),
  };
}
