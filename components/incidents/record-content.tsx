'use client';

import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl';
import { RegionLink } from '@/components/regions/region-link';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import { brusselsDay } from '@/lib/domain/time';
import { KindMark } from './kind-mark';
import styles from './record-content.module.css';
import { useWords } from './use-words';

interface Props {
  record: PublicIncident;
  /** Of the title's heading: 1 on a page of its own, 2 in a card. */
  level: 1 | 2;
}

/** What a record is, in the reader's language or, marked so, in another. */
export function RecordHead({ record, level }: Props) {
  const words = useWords();
  const title = record.title ? words.text(record.title) : null;
  const summary = record.summary ? words.text(record.summary) : null;
  return (
    <>
      <Badges record={record} />
      <Title level={level} lang={title?.lang === words.locale ? undefined : title?.lang}>
        {title?.text}
      </Title>
      {summary && (
        <p
          className={styles.summary}
          lang={summary.lang === words.locale ? undefined : summary.lang}
        >
          {summary.text}
        </p>
      )}
    </>
  );
}

/** What somebody that the record is about had published with it: the text as they wrote it, who they are, and since when. */
export function RecordReply({ record, level }: { record: PublicIncident; level: 2 | 3 }) {
  const t = useTranslations('record');
  const words = useWords();
  const { reply } = record;
  if (!reply) return null;
  const Heading = `h${level}` as const;
  const text = words.text(reply.text);
  const by = words.text(reply.by);
  const langOf = (lang: string) => (lang === words.locale ? undefined : lang);
  return (
    <section className={styles.reply}>
      <Heading>{t('reply')}</Heading>
      <blockquote lang={langOf(text.lang)}>{text.text}</blockquote>
      <p>
        {t.rich('replyBy', {
          by: (
            <span key="by" lang={langOf(by.lang)}>
              {by.text}
            </span>
          ) as never,
          date: (
            <time key="date" dateTime={reply.publishedAt}>
              {words.day(Date.parse(reply.publishedAt))}
            </time>
          ) as never,
        })}
      </p>
    </section>
  );
}

function Title({
  level,
  lang,
  children,
}: {
  level: Props['level'];
  lang?: string | undefined;
  children: ReactNode;
}) {
  const Heading = `h${level}` as const;
  return (
    <Heading className={styles.title} lang={lang}>
      {children}
    </Heading>
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

/** When, where, who was harmed, how much: every fact that a record states, and what it does not. */
export function RecordFacts({ record }: Pick<Props, 'record'>) {
  const t = useTranslations('record');
  const tContexts = useTranslations('contexts');
  const tRoles = useTranslations('placeRoles');
  const tVerifications = useTranslations('verifications');
  const tMeaning = useTranslations('verificationMeaning');
  const words = useWords();
  const announced = words.announced(record);
  const area = labelRegionOf(record);
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
        {area && (
          <small>
            <RegionLink code={area} as="words" />
          </small>
        )}
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
export function RetractedRecord({ record, level }: Props) {
  const t = useTranslations('record');
  const tPlace = useTranslations('place');
  const tTicker = useTranslations('ticker');
  const words = useWords();
  const area = labelRegionOf(record);
  const reason = record.retractionReason ? words.text(record.retractionReason) : null;
  return (
    <>
      <Badges record={record} />
      <Title level={level}>{tTicker('retractedTitle')}</Title>
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
