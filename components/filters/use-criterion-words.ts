'use client';

import { useFormatter, useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { QuantityRange } from '@/lib/domain/filter';
import type { Criterion } from '@/lib/domain/filter-criteria';
import { createCriterionWords, createQuantityWords } from '@/lib/words/criterion-words';

/** Says a criterion in a few words of the reader's language. */
export function useCriterionWords(): (criterion: Criterion) => string {
  return createCriterionWords({
    locale: useReaderLocale(),
    t: useTranslations(),
    format: useFormatter(),
  });
}

/** Says a range of quantities. */
export function useQuantityWords(): (range: QuantityRange) => string {
  return createQuantityWords({ t: useTranslations(), format: useFormatter() });
}
