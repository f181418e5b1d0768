'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { type ViewSnapshot, ViewStore } from '@/components/explorer/view-store';
import { WINDOW_CLOCK } from '@/components/explorer/window-clock';
import { PAGE_CLOCK } from '@/components/ui/page-clock';
import { type EmbedControl, formatEmbed, parseEmbed } from '@/lib/url/embed-view';
import type { ViewDefaults } from '@/lib/url/view-state';

const WRITE_DELAY_MS = 350;

/**
 * The view of an embed and its owner. The frame's address follows it, so that a reload shows the same, but no step goes into
 * the history: Back belongs to the page around the frame.
 */
export function useFramedView(
  view: string,
  controls: readonly EmbedControl[],
  defaults: ViewDefaults,
  readAtMs: number,
): ViewSnapshot & { store: ViewStore } {
  const [store] = useState(() => new ViewStore(view, defaults, readAtMs));
  const snapshot = useSyncExternalStore(store.subscribe, store.getSnapshot, store.getSnapshot);
  useEffect(() => PAGE_CLOCK.rendered(readAtMs), [readAtMs]);
  useEffect(
    () =>
      store.attach({
        ...WINDOW_CLOCK,
        read: () => parseEmbed(window.location.search).view,
        write: (query) => {
          const written = formatEmbed(query, controls);
          const address = window.location.pathname + (written ? `?${written}` : '');
          window.history.replaceState(null, '', address);
        },
        onTravel: () => () => undefined,
        later: (callback) => {
          const timer = window.setTimeout(callback, WRITE_DELAY_MS);
          return () => window.clearTimeout(timer);
        },
      }),
    [store, controls],
  );
  return { ...snapshot, store };
}
