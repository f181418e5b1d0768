'use client';

import { useCallback, useMemo, useSyncExternalStore } from 'react';
import {
  CONTROL_START,
  type ControlAddress,
  formatControl,
  parseControl,
} from '@/lib/url/control-address';

/** What the fragment of the address says, and a way to change it: one step of the browser's history each. */
export function useFragment(): [ControlAddress, (change: Partial<ControlAddress>) => void] {
  const fragment = useSyncExternalStore(
    listen,
    () => location.hash,
    () => '',
  );
  const address = useMemo(() => parseControl(fragment), [fragment]);
  const change = useCallback((changes: Partial<ControlAddress>) => {
    const next = formatControl({ ...CONTROL_START, ...changes });
    history.pushState(null, '', next ? `#${next}` : location.pathname + location.search);
    for (const tell of listeners) tell();
  }, []);
  return [address, change];
}

/** `pushState` tells nobody. */
const listeners = new Set<() => void>();

function listen(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('hashchange', listener);
  window.addEventListener('popstate', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('hashchange', listener);
    window.removeEventListener('popstate', listener);
  };
}
