import { describe, expect, it } from 'vitest';
import { preferredLocale } from '@/lib/url/preferred-locale';

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
});
