import type { Localised } from '@/lib/domain/region';
import type { Locale } from '@/lib/domain/vocabulary';
import { recordPath } from '@/lib/url/page-paths';
import type { SelectedRecord, SelectionLabel } from './selection-label';
import { element, xmlText } from './xml-text';

/** A record as a feed tells it. */
export interface FeedEntry extends SelectedRecord {
  /** When it first became public, ISO. */
  publishedAt: string;
}

/** What a feed says in its language. */
export interface FeedWords {
  /** Of a published record whose title is in no language, and of a retracted one. */
  untitled: (entry: FeedEntry) => string;
  corrected: (title: string) => string;
  retracted: (title: string) => string;
  /** What stands before a published reply: that it is one, and whose, by what they are. */
  replyBy: (by: string) => string;
  kind: (entry: FeedEntry) => string;
  /** Name of the area that a record is told by, or null. */
  area: (entry: FeedEntry) => string | null;
  rights: string | null;
}

/** What a feed is, beside the label of its selection. */
export interface FeedLabel extends SelectionLabel {
  /** UUID of the feed: the same for the same selection of the same installation. */
  id: string;
  /** Its own address, and the explorer's with the same selection. */
  self: string;
  page: string;
}

/**
 * A feed by RFC 4287 with GeoRSS Simple. An entry is a record, whatever version of it is the newest: its id stays when it is
 * corrected or retracted, so that no reader keeps the earlier wording beside the new one.
 */
export function writeAtom(
  entries: readonly FeedEntry[],
  label: FeedLabel,
  words: FeedWords,
): string {
  const newest = entries.reduce(
    (latest, { committedAt }) => (committedAt > latest ? committedAt : latest),
    '',
  );
  const attributes = {
    xmlns: 'http://www.w3.org/2005/Atom',
    'xmlns:georss': 'http://www.georss.org/georss',
    'xml:lang': label.locale,
  };
  const parts = [
    text('id', `urn:uuid:${label.id}`),
    text('title', label.title),
    text('subtitle', label.words),
    text('updated', newest || label.committedAt),
    element('author', {}, text('name', authorOf(label))),
    words.rights === null ? '' : text('rights', words.rights),
    element('link', { rel: 'self', type: 'application/atom+xml', href: label.self }),
    element('link', {
      rel: 'alternate',
      type: 'text/html',
      hreflang: label.locale,
      href: label.page,
    }),
    text('generator', 'Havenwacht'),
    ...entries.map((entry) => entryXml(entry, label, words)),
  ];
  const body = parts.filter(Boolean).join('\n');
  return `<?xml version="1.0" encoding="utf-8"?>\n${element('feed', attributes, `\n${body}\n`)}\n`;
}

/** A feed has to name somebody. */
function authorOf({ publisher, responsibleEditor }: SelectionLabel): string {
  return publisher ?? responsibleEditor ?? 'Havenwacht';
}

function entryXml(entry: FeedEntry, label: FeedLabel, words: FeedWords): string {
  const { record, committedAt, publishedAt } = entry;
  const page = `${label.publicUrl}/${label.locale}${recordPath(record.id)}`;
  const area = words.area(entry);
  const parts = [
    text('id', `urn:uuid:${record.id}`),
    titleXml(entry, label.locale, words),
    text('updated', committedAt),
    text('published', publishedAt),
    element('link', {
      rel: 'alternate',
      type: 'text/html',
      hreflang: label.locale,
      href: page,
    }),
    ...record.sources.map(({ url, label: title }) =>
      element('link', { rel: 'via', href: iriOf(url), title }),
    ),
    element('category', { term: record.kind, label: words.kind(entry) }),
    record.origin === 'simulated' ? element('category', { term: 'simulated' }) : '',
    localisedXml('summary', summaryOf(entry), label.locale),
    replyXml(entry, label.locale, words),
    record.point ? text('georss:point', `${record.point[1]} ${record.point[0]}`) : '',
    !record.point && area !== null ? text('georss:featurename', area) : '',
  ];
  return element('entry', {}, `\n${parts.filter(Boolean).join('\n')}\n`);
}

/** An address that schemas of XML take too: a browser forgives more than they do. */
function iriOf(address: string): string {
  return new URL(address).href.replace(
    /[|\\^`{}"<> ]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`,
  );
}

function titleXml(entry: FeedEntry, locale: Locale, words: FeedWords): string {
  const { record } = entry;
  if (record.status === 'retracted') return text('title', words.retracted(words.untitled(entry)));
  const { said, lang } = record.title
    ? inLanguage(record.title, locale)
    : { said: words.untitled(entry), lang: locale };
  const title = record.corrections.length > 0 ? words.corrected(said) : said;
  return element('title', lang === locale ? {} : { 'xml:lang': lang }, xmlText(title));
}

function summaryOf({ record }: FeedEntry): Localised | null {
  if (record.status === 'retracted') return record.retractionReason;
  return record.corrections.at(-1)?.text ?? record.summary;
}

/**
 * The summary once more with the published reply below it: a reader of feeds that shows a content shows no summary. Each
 * paragraph names its language where that is not the feed's, so it is XHTML.
 */
function replyXml(entry: FeedEntry, locale: Locale, words: FeedWords): string {
  const { reply } = entry.record;
  if (reply === null) return '';
  const summary = summaryOf(entry);
  const paragraphs = [
    ...(summary === null ? [] : [inLanguage(summary, locale)]),
    { said: words.replyBy(inLanguage(reply.by, locale).said), lang: locale },
    inLanguage(reply.text, locale),
  ].map(({ said, lang }) =>
    element('p', lang === locale ? {} : { 'xml:lang': lang }, xmlText(said)),
  );
  const division = element('div', { xmlns: 'http://www.w3.org/1999/xhtml' }, paragraphs.join(''));
  return element('content', { type: 'xhtml' }, division);
}

function localisedXml(name: string, texts: Localised | null, locale: Locale): string {
  if (texts === null) return '';
  const { said, lang } = inLanguage(texts, locale);
  return element(name, lang === locale ? {} : { 'xml:lang': lang }, xmlText(said));
}

/** In the feed's language, or else in another, with its name. */
function inLanguage(texts: Localised, locale: Locale): { said: string; lang: Locale } {
  for (const lang of [locale, 'en', 'fr', 'nl'] as const) {
    const said = texts[lang];
    if (said) return { said, lang };
  }
  return { said: '', lang: locale };
}

function text(name: string, content: string): string {
  return element(name, {}, xmlText(content));
}
