import { createFormatter, createTranslator } from 'use-intl/core';
import '@/lib/regions/gazetteer';
import { TIME_ZONE } from '@/lib/domain/time';
import type { Locale } from '@/lib/domain/vocabulary';
import { FORMAT_LOCALES } from '@/lib/url/preferred-locale';
import { createWords } from '@/lib/words/create-words';
import { readMessages } from './read-messages';

/** The page's texts in a language, for what a route says itself: titles and descriptions. */
export function requestWords(locale: Locale) {
  const options = { locale: FORMAT_LOCALES[locale], timeZone: TIME_ZONE };
  const t = createTranslator({ ...options, messages: readMessages(locale) });
  const format = createFormatter(options);
  return { t, words: createWords({ locale, t, format }) };
}
