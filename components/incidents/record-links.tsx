'use client';

import { useReaderLocale } from '@/components/ui/use-reader-locale';
import type { PublicIncident } from '@/lib/domain/incident';
import { recordPath } from '@/lib/url/page-paths';
import styles from './incident-row.module.css';
import { RecordLine } from './record-line';

/** Records one under the other, each leading to its page. */
export function RecordLinks({ records }: { records: readonly PublicIncident[] }) {
  const locale = useReaderLocale();
  return (
    <ul className={styles.links}>
      {records.map((record) => {
        const isRetracted = record.status === 'retracted';
        return (
          <li key={record.rid}>
            <a
              className={styles.row}
              href={`/${locale}${recordPath(record.id)}`}
              data-retracted={isRetracted || undefined}
            >
              <RecordLine
                kind={record.kind}
                isRetracted={isRetracted}
                record={record}
                occurredFrom={record.occurredFrom}
                nowMs={null}
              />
            </a>
          </li>
        );
      })}
    </ul>
  );
}
