import { createFormatter, createTranslator } from 'use-intl/core';
import { describe, expect, it } from 'vitest';
import en from '@/app/messages/en.json';
import fr from '@/app/messages/fr.json';
import nl from '@/app/messages/nl.json';
import { createDayWords } from '@/lib/words/day-words';

const IN = { en: ['en-GB', en], nl: ['nl-BE', nl], fr: ['fr-BE', fr] } as const;

function say(locale: keyof typeof IN, from: string | null, to: string | null): string {
  const [format, messages] = IN[locale];
  const options = { locale: format, timeZone: 'Europe/Brussels' };
  const t = createTranslator({ ...options, messages });
  return createDayWords({ t, format: createFormatter(options) }).days({ from, to });
}

describe('a period in words', () => {
  it.each([
    ['2026-03-01', '2026-03-02', '1 March 2026 – 2 March 2026'],
    ['2026-03-01', '2026-03-01', '1 March 2026'],
    ['2026-03-01T13', '2026-03-01T15', '1 Mar 2026, 13:00–16:00'],
    ['2026-03-01T13', '2026-03-01', '1 Mar 2026, 13:00–24:00'],
    ['2026-03-01T22', '2026-03-02T01', '1 Mar, 22:00 – 2 Mar 2026, 02:00'],
    ['2025-12-31T22', '2026-01-01T01', '31 Dec 2025, 22:00 – 1 Jan 2026, 02:00'],
    ['2026-03-01', '2026-03-02T13', '1 Mar, 00:00 – 2 Mar 2026, 14:00'],
    ['2026-03-01T13', null, 'From 1 Mar 2026, 13:00'],
    [null, '2026-03-01T13', 'Up to 1 Mar 2026, 14:00'],
    // Both passes of the hour that clocks show twice.
    ['2026-10-25T02', '2026-10-25T02', '25 Oct 2026, 02:00–03:00'],
  ])('from %s to %s is %s', (from, to, words) => {
    expect(say('en', from, to).replaceAll('\u00a0', ' ')).toBe(words);
  });

  it('is broken between its two moments alone', () => {
    const words = say('en', '2026-03-01T22', '2026-03-02T01');
    expect(words.split(' ')).toHaveLength(3);
  });

  it('ends before the time that it says, in every language', () => {
    expect(say('nl', null, '2026-03-01T13')).toBe('Tot 1 mrt 2026, 14:00');
    expect(say('nl', null, '2026-03-01')).toBe('Tot en met 1 maart 2026');
    expect(say('fr', '2026-03-01T13', '2026-03-01T15')).toBe('1 mars 2026, 13:00–16:00');
  });
});
