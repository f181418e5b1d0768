'use client';

import { useEffect, useState } from 'react';
import { startOfHourMs } from '@/lib/domain/time-bound';
import type { ServerNow } from './use-server-clock';

const LOOK_MS = 10_000;

/**
 * When the running hour began by the server's clock, UTC milliseconds, renewed when it turns, and the Brussels day with it; null
 * before the server said the time.
 */
export function useRunningHour(now: ServerNow, isKnown: boolean): number | null {
  const [hourMs, setHourMs] = useState<number | null>(null);
  useEffect(() => {
    if (!isKnown) return;
    return watchRunningHour(now, setHourMs);
  }, [now, isKnown]);
  return hourMs;
}

/** Tells when the hour of a clock began, now and within seconds of its turn, until the returned function is called. */
export function watchRunningHour(now: ServerNow, tell: (hourMs: number) => void): () => void {
  const look = () => {
    const atMs = now();
    if (atMs !== null) tell(startOfHourMs(atMs));
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
