'use client';

import { useTranslations } from 'use-intl';
import { useReaderLocale } from '@/components/ui/use-reader-locale';
import { recordPath } from '@/lib/url/page-paths';
import styles from './past-band.module.css';
import { useMoment } from './use-moment';

interface Props {
  id: string;
  /** ISO instant of the state that is told of. */
  committedAt: string;
}

/** Above a record as it was: of which moment that is, and the way to the current page. */
export function RecordPast({ id, committedAt }: Props) {
  const t = useTranslations('past');
  const locale = useReaderLocale();
  const moment = useMoment();
  return (
    <section className={styles.band} aria-label={t('label')}>
      <p className={styles.when}>{t('asItWas', moment(committedAt))}</p>
      <a className={styles.todayLink} href={`/${locale}${recordPath(id)}`}>
        {t('today')}
      </a>
    </section>
  );
}
