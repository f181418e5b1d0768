'use client';

import { useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { PublicIncident } from '@/lib/domain/incident';
import { type PastName, textOfPastName } from '@/lib/domain/past-name';
import { recordPath } from '@/lib/url/page-paths';
import styles from './record-card.module.css';
import { RecordFacts, RecordHead, RecordReply, RetractedRecord } from './record-content';
import { RecordSources } from './record-sources';
import { useWords } from './use-words';

interface Props {
  /** `loading` until its text has arrived, `missing` where it left public view. */
  record: PublicIncident | 'loading' | 'missing';
  /** The past state that the record is of, or null. */
  asOf: PastName | null;
  onClose: () => void;
  onShow: (point: [number, number]) => void;
}

/** Everything public about one record. Escape closes it, and focus goes back to where it was. */
export function RecordCard({ record, asOf, onClose, onShow }: Props) {
  const t = useTranslations('record');
  const card = useRef<HTMLElement>(null);
  const key = typeof record === 'string' ? record : record.rid;

  // biome-ignore lint/correctness/useExhaustiveDependencies: another record takes the focus again
  useEffect(() => {
    card.current?.focus({ preventScroll: true });
    card.current?.scrollTo(0, 0);
  }, [key]);

  return (
    <article
      ref={card}
      className={styles.card}
      aria-label={t('label')}
      tabIndex={-1}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <button type="button" className={styles.close} onClick={onClose} aria-label={t('close')}>
        <svg viewBox="0 0 24 24" aria-hidden="true">
          <path d="M5 5L19 19M19 5L5 19" stroke="currentColor" strokeWidth="2" fill="none" />
        </svg>
      </button>
      {record === 'loading' && <p>{t('loading')}</p>}
      {record === 'missing' && <p>{t('missing')}</p>}
      {typeof record !== 'string' && <Content record={record} asOf={asOf} onShow={onShow} />}
    </article>
  );
}

function Content({
  record,
  asOf,
  onShow,
}: { record: PublicIncident } & Pick<Props, 'asOf' | 'onShow'>) {
  const t = useTranslations('record');
  const { locale } = useWords();
  const { point } = record;
  const page = (
    <p className={styles.addresses}>
      <a href={`/${locale}${recordPath(record.id, asOf)}`}>{t('page')}</a>
      <a href={`/api/v1/incidents/${record.id}${asOf ? `?asOf=${textOfPastName(asOf)}` : ''}`}>
        {t('address')}
      </a>
    </p>
  );
  if (record.status === 'retracted') {
    return (
      <>
        <RetractedRecord record={record} level={2} />
        {page}
      </>
    );
  }
  return (
    <>
      <RecordHead record={record} level={2} />
      <RecordReply record={record} level={3} />
      <RecordFacts record={record} />
      {point && (
        <button type="button" className={styles.show} onClick={() => onShow(point)}>
          {t('showOnMap')}
        </button>
      )}
      <RecordSources record={record} level={3} />
      {page}
    </>
  );
}
