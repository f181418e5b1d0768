'use client';

import { useEffect } from 'react';
import { useTranslations } from 'use-intl';
import { KindMark } from '@/components/incidents/kind-mark';
import { useWords } from '@/components/incidents/use-words';
import type { PublicIncident } from '@/lib/domain/incident';
import { labelRegionOf } from '@/lib/domain/region';
import { KINDS } from '@/lib/domain/vocabulary';
import type { BreakingCard, BreakingSummary, Notice } from '@/lib/wall/breaking-queue';
import styles from './breaking-panel.module.css';
import { chime } from './chime';
import { useTollWords } from './use-toll-words';

const MOST_SOURCES = 3;
const MOST_TITLES = 3;
/** A title that is longer is set smaller, and still as large as a headline has to be. */
const LONG_TITLE = 70;

/** What takes the screen: one record, or many at once. */
export function BreakingPanel({ showing }: { showing: BreakingCard | BreakingSummary }) {
  const hasSound = showing.type === 'card' && showing.hasSound;
  const { sinceMs } = showing;
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each card
  useEffect(() => {
    if (hasSound) chime();
  }, [hasSound, sinceMs]);
  if (showing.type === 'summary') return <Summary summary={showing} />;
  const { news, notice } = showing;
  if (!news) return <Gone />;
  if (notice === 'retracted') return <Retracted record={news.record} />;
  return <Card record={news.record} notice={notice} />;
}

function Card({ record, notice }: { record: PublicIncident; notice: Notice | null }) {
  const t = useTranslations('wall');
  const tRecord = useTranslations('record');
  const tVerifications = useTranslations('verifications');
  const tMeaning = useTranslations('verificationMeaning');
  const words = useWords();
  const toll = useTollWords(record);
  const title = record.title ? words.text(record.title) : null;
  const publishers = [...new Set(record.sources.map(({ publisher }) => publisher))];
  const more = publishers.length - MOST_SOURCES;
  const correction = notice === 'corrected' ? record.corrections.at(-1) : undefined;
  return (
    <article
      className={styles.panel}
      data-kind={record.kind}
      data-notice={notice ?? 'new'}
      data-covers-map
    >
      <p className={styles.strip}>
        <b>{t(notice === 'corrected' ? 'corrected' : 'new')}</b>
        <KindMark kind={record.kind} />
        {words.kindOf(record)}
        {record.origin === 'simulated' && <b>{tRecord('simulated')}</b>}
      </p>
      <h2
        className={styles.title}
        data-headline
        lang={title?.lang}
        data-long={correction !== undefined || (title?.text.length ?? 0) > LONG_TITLE || undefined}
      >
        {title?.text ?? words.kindOf(record)}
      </h2>
      {correction && <p className={styles.correction}>{words.text(correction.text).text}</p>}
      <dl className={styles.facts} data-whole-entries>
        <div>
          <dt>{tRecord('where')}</dt>
          <dd>{words.where(record)}</dd>
        </div>
        <div>
          <dt>{tRecord('when')}</dt>
          <dd>{words.when(record)}</dd>
        </div>
        {toll && (
          <div>
            <dt>{t('toll')}</dt>
            <dd>{toll}</dd>
          </div>
        )}
        <div>
          <dt>{tRecord('verification')}</dt>
          <dd>
            {correction
              ? tVerifications(record.verification)
              : tRecord('verificationWords', {
                  word: tVerifications(record.verification),
                  meaning: tMeaning(record.verification),
                })}
          </dd>
        </div>
        {publishers.length > 0 && (
          <div>
            <dt>{tRecord('sources')}</dt>
            <dd>
              {publishers.slice(0, MOST_SOURCES).join(', ')}
              {more > 0 && ` ${t('moreSources', { count: more })}`}
            </dd>
          </div>
        )}
      </dl>
    </article>
  );
}

/** A retracted record keeps its day, its area and the reason. */
function Retracted({ record }: { record: PublicIncident }) {
  const t = useTranslations('wall');
  const tTicker = useTranslations('ticker');
  const tRecord = useTranslations('record');
  const words = useWords();
  const area = labelRegionOf(record);
  const reason = record.retractionReason ? words.text(record.retractionReason) : null;
  return (
    <article className={styles.panel} data-notice="retracted" data-covers-map>
      <p className={styles.strip}>
        <b>{t('retracted')}</b>
        <KindMark kind={record.kind} isRetracted />
        {words.kindOf(record)}
      </p>
      <h2 className={styles.title} data-headline>
        {tTicker('retractedTitle')}
      </h2>
      <p className={styles.correction}>{tRecord('retractedNote')}</p>
      <dl className={styles.facts} data-whole-entries>
        <div>
          <dt>{tRecord('day')}</dt>
          <dd>{words.day(Date.parse(record.occurredFrom))}</dd>
        </div>
        {area && (
          <div>
            <dt>{tRecord('area')}</dt>
            <dd>{words.region(area)}</dd>
          </div>
        )}
        {reason && (
          <div>
            <dt>{tRecord('reason')}</dt>
            <dd lang={reason.lang}>{reason.text}</dd>
          </div>
        )}
      </dl>
    </article>
  );
}

function Gone() {
  const t = useTranslations('wall');
  return (
    <article className={styles.panel} data-notice="withdrawn" data-covers-map>
      <p className={styles.strip}>
        <b>{t('withdrawn')}</b>
      </p>
      <h2 className={styles.title} data-headline>
        {t('withdrawnTitle')}
      </h2>
      <p className={styles.correction}>{t('withdrawnNote')}</p>
    </article>
  );
}

function Summary({ summary: { news } }: { summary: BreakingSummary }) {
  const t = useTranslations('wall');
  const tKinds = useTranslations('kindsMany');
  const words = useWords();
  const counts = KINDS.map((kind) => ({
    kind,
    count: news.filter(({ record }) => record.kind === kind).length,
  })).filter(({ count }) => count > 0);
  return (
    <article className={styles.panel} data-notice="summary" data-covers-map>
      <p className={styles.strip}>
        <b>{t('new')}</b>
      </p>
      <h2 className={styles.title} data-headline>
        {t('many', { count: news.length })}
      </h2>
      <p className={styles.counts}>
        {counts.map(({ kind, count }) => (
          <span key={kind}>
            <KindMark kind={kind} /> <b>{words.number(count)}</b> {tKinds(kind)}
          </span>
        ))}
      </p>
      <ol className={styles.titles}>
        {news.slice(0, MOST_TITLES).map(({ rid, record }) => (
          <li key={rid}>{record.title ? words.text(record.title).text : words.kindOf(record)}</li>
        ))}
      </ol>
    </article>
  );
}
