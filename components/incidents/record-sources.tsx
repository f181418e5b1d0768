'use client';

import { useTranslations } from 'use-intl';
import type { PublicIncident } from '@/lib/domain/incident';
import styles from './record-content.module.css';
import { useWords } from './use-words';

const DAY_LENGTH = 10;

interface Props {
  record: PublicIncident;
  /** Of the headings: one below the record's title. */
  level: 2 | 3;
}

/** Where a record comes from, and what was corrected in it. */
export function RecordSources({ record, level }: Props) {
  const Heading = `h${level}` as const;
  const t = useTranslations('record');
  const words = useWords();
  const dateOf = (text: string | null) => {
    if (!text) return t('undated');
    return text.length >= DAY_LENGTH ? words.day(Date.parse(text)) : text;
  };
  return (
    <>
      <Heading className={styles.subheading}>{t('sources')}</Heading>
      <ul className={styles.sources}>
        {record.sources.map((source) => (
          <li key={source.url}>
            <a
              href={source.url}
              rel="noopener nofollow"
              target="_blank"
              hrefLang={source.language ?? undefined}
            >
              {source.label}
            </a>
            <small>
              {source.publisher}, {dateOf(source.publishedAt)}
              {source.archivedUrl && (
                <>
                  {' · '}
                  <a href={source.archivedUrl} rel="noopener nofollow" target="_blank">
                    {t('archived')}
                  </a>
                </>
              )}
            </small>
          </li>
        ))}
      </ul>
      {record.corrections.length > 0 && (
        <>
          <Heading className={styles.subheading}>{t('corrections')}</Heading>
          <ul className={styles.sources}>
            {record.corrections.toReversed().map((correction) => (
              <li key={correction.at}>
                <span lang={words.text(correction.text).lang}>
                  {words.text(correction.text).text}
                </span>
                <small>{t('updated', { date: words.day(Date.parse(correction.at)) })}</small>
              </li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
