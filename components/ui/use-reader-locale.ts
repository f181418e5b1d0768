'use client';

import { useLocale } from 'use-intl';
import type { Locale } from '@/lib/domain/vocabulary';
import { isLocale } from '@/lib/url/preferred-locale';

/** The page's language, `nl`, `fr` or `en`, whatever region its numbers are written for. */
export function useReaderLocale(): Locale {
  const language = useLocale().split('-')[0] ?? '';
  return isLocale(language) ? language : 'en';
}
