import { LOCALES, type Locale } from '@/lib/domain/vocabulary';

const EMBED_PAGE = new RegExp(`^/(?:(?:${LOCALES.join('|')})/)?embed$`);

/** Whether an address is one of those that other sites frame: such a page keeps nothing in its reader's browser. */
export function isEmbedPath(pathname: string): boolean {
  return /^\/(?:[a-z]{2}\/)?embed(?:\/|$)/.test(pathname);
}

/** Whether other sites may frame the answer: just the map that is made for it, and the way to it in a reader's language. */
export function isFramablePath(pathname: string): boolean {
  return EMBED_PAGE.test(pathname);
}

/** The map for an article, in a language. */
export function embedPath(locale: Locale): `/${string}` {
  return `/${locale}/embed`;
}
