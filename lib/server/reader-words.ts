import { createFormatter, createTranslator, type Messages } from 'use-intl/core';
import en from '@/app/messages/en.json';
import fr from '@/app/messages/fr.json';
import nl from '@/app/messages/nl.json';
import { TIME_ZONE } from '@/lib/domain/time';
import '@/lib/regions/gazetteer';
import type { Locale } from '@/lib/domain/vocabulary';
import { FORMAT_LOCALES } from '@/lib/url/preferred-locale';
import { createWords } from '@/lib/words/create-words';
import { createCriterionWords } from '@/lib/words/criterion-words';
import { createDayWords } from '@/lib/words/day-words';

export type WordsOfLocale = ReturnType<typeof wordsIn>;

function wordsIn(locale: Locale, messages: Messages) {
  const options = { locale: FORMAT_LOCALES[locale], timeZone: TIME_ZONE };
  const t = createTranslator({ ...options, messages });
  const format = createFormatter(options);
  const all = { locale, t, format };
  return {
    ...createWords(all),
    t,
    format,
    criterion: createCriterionWords(all),
    ...createPeriodWords(all),
    /** When a state was true, to the minute. */
    asOf: (iso: string) => {
      const ms = Date.parse(iso);
      return t('preview.asOf', {
        date: format.dateTime(ms, { day: 'numeric', month: 'short', year: 'numeric' }),
        time: format.dateTime(ms, { hour: '2-digit', minute: '2-digit' }),
      });
    },
  };
}

function createPeriodWords(all: Parameters<typeof createDayWords>[0]) {
  const { days, ends } = createDayWords(all);
  return { days, ends };
}

/** The pages' texts for what the server says itself. */
export const READER_WORDS: Readonly<Record<Locale, WordsOfLocale>> = {
  nl: wordsIn('nl', nl),
  fr: wordsIn('fr', fr),
  en: wordsIn('en', en),
};
