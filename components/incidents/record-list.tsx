'use client';

import type { ReactNode } from 'react';
import { useNow } from '@/components/ui/use-now';
import type { PublicIncident } from '@/lib/domain/incident';
import type { Kind } from '@/lib/domain/vocabulary';
import type { ListItem } from '@/lib/protocol/engine-requests';
import styles from './incident-list.module.css';
import { IncidentRow } from './incident-row';

/** What a list needs of a record; `record` is null until its text has arrived. */
export interface ListEntry {
  key: string | number;
  rid: number;
  kind: Kind;
  isRetracted: boolean;
  occurredFrom: string;
  record: PublicIncident | null;
  change?: 'new' | 'corrected' | 'retracted' | undefined;
}

interface Props {
  entries: readonly ListEntry[];
  openRid: number | null;
  onOpen: (rid: number) => void;
}

const RENEW_MS = 30_000;

/** Records one under the other, as every list of the page shows them. */
export function RecordList({ entries, openRid, onOpen }: Props): ReactNode {
  const now = useNow(RENEW_MS) ?? 0;
  return (
    <ol className={styles.list}>
      {entries.map(({ key, rid, ...entry }) => (
        <li key={key}>
          <IncidentRow {...entry} rid={rid} isOpen={rid === openRid} nowMs={now} onOpen={onOpen} />
        </li>
      ))}
    </ol>
  );
}

/** An engine's list item with the text that has arrived for it. */
export function entryOf(item: ListItem, texts: ReadonlyMap<number, PublicIncident>): ListEntry {
  return {
    key: item.rid,
    rid: item.rid,
    kind: item.kind,
    isRetracted: item.part === 'retracted',
    occurredFrom: item.occurredFrom,
    record: texts.get(item.rid) ?? null,
  };
}
