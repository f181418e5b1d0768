import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toPublic } from '@/lib/domain/incident';
import { searchWords, wordsOfRecord } from '@/lib/domain/search-words';
import { regionsNamed } from '@/lib/regions/region-words';
import { expectEqual } from '../../support/expect-equal';
import { incidentInput } from '../../support/incident-inputs';

describe('the words that a search compares', () => {
  it.each([
    ['Liège (Luik), LIÈGE!', ['liege', 'luik']],
    ['Cœur de l’Straße, Łódź', ['coeur', 'de', 'l', 'strasse', 'lodz']],
    ['İstanbul ISTANBUL ıstanbul', ['istanbul']],
    ['1 200 kg; 100% "null" {a,b} _x_', ['1', '200', 'kg', '100', 'null', 'a', 'b', 'x']],
    ['Αθήνα Київ 東京', ['αθηνα', 'киів', '東京']],
    ['', []],
    ['\u0301 — … 🚔', []],
  ])('%s', (text, words) => {
    expect(searchWords(text)).toEqual(words);
  });

  it('are their own words, whatever the text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (text) => {
        const words = searchWords(text);
        expectEqual(searchWords(words.join(' ')), words);
        for (const word of words) expect(word).toMatch(/^[\p{L}\p{N}]{1,40}$/u);
      }),
      { numRuns: 2_000 },
    );
  });

  it('are those of title, place, summary and quay in every language, and none of what is retracted', () => {
    const input = incidentInput({
      title: { nl: 'Schoten', fr: 'Tirs' },
      summary: { en: 'Heard twice' },
      placeName: { en: 'Some square' },
      quay: 'K869',
      notes: 'private',
    });
    const record = toPublic({ ...input, id: '00000000-0000-4000-8000-000000000001', rid: 1 });
    if (!record) throw new Error('not public');
    expect(wordsOfRecord(record)).toEqual([
      'schoten',
      'tirs',
      'some',
      'square',
      'heard',
      'twice',
      'k869',
    ]);
    expect(wordsOfRecord({ ...record, status: 'retracted' })).toBeNull();
  });
});

describe('the regions that a word names', () => {
  it('are found in three languages, by beginning and by nearly the right letters', () => {
    for (const word of ['antwerpen', 'anvers', 'antwerp']) {
      expect(regionsNamed(word, 'same')).toEqual(
        expect.arrayContaining(['11002', 'BE-VAN', 'BEANR']),
      );
    }
    expect(regionsNamed('molenb', 'beginning')).toContain('21012');
    expect(regionsNamed('molenb', 'same')).toEqual([]);
    expect(regionsNamed('molenbek', 'similar')).toContain('21012');
    expect(regionsNamed('zzzzzz', 'similar')).toEqual([]);
  });
});
