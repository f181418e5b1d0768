'use client';

import { useEffect, useRef, useState } from 'react';
import { RecordCard } from '@/components/incidents/record-card';
import styles from './explorer.module.css';
import type { ExplorerModel } from './use-explorer';

/** An engine that holds everything answers sooner than this: what has not come by then is not there. */
const PATIENCE_MS = 3_000;

interface Props {
  model: Pick<
    ExplorerModel,
    'client' | 'state' | 'openRid' | 'openRecord' | 'closeCard' | 'showPoint' | 'status'
  >;
}

/** The card of the record that the address names; one that left public view while it was open says so. */
export function OpenRecord({ model }: Props) {
  const { openRid, openRecord, closeCard, showPoint } = model;
  const lastShown = useRef<number | null>(null);
  const isWhole =
    model.client !== null && model.status !== null && model.status.connection !== 'loading';
  const isOverdue = useOverdue(isWhole && openRid !== null && openRecord === null, openRid);
  useFocusReturn(openRid !== null);
  if (openRecord) lastShown.current = openRid;
  if (openRid === null) return null;
  const absent = lastShown.current === openRid || isOverdue ? 'missing' : 'loading';
  return (
    <div className={styles.card}>
      <RecordCard
        record={openRecord ?? absent}
        asOf={model.state.asOf}
        onClose={closeCard}
        onShow={showPoint}
      />
    </div>
  );
}

/** Whether a record has been waited for too long; another record is waited for anew. */
function useOverdue(isWaiting: boolean, rid: number | null): boolean {
  const [overdueRid, setOverdueRid] = useState<number | null>(null);
  useEffect(() => {
    if (!isWaiting) return;
    const timer = setTimeout(() => setOverdueRid(rid), PATIENCE_MS);
    return () => clearTimeout(timer);
  }, [isWaiting, rid]);
  return isWaiting && overdueRid === rid;
}

/** Focus goes back to where it was before the card, however it was closed: by its button, Escape or Back. */
function useFocusReturn(isOpen: boolean): void {
  const lastOutside = useRef<HTMLElement | null>(null);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (target instanceof HTMLElement && !target.closest('article')) lastOutside.current = target;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);
  useEffect(() => {
    if (isOpen) return () => lastOutside.current?.focus({ preventScroll: true });
  }, [isOpen]);
}
