import { type PastName, pastNameOfText } from '@/lib/domain/past-name';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { askedPast } from './asked-past';

/** A page of this installation that can be shown as a map. */
export type PageAddress = { locale: Locale } & (
  | { page: 'map'; query: string }
  | { page: 'record'; id: string; asOf: PastName | null }
  | { page: 'region'; code: string }
);

const PAGE = new RegExp(`^/(${LOCALES.join('|')})(?:/(incident|region)/([^/]{1,60}))?/?$`);

/**
 * Which page an address names; null for one of another host, one that is broken, and any page that shows no records, as
 * that of a record in a state that has no such name.
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
  if (kind === 'region') return { locale: language, page: 'region', code: text };
  const asked = askedPast(url.searchParams);
  const asOf = asked === null ? null : pastNameOfText(asked);
  return asked !== null && asOf === null
    ? null
    : { locale: language, page: 'record', id: text, asOf };
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
