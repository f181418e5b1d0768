'use client';

import { useTranslations } from 'use-intl';
import type { PublicIncident } from '@/lib/domain/incident';
import styles from './record-card.module.css';
import { useWords } from './use-words';

const DAY_LENGTH = 10;

/** Where a record comes from, what was corrected in it, and its address for programs. */
export function RecordSources({ record }: { record: PublicIncident }) {
  const t = useTranslations('record');
  const words = useWords();
  const dateOf = (text: string | null) => {
    if (!text) return t('undated');
    return text.length >= DAY_LENGTH ? words.day(Date.parse(text)) : text;
  };
  return (
    <>
      <h3 className={styles.subheading}>{t('sources')}</h3>
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
          <h3 className={styles.subheading}>{t('corrections')}</h3>
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
      <p className={styles.address}>
        <a href={`/api/v1/incidents/${record.id}`}>{t('address')}</a>
      </p>
    </>
  );
}
