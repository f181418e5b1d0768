import { describe, expect, it } from 'vitest';
import { embedMetadata, explorerMetadata, pageMetadata, withOembed } from '@/app/page-metadata';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';

const REAL = { mode: 'real', publicUrl: 'https://map.example', isFramable: true } as const;
const DEMO = { ...REAL, mode: 'demo' } as const;
const WORDS = { title: 'T', description: 'D' };
type Facts = typeof REAL | typeof DEMO;

/** Every kind of page: its head in a language, what it is canonical to, and whether search engines may list it. */
const PAGES = [
  ['the map', (f: Facts, l: Locale) => explorer(f, l, ''), '', true],
  ['a filtered view', (f: Facts, l: Locale) => explorer(f, l, 'k=shooting&c=4,51,9'), '', true],
  ['a view of a past state', (f: Facts, l: Locale) => explorer(f, l, 'asOf=e1:7'), '', false],
  ['the page about', (f: Facts, l: Locale) => page(f, l, '/about', true), '/about', true],
  ['a region', (f: Facts, l: Locale) => page(f, l, '/region/BEANR', true), '/region/BEANR', true],
  ['an empty region', (f: Facts, l: Locale) => page(f, l, '/region/X', false), '/region/X', false],
  ['a record', (f: Facts, l: Locale) => page(f, l, '/incident/7', false), '/incident/7', false],
  [
    'a listed record',
    (f: Facts, l: Locale) => page(f, l, '/incident/7', true),
    '/incident/7',
    true,
  ],
  [
    'an embed',
    (f: Facts, l: Locale) => embedMetadata(f, { ...WORDS, locale: l, query: 'k=shooting' }),
    '?k=shooting',
    false,
  ],
] as const;

function explorer(facts: Facts, locale: Locale, query: string) {
  return explorerMetadata(facts, { ...WORDS, locale, query });
}

function page(facts: Facts, locale: Locale, path: `/${string}`, isListed: boolean) {
  return pageMetadata(facts, { ...WORDS, locale, page: path, isListed });
}

describe.each(LOCALES)('the head in %s', (locale) => {
  it.each(PAGES)('of %s names the one address of its content, and who may list it', (...row) => {
    const [, head, canonical, isListed] = row;
    const { alternates, robots, title, description } = head(REAL, locale);
    expect({ title, description }).toEqual(WORDS);
    expect(alternates?.canonical).toBe(`https://map.example/${locale}${canonical}`);
    expect(robots).toEqual(isListed ? undefined : { index: false });
  });

  it.each(PAGES)('of %s lists nothing of a demo', (_, head) => {
    expect(head(DEMO, locale).robots).toEqual({ index: false });
  });

  it.each(PAGES.filter(([name]) => name !== 'an embed'))(
    'of %s names it in each language',
    (...row) => {
      const [, head, path] = row;
      const entry = ['', '/about'].includes(path)
        ? { 'x-default': `https://map.example${path || '/'}` }
        : {};
      expect(head(REAL, locale).alternates?.languages).toEqual({
        ...Object.fromEntries(LOCALES.map((code) => [code, `https://map.example/${code}${path}`])),
        ...entry,
      });
    },
  );

  it('of an embed names no languages: the full map’s page does', () => {
    const head = embedMetadata(REAL, { ...WORDS, locale, query: '' });
    expect(head.alternates).toEqual({ canonical: `https://map.example/${locale}` });
  });

  it('leads other sites to how the very view is embedded', () => {
    const head = explorer(REAL, locale, 'k=shooting&v=official');
    const [link] = Object(head.alternates?.types)['application/json+oembed'];
    const { origin, pathname, searchParams } = new URL(link.url);
    expect(origin + pathname).toBe('https://map.example/oembed');
    expect(searchParams.get('url')).toBe(`https://map.example/${locale}?k=shooting&v=official`);
    expect(searchParams.get('format')).toBe('json');
  });
});

describe('a head with a way to embed', () => {
  it('keeps its canonical address', () => {
    const head = withOembed({ title: 'T', alternates: { canonical: 'C' } }, REAL, '/nl/region/X');
    expect(head.alternates?.canonical).toBe('C');
    expect(head.alternates?.types).toBeDefined();
  });

  it('tells of none where no other site may hold a map', () => {
    const facts = { ...REAL, isFramable: false };
    const text = { title: 'T', description: 'D', locale: 'nl', query: '' } as const;
    expect(Object.keys(explorerMetadata(facts, text).alternates?.types ?? {})).toEqual([
      'application/atom+xml',
    ]);
  });
});
