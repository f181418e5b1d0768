import { describe, expect, it } from 'vitest';
import { preferredLocale } from '@/lib/url/preferred-locale';
import { redirectByLanguage } from '@/lib/url/redirect-by-language';

describe('the language of a reader who gives none in the address', () => {
  it.each([
    ['nl-BE,nl;q=0.9,en;q=0.8', 'nl'],
    ['fr-BE', 'fr'],
    ['de-DE,de;q=0.9', 'en'],
    ['de, fr;q=0.4, nl;q=0.6', 'nl'],
    ['nl;q=0, fr;q=0.1', 'fr'],
    ['', 'en'],
    [',,;;q=,', 'en'],
  ])('%j gives %s', (header, locale) => {
    expect(preferredLocale(header)).toBe(locale);
  });

  it('is English without a header', () => {
    expect(preferredLocale(null)).toBe('en');
  });

  it.each([
    ['' as const, '/nl?kind=shooting'],
    ['/about' as const, '/nl/about?kind=shooting'],
  ])('leads from %j to the page in it', (page, target) => {
    const request = new Request(`http://map.example${page}?kind=shooting`, {
      headers: { 'accept-language': 'nl-BE' },
    });
    const answer = redirectByLanguage(request, page);
    expect(answer.status).toBe(307);
    expect(answer.headers.get('location')).toBe(target);
    expect(answer.headers.get('vary')).toBe('Accept-Language');
  });

  it.each([
    ['?lang=fr', '/fr'],
    ['?k=seizure&lang=fr&q=a+b', '/fr?k=seizure&q=a+b'],
    ['?lang=xx&k=seizure', '/en?k=seizure'],
  ])('does not take “lang” of %j along: no page has it as a parameter', (search, target) => {
    const answer = redirectByLanguage(new Request(`http://map.example/${search}`), '');
    expect(answer.headers.get('location')).toBe(target);
  });
});
