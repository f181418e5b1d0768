import { LOCALES, type Locale } from '@/lib/domain/vocabulary';

/** A page of this installation that can be shown as a map. */
export type PageAddress = { locale: Locale } & (
  | { page: 'map'; query: string }
  | { page: 'record'; id: string }
  | { page: 'region'; code: string }
);

const PAGE = new RegExp(`^/(${LOCALES.join('|')})(?:/(incident|region)/([^/]{1,60}))?/?$`);

/**
 * Which page an address names; null for one of another host, one that is broken, and any page that shows no records.
 * Nothing is asked anywhere. `base`: where the installation is, without a slash at its end.
 */
export function pageOfAddress(address: string, base: string): PageAddress | null {
  const url = readUrl(address);
  const own = new URL(base);
  const prefix = own.pathname.replace(/\/$/, '');
  if (!url || url.origin !== own.origin || url.username || url.password) return null;
  if (!url.pathname.startsWith(prefix)) return null;
  const [, locale, kind, name] = PAGE.exec(url.pathname.slice(prefix.length)) ?? [];
  if (!locale) return null;
  const language = locale as Locale;
  if (name === undefined) {
    return { locale: language, page: 'map', query: url.searchParams.toString() };
  }
  const text = decode(name);
  if (text === null) return null;
  return kind === 'incident'
    ? { locale: language, page: 'record', id: text }
    : { locale: language, page: 'region', code: text };
}

function readUrl(address: string): URL | null {
  try {
    return new URL(address);
  } catch {
    return null;
  }
}

function decode(part: string): string | null {
  try {
    return decodeURIComponent(part);
  } catch {
    return null;
  }
}
