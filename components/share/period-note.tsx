'use client';

import { useTranslations } from 'use-intl';
import { useTimelineWords } from '@/components/timeline/use-timeline-words';
import type { Filter } from '@/lib/domain/filter';
import type { Moment } from './share-address';
import styles from './share-dialog.module.css';

/** Whether the days of a link move on with whoever opens it later; nothing where it has none. */
export function PeriodNote({ filter, moment }: { filter: Filter; moment: Moment }) {
  const t = useTranslations('share');
  const tRolling = useTranslations('rolling');
  const { days } = useTimelineWords();
  if (filter.from === null && filter.to === null) return null;
  const period = days(filter);
  const words =
    filter.last !== null && moment === 'live'
      ? t('rolls', { period: tRolling(filter.last), days: period })
      : t('standsStill', { days: period });
  return (
    <p className={styles.period} role="status">
      {words}
    </p>
  );
}
