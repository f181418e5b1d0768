'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';

const TICK_MS = 1000;

/** Seconds since the server's last sign of life, counted on between the engine's reports on the monotonic clock. */
export function useSilentSeconds(status: FeedStatus | null): number {
  const [seconds, setSeconds] = useState(0);
  const isSilent = status?.connection === 'stale';
  const reported = status?.silentSeconds ?? 0;

  useEffect(() => {
    setSeconds(Math.floor(reported));
    if (!isSilent) return;
    const heardAt = performance.now();
    const timer = setInterval(() => {
      setSeconds(Math.floor(reported + (performance.now() - heardAt) / TICK_MS));
    }, TICK_MS);
    return () => clearInterval(timer);
  }, [isSilent, reported]);

  return seconds;
}

export function useIsOnline(): boolean {
  return useSyncExternalStore(
    (listener) => {
      window.addEventListener('online', listener);
      window.addEventListener('offline', listener);
      return () => {
        window.removeEventListener('online', listener);
        window.removeEventListener('offline', listener);
      };
    },
    () => navigator.onLine,
    () => true,
  );
}
