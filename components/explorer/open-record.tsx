'use client';

import { useEffect, useRef } from 'react';
import { RecordCard } from '@/components/incidents/record-card';
import styles from './explorer.module.css';
import type { ExplorerModel } from './use-explorer';

/** The card of the record that the reader opened; closing it gives the focus back. */
export function OpenRecord({ model }: { model: ExplorerModel }) {
  const { openRid, openRecord, setOpenRid, showPoint } = model;
  const opener = useRef<HTMLElement | null>(null);
  const wasKnown = useRef<number | null>(null);
  if (openRecord) wasKnown.current = openRid;

  useEffect(() => {
    if (openRid === null) return;
    const focused = document.activeElement;
    if (focused instanceof HTMLElement && !focused.closest('article')) opener.current = focused;
  }, [openRid]);

  if (openRid === null) return null;
  const close = () => {
    setOpenRid(null);
    opener.current?.focus();
  };
  const missing = wasKnown.current === openRid ? 'missing' : 'loading';
  return (
    <div className={styles.card}>
      <RecordCard record={openRecord ?? missing} onClose={close} onShow={showPoint} />
    </div>
  );
}
