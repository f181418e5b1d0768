'use client';

import { useTranslations } from 'use-intl';
import { useCriterionWords } from '@/components/filters/use-criterion-words';
import { useMoment } from '@/components/past/use-moment';
import type { Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';

interface Caption {
  filter: Filter;
  /** Selected records, or null while they are not counted yet. */
  count: number | null;
  /** What the count is true for, ISO. */
  asOf: string | null;
}

/** A view in one sentence: how many records, of what, as of when. */
export function useCaption({ filter, count, asOf }: Caption): string {
  const t = useTranslations('share');
  const say = useCriterionWords();
  const moment = useMoment();
  const criteria = criteriaOf(filter).map(say);
  const words = criteria.length > 0 ? criteria.join('; ') : t('captionEverything');
  const counted = count === null ? words : `${t('captionCount', { count })}: ${words}`;
  const when = asOf ? ` (${t('captionAsOf', moment(asOf))})` : '';
  const simulated = filter.scope === 'simulated' ? `${t('captionSimulated')}. ` : '';
  return `${simulated}${counted}${when}. Havenwacht`;
}
