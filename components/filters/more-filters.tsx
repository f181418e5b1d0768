'use client';

import { useTranslations } from 'use-intl';
import { useWords } from '@/components/incidents/use-words';
import type { Filter } from '@/lib/domain/filter';
import { VERIFICATIONS } from '@/lib/domain/vocabulary';
import styles from './more-filters.module.css';

interface Props {
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** Verification, and the areas that an address or a click on the map chose. */
export function MoreFilters({ filter, onChange }: Props) {
  const t = useTranslations('filters');
  const tVerifications = useTranslations('verifications');
  const { region } = useWords();
  const chosen = VERIFICATIONS.filter((word) => filter.verifications.includes(word));
  const summary =
    chosen.length === 0
      ? t('verificationAll')
      : chosen.map((word) => tVerifications(word)).join(', ');

  const toggle = (word: (typeof VERIFICATIONS)[number]) => {
    const next = VERIFICATIONS.filter((other) =>
      other === word ? !chosen.includes(word) : chosen.includes(other),
    );
    onChange({ ...filter, verifications: next.length === VERIFICATIONS.length ? [] : next });
  };

  return (
    <div className={styles.more}>
      <details>
        <summary>
          <span>{t('verification')}</span> <b>{summary}</b>
        </summary>
        <ul>
          {VERIFICATIONS.map((word) => (
            <li key={word}>
              <label>
                <input
                  type="checkbox"
                  checked={chosen.includes(word)}
                  onChange={() => toggle(word)}
                />
                {tVerifications(word)}
              </label>
            </li>
          ))}
        </ul>
      </details>
      {filter.regions.length > 0 && (
        <ul className={styles.areas} aria-label={t('areas')}>
          {filter.regions.map((code) => (
            <li key={code}>
              <button
                type="button"
                aria-label={t('remove', { name: region(code) })}
                onClick={() =>
                  onChange({ ...filter, regions: filter.regions.filter((other) => other !== code) })
                }
              >
                {region(code)} <span aria-hidden="true">×</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
