'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { createWords } from '@/lib/words/create-words';

/** Says records, places, times and amounts in the reader's language. */
export function useWords() {
  return createWords({ locale: useReaderLocale(), t: useTranslations(), format: useFormatter() });
}
