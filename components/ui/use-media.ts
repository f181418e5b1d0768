'use client';

import { useCallback, useSyncExternalStore } from 'react';

/** Whether a media query matches, kept up to date; `onServer` is what the server assumes. */
export function useMedia(query: string, onServer = false): boolean {
  const subscribe = useCallback(
    (listener: () => void) => {
      const list = window.matchMedia(query);
      list.addEventListener('change', listener);
      return () => list.removeEventListener('change', listener);
    },
    [query],
  );
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => onServer,
  );
}

/** How much room there is: a phone's bottom sheet, a rail beside the map, or a rail on each side. */
export type Room = 'phone' | 'desk' | 'wide';

export function useRoom(): Room {
  const isPhone = useMedia('(width < 52rem)');
  const isWide = useMedia('(width >= 105rem)');
  if (isPhone) return 'phone';
  return isWide ? 'wide' : 'desk';
}
