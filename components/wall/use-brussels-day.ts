'use client';

import { useEffect, useState } from 'react';
import { brusselsDay } from '@/lib/domain/time';
import type { ServerNow } from './use-server-clock';

const LOOK_MS = 10_000;

/** The Brussels day by the server's clock, renewed when it turns; null before the server said the time. */
export function useBrusselsDay(now: ServerNow, isKnown: boolean): string | null {
  const [day, setDay] = useState<string | null>(null);
  useEffect(() => {
    if (!isKnown) return;
    return watchBrusselsDay(now, setDay);
  }, [now, isKnown]);
  return day;
}

/** Tells the Brussels day by a clock, now and within seconds of its turn, until the returned function is called. */
export function watchBrusselsDay(now: ServerNow, tell: (day: string) => void): () => void {
  const look = () => {
    const atMs = now();
    if (atMs !== null) tell(brusselsDay(atMs));
  };
  look();
  const timer = setInterval(look, LOOK_MS);
  return () => clearInterval(timer);
}
