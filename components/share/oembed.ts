import type { Locale } from '@/lib/domain/vocabulary';
import { embedPath } from '@/lib/url/embed-path';
import { embedSnippet } from '@/lib/url/embed-snippet';
import { USUAL_EMBED_CONTROLS } from '@/lib/url/embed-view';

/** An answer as https://oembed.com has it, of its type `rich`. */
export interface Oembed {
  version: '1.0';
  type: 'rich';
  title: string;
  provider_name: string;
  provider_url: string;
  cache_age: number;
  html: string;
  /** CSS pixels, never more than was asked for. */
  width: number;
  height: number;
}

/** CSS pixels of a frame that nobody bounds. */
const USUAL = { width: 680, height: 480 };
const MOST = { width: 1200, height: 900 };
const CACHE_SECONDS = 3_600;

interface Embedded {
  title: string;
  base: string;
  locale: Locale;
  /** Of the view, as `formatView` gives it. */
  query: string;
  publisher: string | null;
  /** As the request's parameters have them. */
  maxWidth: string | null;
  maxHeight: string | null;
}

/** What another site needs to show a view of this installation. */
export function oembedOf({ title, base, locale, query, publisher, ...most }: Embedded): Oembed {
  const width = within(most.maxWidth, USUAL.width, MOST.width);
  const height = within(most.maxHeight, USUAL.height, MOST.height);
  const path = query ? `${embedPath(locale)}?${query}` : embedPath(locale);
  const size = { width, height };
  return {
    version: '1.0',
    type: 'rich',
    title,
    provider_name: publisher ?? 'Havenwacht',
    provider_url: `${base}/${locale}`,
    cache_age: CACHE_SECONDS,
    html: embedSnippet({ base, path, title, controls: USUAL_EMBED_CONTROLS, size }),
    width,
    height,
  };
}

/** A site that names a bound has that much room and gets it, up to what is still an illustration. */
function within(asked: string | null, usual: number, most: number): number {
  const bound = asked !== null && /^\d{1,6}$/.test(asked) ? Number(asked) : 0;
  return bound > 0 ? Math.min(bound, most) : usual;
}
