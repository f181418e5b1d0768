'use client';

import { useTranslations } from 'use-intl';
import sheet from '@/components/sheet/sheet.module.css';
import type { PageVersion } from '@/lib/domain/record-page';
import { RecordFacts } from './record-content';
import styles from './record-page.module.css';
import { useWords } from './use-words';

interface Props {
  id: string;
  /** Newest first; the first is the record as it is told. */
  history: readonly PageVersion[];
  hasOlder: boolean;
  /** It is told as it was: what came later is left out. */
  isPast: boolean;
}

/** What was public when: each version that may still be shown, with what it changed and the facts as it had them. */
export function RecordHistory({ id, history, hasOlder, isPast }: Props) {
  const t = useTranslations('recordPage');
  return (
    <section className={sheet.section}>
      <h2>{t('history')}</h2>
      <p className={sheet.note}>{t('historyNote')}</p>
      <ol>
        {history.map((version, index) => (
          <li key={version.fromSeq}>
            <Version
              version={version}
              isCurrent={index === 0 && !isPast}
              isOldest={!hasOlder && index === history.length - 1}
            />
          </li>
        ))}
      </ol>
      {hasOlder && <p className={sheet.note}>{t('older')}</p>}
      <p className={styles.all}>
        <a href={`/api/v1/incidents/${id}/versions`}>{t('allVersions')}</a>
      </p>
    </section>
  );
}

interface VersionProps {
  version: PageVersion;
  isCurrent: boolean;
  isOldest: boolean;
}

function Version({ version, isCurrent, isOldest }: VersionProps) {
  const t = useTranslations('recordPage');
  const words = useWords();
  const { record, committedAt } = version;
  const title = record.title ? words.text(record.title) : null;
  const at = Date.parse(committedAt);
  const change = useChange(version, isOldest);
  return (
    <details className={styles.version}>
      <summary>
        <time dateTime={committedAt}>
          {t('version', { date: words.day(at), time: words.clock(at) })}
        </time>{' '}
        <small>
          {change}
          {isCurrent && ` · ${t('now')}`}
        </small>
      </summary>
      <p className={styles.title} lang={title?.lang === words.locale ? undefined : title?.lang}>
        {title?.text}
      </p>
      <RecordFacts record={record} />
    </details>
  );
}

function useChange({ changed }: PageVersion, isOldest: boolean): string {
  const t = useTranslations('recordPage');
  const tParts = useTranslations('recordParts');
  if (isOldest) return t('oldest');
  if (changed.length === 0) return t('unchanged');
  return t('changed', { parts: changed.map((part) => tParts(part)).join(', ') });
}
