import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createFormatter, createTranslator, type Messages } from 'use-intl/core';
import { TIME_ZONE } from '@/lib/domain/time';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { FORMAT_LOCALES } from '@/lib/url/preferred-locale';
import { createWords } from '@/lib/words/create-words';
import { createCriterionWords } from '@/lib/words/criterion-words';
import { createDayWords } from '@/lib/words/day-words';

/** The pages' texts for what the server says itself. */
export type ReaderWords = Readonly<Record<Locale, WordsOfLocale>>;
export type WordsOfLocale = ReturnType<typeof wordsIn>;

/** Reads the texts of the pages where the project lies; they change with its build only. */
export function readReaderWords(projectRoot: string): ReaderWords {
  const entries = LOCALES.map((locale) => {
    const path = join(projectRoot, 'app/messages', `${locale}.json`);
    return [locale, wordsIn(locale, JSON.parse(readFileSync(path, 'utf8')) as Messages)] as const;
  });
  return Object.fromEntries(entries) as Record<Locale, WordsOfLocale>;
}

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
    days: createDayWords(all).days,
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
