'use client';

import { useTranslations } from 'use-intl';
import { Segments } from '@/components/ui/segments';
import type { Filter } from '@/lib/domain/filter';

interface Props {
  scope: Filter['scope'];
  onChange: (scope: Filter['scope']) => void;
}

/** Simulated or real records: a switch and not a filter, since the two are never counted together. */
export function ScopeSwitch({ scope, onChange }: Props) {
  const t = useTranslations('header');
  const options = [
    { value: 'simulated' as const, label: t('scopeSimulated') },
    { value: 'real' as const, label: t('scopeReal') },
  ];
  return <Segments label={t('scope')} options={options} value={scope} onChange={onChange} />;
}
