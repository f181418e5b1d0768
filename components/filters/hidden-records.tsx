'use client';

import { useTranslations } from 'use-intl';
import type { Filter } from '@/lib/domain/filter';
import type { FacetsResponse, Totals } from '@/lib/protocol/engine-requests';
import { hasHours } from '@/lib/words/day-words';
import styles from './overview.module.css';

interface Props {
  filter: Filter;
  totals: Totals | null;
  facets: FacetsResponse | null;
}

/** What the filter leaves out only because its time or its place is not known well enough. */
export function HiddenRecords({ filter, totals, facets }: Props) {
  const t = useTranslations('filters');
  const coarse = totals?.coarserThanDay ?? 0;
  const around = filter.regions.length > 0 ? (facets?.mayLieInRegions ?? 0) : 0;
  const unplaced = totals?.unplaced ?? 0;
  if (coarse + around === 0 && filter.shape === null) return null;
  return (
    <div className={styles.hidden}>
      {coarse > 0 && (
        <p>{t(hasHours(filter) ? 'hiddenByHours' : 'hiddenByDays', { count: coarse })}</p>
      )}
      {around > 0 && <p>{t('hiddenByRegions', { count: around })}</p>}
      {filter.shape && (
        <p>
          {t('discs')} {unplaced > 0 && t('unplaced', { count: unplaced })}
        </p>
      )}
    </div>
  );
}
