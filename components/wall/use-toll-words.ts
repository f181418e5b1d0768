'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { PublicIncident } from '@/lib/domain/incident';

/** Deaths, injuries and amounts in a few words; empty where nothing is stated. */
export function useTollWords(record: PublicIncident | null): string {
  const t = useTranslations('counters');
  const words = useWords();
  if (!record) return '';
  const { killed, injured, quantity } = record;
  return [
    killed &&
      killed.best > 0 &&
      t('killedToll', { amount: words.range(killed), count: killed.best }),
    injured &&
      injured.best > 0 &&
      t('injuredToll', { amount: words.range(injured), count: injured.best }),
    quantity && words.quantity(quantity),
  ]
    .filter(Boolean)
    .join(' · ');
}
