import type { Metadata } from 'next';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import type { PageFacts } from '@/lib/server/page-facts';

interface PageText {
  title: string;
  description: string;
  locale: Locale;
  /** Path below the language. */
  page: `/${string}`;
  /** Search engines may list the page; never one of a demo. */
  isListed: boolean;
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
