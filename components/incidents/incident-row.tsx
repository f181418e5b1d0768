'use client';

import { memo } from 'react';
import type { PublicIncident } from '@/lib/domain/incident';
import type { Kind } from '@/lib/domain/vocabulary';
import styles from './incident-row.module.css';
import { RecordLine } from './record-line';

interface Props {
  rid: number;
  kind: Kind;
  isRetracted: boolean;
  /** Null until its text has arrived. */
  record: PublicIncident | null;
  /** Shown before the text arrives. */
  occurredFrom: string;
  /** What happened to the record a moment ago. */
  change?: 'new' | 'corrected' | 'retracted' | undefined;
  isOpen: boolean;
  nowMs: number;
  onOpen: (rid: number) => void;
}

/** One record in a list: a button that opens its card. Lists are long, and a drawn one stays while its record does. */
export const IncidentRow = memo(function IncidentRow({ rid, isOpen, onOpen, ...line }: Props) {
  return (
    <button
      type="button"
      className={styles.row}
      data-retracted={line.isRetracted || undefined}
      data-change={line.change}
      aria-current={isOpen ? 'true' : undefined}
      onClick={() => onOpen(rid)}
    >
      <RecordLine {...line} />
    </button>
  );
});
