'use client';

import { type ReactNode, useState } from 'react';
import { useTranslations } from 'use-intl';
import { countOfView } from '@/components/explorer/count-of-view';
import { useCriterionWords } from '@/components/filters/use-criterion-words';
import { FeedStatus } from '@/components/header/feed-status';
import { useMedia } from '@/components/ui/use-media';
import { criteriaOf } from '@/lib/domain/filter-criteria';
import styles from './embed.module.css';
import type { EmbedModel } from './use-embed';

interface Props {
  model: Pick<EmbedModel, 'state' | 'view' | 'status' | 'fault' | 'notices' | 'past'>;
  /** Address of exactly this view on the full map. */
  full: string;
  /** Null where the operator has not said. */
  publisher: string | null;
  /** Null where it was not chosen. */
  legend: ReactNode;
}

/** What the map shows, how current it is, whose it is, and the way to all of it. */
export function EmbedCaption({ model, full, publisher, legend }: Props) {
  const t = useTranslations('embed');
  const tShare = useTranslations('share');
  const tNotices = useTranslations('notices');
  const say = useCriterionWords();
  const { state, view, notices, past } = model;
  // Open where there is room for map and legend.
  const hasRoom = useMedia('(width >= 36rem) and (height >= 22rem)', true);
  const [chosen, setChosen] = useState<boolean | null>(null);
  const isLegendOpen = chosen ?? hasRoom;
  const criteria = criteriaOf(state.filter).map(say);
  const count = countOfView(view);
  const isAbsent = past !== null && past.state !== 'loading' && past.state !== 'shown';
  return (
    <footer className={styles.caption}>
      <p className={styles.selection}>
        {!isAbsent && <strong>{count === null ? t('counting') : t('count', { count })}</strong>}{' '}
        <span>{criteria.length > 0 ? criteria.join(' · ') : t('everything')}</span>
      </p>
      {state.labels.length > 0 && (
        <p className={styles.labels}>
          {tShare('noteLabel')}: {state.labels.map(({ text }) => `“${text}”`).join(', ')}
        </p>
      )}
      {notices.length > 0 && (
        <p className={styles.notice} role="status">
          {tNotices('heading')}: {notices.map(({ key }) => key).join(', ')}
        </p>
      )}
      {isLegendOpen && legend}
      <div className={styles.line}>
        {state.asOf === null && <FeedStatus status={model.status} fault={model.fault} />}
        {publisher && <span className={styles.publisher}>{publisher}</span>}
        {legend && (
          <button
            type="button"
            className={styles.fold}
            aria-expanded={isLegendOpen}
            onClick={() => setChosen(!isLegendOpen)}
          >
            {t('legend')}
          </button>
        )}
        <a className={styles.full} href={full} target="_blank" rel="noopener">
          {t('open')}
          <span aria-hidden="true"> ↗</span>
          <span className="visually-hidden"> {t('newTab')}</span>
        </a>
      </div>
    </footer>
  );
}
