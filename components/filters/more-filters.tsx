'use client';

import { useTranslations } from 'use-intl';
import type { Filter } from '@/lib/domain/filter';
import { VERIFICATIONS } from '@/lib/domain/vocabulary';
import type { TextState } from '@/lib/protocol/engine-requests';
import { ActiveCriteria } from './active-criteria';
import styles from './more-filters.module.css';
import { TextFilter } from './text-filter';

interface Props {
  filter: Filter;
  text: TextState | null;
  /** Records that have no point to lie in the filter's shape. */
  unplaced: number;
  onChange: (filter: Filter) => void;
}

/** Verification, a search, and every other criterion that an address or a click on the map chose. */
export function MoreFilters({ filter, text, unplaced, onChange }: Props) {
  const t = useTranslations('filters');
  const tVerifications = useTranslations('verifications');
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
      <TextFilter filter={filter} state={text} onChange={onChange} />
      <ActiveCriteria filter={filter} onChange={onChange} />
      {filter.shape && (
        <p className={styles.note}>
          {t('discs')} {unplaced > 0 && t('unplaced', { count: unplaced })}
        </p>
      )}
    </div>
  );
}
