import type { Metadata } from 'next';
import type { Locale } from '@/lib/domain/vocabulary';
import type { PageFacts } from '@/lib/server/page-facts';
import { FORMAT_LOCALES } from '@/lib/url/preferred-locale';
import { PREVIEW_HEIGHT, PREVIEW_WIDTH } from '@/lib/url/preview-paths';

interface Preview {
  title: string;
  description: string;
  locale: Locale;
  /** Path and query of the page, with its language. */
  page: `/${string}`;
  /** Path and query of its picture. */
  image: `/${string}`;
  /** What the picture shows, in words. */
  alt: string;
}

/** What chats and networks show beside a link to a page: absolute addresses, by the installation's own. */
export function withPreview(
  metadata: Metadata,
  { publicUrl }: Pick<PageFacts, 'publicUrl'>,
  { title, description, locale, page, image, alt }: Preview,
): Metadata {
  const url = publicUrl + image;
  const picture = { url, width: PREVIEW_WIDTH, height: PREVIEW_HEIGHT, alt, type: 'image/png' };
  return {
    ...metadata,
    openGraph: {
      type: 'website',
      siteName: 'Havenwacht',
      locale: FORMAT_LOCALES[locale].replace('-', '_'),
      title,
      description,
      url: publicUrl + page,
      images: [picture],
    },
    twitter: { card: 'summary_large_image', title, description, images: [{ url, alt }] },
  };
}
