'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { PAGE_CLOCK } from '@/components/ui/page-clock';
import type { ViewDefaults } from '@/lib/url/view-state';
import { type AddressBar, type ViewSnapshot, ViewStore } from './view-store';
import { WINDOW_CLOCK } from './window-clock';

/** Browsers allow about 100 writes of the address in 30 s. */
const WRITE_DELAY_MS = 350;

/** The page's view and its owner; `query` and `readAtMs` are those of the first render, on the server as well. */
export function useViewStore(
  query: string,
  defaults: ViewDefaults,
  readAtMs: number,
): ViewSnapshot & { store: ViewStore } {
  const [store] = useState(() => new ViewStore(query, defaults, readAtMs));
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
  useEffect(() => {
    PAGE_CLOCK.rendered(readAtMs);
    return store.attach(windowBar());
  }, [store, readAtMs]);
  return { ...snapshot, store };
}

function windowBar(): AddressBar {
  return {
    ...WINDOW_CLOCK,
    read: () => window.location.search,
    write: (query, how) => {
      const address = window.location.pathname + (query ? `?${query}` : '') + window.location.hash;
      if (how === 'push') window.history.pushState(null, '', address);
      else window.history.replaceState(null, '', address);
    },
    onTravel: (listener) => {
      window.addEventListener('popstate', listener);
      return () => window.removeEventListener('popstate', listener);
    },
    later: (callback) => {
      const timer = window.setTimeout(callback, WRITE_DELAY_MS);
      return () => window.clearTimeout(timer);
    },
  };
}
