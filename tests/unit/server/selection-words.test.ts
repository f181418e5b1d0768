import { describe, expect, it } from 'vitest';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { held, rolled } from '@/lib/domain/rolling-period';
import { LOCALES } from '@/lib/domain/vocabulary';
import { countedTitle } from '@/lib/server/preview/view-title';
import { READER_WORDS } from '@/lib/server/reader-words';
import { selectionWords } from '@/lib/server/selection-words';

const FULL: Filter = {
  ...EVERYTHING,
  scope: 'simulated',
  kinds: ['seizure'],
  drugs: ['cocaine'],
  regions: ['BEANR'],
  from: '2025-01-01',
  to: '2025-03-31',
  casualties: ['not stated'],
  verifications: ['official'],
  contexts: ['drugs'],
  quantity: { unit: 'kg', least: 1_500_000, most: null },
  shape: { type: 'circle', center: [4.35, 50.85], radiusMetres: 2_500 },
  text: 'haven & kaai',
};

describe('a selection in words', () => {
  it('says everything that narrows it, in the words of the page', () => {
    expect(selectionWords('en').filter(FULL)).toBe(
      'Seizures · cocaine · Antwerp (port) · 1 January 2025 to 31 March 2025 · casualties not stated · Official · context: drugs · at least 1,500 kg · within 2.5 km of 50.85, 4.35 · “haven & kaai”',
    );
    expect(selectionWords('nl').filter(FULL)).toContain('1 januari 2025 tot en met 31 maart 2025');
    expect(selectionWords('fr').filter(FULL)).toContain('du 1 janvier 2025 au 31 mars 2025');
  });

  it('begins with the word for simulated where the records are, and names an open end', () => {
    for (const locale of LOCALES) {
      const { title } = selectionWords(locale);
      expect(title(FULL)).toMatch(/^(Gesimuleerd|Simulé|Simulated)/);
      expect(title(EVERYTHING)).toMatch(/^Havenwacht/);
    }
    const { filter } = selectionWords('en');
    expect(filter({ ...EVERYTHING, from: '2025-01-01' })).toBe('from 1 January 2025');
    expect(filter({ ...EVERYTHING, to: '2025-01-01' })).toBe('until 1 January 2025');
    expect(filter(EVERYTHING)).toBe('all records');
  });

  it('names a period that rolls as such, and on a card, which stays for days, the days that it counts', () => {
    const rolling = rolled({ ...EVERYTHING, last: '7d' }, Date.parse('2026-11-26T14:00:00Z'));
    const words = { nl: 'laatste 7 dagen', fr: '7 derniers jours', en: 'last 7 days' };
    for (const locale of LOCALES) {
      expect(selectionWords(locale).filter(rolling)).toBe(words[locale]);
      const card = countedTitle(rolling, 3, READER_WORDS[locale]);
      expect(card).toMatch(/20 nov\S+ 2026 – 26 nov\S+ 2026/i);
      expect(card).toBe(countedTitle(held(rolling), 3, READER_WORDS[locale]));
    }
  });
});
