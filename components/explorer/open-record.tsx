'use client';

import { useRef } from 'react';
import { RecordCard } from '@/components/incidents/record-card';
import styles from './explorer.module.css';
import type { ExplorerModel } from './use-explorer';

/** The card of the record that the reader opened; one that left public view while it was open says so. */
export function OpenRecord({ model }: { model: ExplorerModel }) {
  const { openRid, openRecord, closeCard, showPoint } = model;
  const lastShown = useRef<number | null>(null);
  if (openRecord) lastShown.current = openRid;
  if (openRid === null) return null;
  const absent = lastShown.current === openRid ? 'missing' : 'loading';
  return (
    <div className={styles.card}>
      <RecordCard record={openRecord ?? absent} onClose={closeCard} onShow={showPoint} />
    </div>
  );
}
