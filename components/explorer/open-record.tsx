'use client';

import { useEffect, useRef, useState } from 'react';
import { late } from '@/components/ui/late';
import styles from './explorer.module.css';
import type { ExplorerModel } from './use-explorer';

/** An engine that holds everything answers sooner than this: what has not come by then is not there. */
const PATIENCE_MS = 3_000;

/** What a record says; the page's later parts are fetched with it. */
export const RecordCard = late(
  async () => (await import('@/components/incidents/record-card')).RecordCard,
);

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
  // Where this is made with the card, as in an embed, nothing was heard of the focus that opened it.
  const [first] = useState(focusedOutside);
  const lastOutside = useRef(first);
  useEffect(() => {
    const remember = ({ target }: FocusEvent) => {
      if (isOutside(target)) lastOutside.current = target;
    };
    document.addEventListener('focusin', remember);
    return () => document.removeEventListener('focusin', remember);
  }, []);
  useEffect(() => {
    if (isOpen) return () => lastOutside.current?.focus({ preventScroll: true });
  }, [isOpen]);
}

function isOutside(target: unknown): target is HTMLElement {
  return target instanceof HTMLElement && !target.closest('article');
}

/** What has the focus now; null where nothing has, and on the server. */
function focusedOutside(): HTMLElement | null {
  if (typeof document === 'undefined' || document.activeElement === document.body) return null;
  return isOutside(document.activeElement) ? document.activeElement : null;
}
