'use client';

import { useTranslations } from 'use-intl';
import type { PublicIncident } from '@/lib/domain/incident';
import type { Kind } from '@/lib/domain/vocabulary';
import styles from './incident-row.module.css';
import { KindMark } from './kind-mark';
import { useWords } from './use-words';

interface Props {
  kind: Kind;
  isRetracted: boolean;
  /** Null until its text has arrived. */
  record: PublicIncident | null;
  /** Shown before the text arrives. */
  occurredFrom: string;
  /** What happened to the record a moment ago. */
  change?: 'new' | 'corrected' | 'retracted' | undefined;
  /** By which it is judged whether a record was announced today; null where pages are the same all day. */
  nowMs: number | null;
}

/** A record in three lines, as every list has it: when, what, where and with what toll. */
export function RecordLine({ kind, isRetracted, record, occurredFrom, change, nowMs }: Props) {
  const t = useTranslations('ticker');
  const tKinds = useTranslations('kinds');
  const words = useWords();
  const title = record?.title ? words.text(record.title) : null;
  const announced = record && nowMs !== null ? words.announcedToday(record, nowMs) : null;
  const toll = useToll(record);
  return (
    <>
      <KindMark kind={kind} isRetracted={isRetracted} />
      <span className={styles.text}>
        <span className={styles.meta}>
          {change && <b className={styles.change}>{t(change)}</b>}
          <span className="visually-hidden">{tKinds(kind)}: </span>
          {announced ?? (record ? words.when(record) : words.day(Date.parse(occurredFrom)))}
        </span>
        <span
          className={styles.title}
          lang={title?.lang === words.locale ? undefined : title?.lang}
        >
          {isRetracted ? t('retractedTitle') : (title?.text ?? tKinds(kind))}
        </span>
        <span className={styles.place}>
          {record && words.where(record)}
          {toll && ` · ${toll}`}
        </span>
      </span>
    </>
  );
}

/** Deaths, injuries and amounts in a few words; nothing where nothing is stated. */
function useToll(record: PublicIncident | null): string {
  const t = useTranslations('counters');
  const words = useWords();
  if (!record) return '';
  const parts = [
    record.killed &&
      record.killed.best > 0 &&
      t('killedToll', { amount: words.range(record.killed), count: record.killed.best }),
    record.injured &&
      record.injured.best > 0 &&
      t('injuredToll', { amount: words.range(record.injured), count: record.injured.best }),
    record.quantity && words.quantity(record.quantity),
  ];
  return parts.filter(Boolean).join(' · ');
}
