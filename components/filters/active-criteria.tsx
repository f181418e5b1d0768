'use client';

import { useTranslations } from 'use-intl';
import { RegionLink } from '@/components/regions/region-link';
import { EVERYTHING, type Filter } from '@/lib/domain/filter';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import { regionByCode } from '@/lib/regions/known-regions';
import styles from './active-criteria.module.css';
import { useCriterionWords } from './use-criterion-words';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** Everything that narrows the view, each with a button that drops it, and one that drops all. */
export function ActiveCriteria({ filter, onChange }: Props) {
  const t = useTranslations('filters');
  const say = useCriterionWords();
  const criteria = criteriaOf(filter);
  if (criteria.length === 0) return null;
  return (
    <div className={styles.bar}>
      <ul className={styles.criteria} aria-label={t('criteria')}>
        {criteria.map((criterion) => {
          const name = say(criterion);
          return (
            <li key={criterion.key}>
              <button
                type="button"
                title={name}
                aria-label={t('remove', { name })}
                onClick={() => onChange(criterion.without)}
              >
                <span className={styles.name}>{name}</span> <span aria-hidden="true">×</span>
              </button>
              {criterion.type === 'region' && regionByCode(criterion.code) && (
                <RegionLink code={criterion.code} as="sign" />
              )}
            </li>
          );
        })}
      </ul>
      <button
        type="button"
        className={styles.clear}
        aria-label={t('clear')}
        onClick={() => onChange({ ...EVERYTHING, scope: filter.scope })}
      >
        {t('clearShort')}
      </button>
    </div>
  );
}
