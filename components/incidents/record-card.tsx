'use client';

import { type ReactNode, useEffect, useRef } from 'react';
import { useTranslations } from 'use-intl';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import { brusselsDay } from '@/lib/domain/time';
import { KindMark } from './kind-mark';
import styles from './record-card.module.css';
import { RecordSources } from './record-sources';
import { useWords } from './use-words';

interface Props {
  /** `loading` until its text has arrived, `missing` where it left public view. */
  record: PublicIncident | 'loading' | 'missing';
  onClose: () => void;
  onShow: (point: [number, number]) => void;
}

/** Everything public about one record. Escape closes it, and focus goes back to where it was. */
export function RecordCard({ record, onClose, onShow }: Props) {
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
      {typeof record !== 'string' &&
        (record.status === 'retracted' ? (
          <Retracted record={record} />
        ) : (
          <Content record={record} onShow={onShow} />
        ))}
    </article>
  );
}

function Content({ record, onShow }: { record: PublicIncident; onShow: Props['onShow'] }) {
  const t = useTranslations('record');
  const words = useWords();
  const title = record.title ? words.text(record.title) : null;
  const summary = record.summary ? words.text(record.summary) : null;
  const { point } = record;
  return (
    <>
      <Badges record={record} />
      <h2 className={styles.title} lang={title?.lang === words.locale ? undefined : title?.lang}>
        {title?.text}
      </h2>
      {summary && (
        <p
          className={styles.summary}
          lang={summary.lang === words.locale ? undefined : summary.lang}
        >
          {summary.text}
        </p>
      )}
      <Facts record={record} />
      {point && (
        <button type="button" className={styles.show} onClick={() => onShow(point)}>
          {t('showOnMap')}
        </button>
      )}
      <RecordSources record={record} />
    </>
  );
}

function Badges({ record }: { record: PublicIncident }) {
  const t = useTranslations('record');
  const words = useWords();
  return (
    <p className={styles.kind}>
      {record.origin === 'simulated' && <b className={styles.simulated}>{t('simulated')}</b>}
      <KindMark kind={record.kind} isRetracted={record.status === 'retracted'} />
      {words.kindOf(record)}
    </p>
  );
}

function Facts({ record }: { record: PublicIncident }) {
  const t = useTranslations('record');
  const tContexts = useTranslations('contexts');
  const tRoles = useTranslations('placeRoles');
  const tVerifications = useTranslations('verifications');
  const tMeaning = useTranslations('verificationMeaning');
  const words = useWords();
  const announced = words.announced(record);
  const quay = record.quay ? `, ${t('quay', { quay: record.quay })}` : '';
  const context = tContexts(record.context);
  return (
    <dl className={styles.facts}>
      <Fact label={t('when')}>
        {words.when(record)}
        {announced && <small>{announced}</small>}
      </Fact>
      <Fact label={t('where')}>
        {words.where(record)}
        {quay}
      </Fact>
      {record.kind !== 'seizure' && (
        <>
          <Fact label={t('killed')}>
            {record.killed ? words.range(record.killed) : t('notStated')}
          </Fact>
          <Fact label={t('injured')}>
            {record.injured ? words.range(record.injured) : t('notStated')}
          </Fact>
        </>
      )}
      {record.kind === 'seizure' && (
        <Fact label={t('quantity')}>
          {record.quantity ? words.quantity(record.quantity) : t('notStated')}
        </Fact>
      )}
      {record.placeRole !== 'not stated' && (
        <Fact label={t('role')}>{tRoles(record.placeRole)}</Fact>
      )}
      {record.routeOrigin && <Fact label={t('route')}>{record.routeOrigin}</Fact>}
      {record.concealment && <Fact label={t('concealment')}>{record.concealment}</Fact>}
      {record.context !== 'not stated' && (
        <Fact label={t('context')}>
          {record.contextBy ? t('contextBy', { context, by: record.contextBy }) : context}
        </Fact>
      )}
      <Fact label={t('verification')}>
        {t('verificationWords', {
          word: tVerifications(record.verification),
          meaning: tMeaning(record.verification),
        })}
      </Fact>
    </dl>
  );
}

/** A retracted record keeps its day, its area and the reason, and nothing of what was claimed. */
function Retracted({ record }: { record: PublicIncident }) {
  const t = useTranslations('record');
  const tPlace = useTranslations('place');
  const tTicker = useTranslations('ticker');
  const words = useWords();
  const area = labelRegionOf(record);
  const reason = record.retractionReason ? words.text(record.retractionReason) : null;
  return (
    <>
      <Badges record={record} />
      <h2 className={styles.title}>{tTicker('retractedTitle')}</h2>
      <p className={styles.summary}>{t('retractedNote')}</p>
      <dl className={styles.facts}>
        <Fact label={t('day')}>
          <time dateTime={brusselsDay(Date.parse(record.occurredFrom))}>
            {words.day(Date.parse(record.occurredFrom))}
          </time>
        </Fact>
        <Fact label={t('area')}>{area ? words.region(area) : tPlace('unknown')}</Fact>
        {reason && (
          <Fact label={t('reason')}>
            <span lang={reason.lang}>{reason.text}</span>
          </Fact>
        )}
      </dl>
    </>
  );
}

function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div>
      <dt>{label}</dt>
      <dd>{children}</dd>
    </div>
  );
}
