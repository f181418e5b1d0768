'use client';

import { useEffect, useRef, useState } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';

const SECOND_MS = 1_000;
/** Four looks a second, so that ten seconds are not noticed at eleven. */
const LOOK_MS = 250;

/**
 * Whole seconds since the server was last heard, on the monotonic clock. Counted here and not only by the engine, which may be what
 * stopped.
 */
export function useSilence(status: FeedStatus | null): number {
  const heardMs = useRef<number | null>(null);
  const [seconds, setSeconds] = useState(0);
  useEffect(() => {
    heardMs.current = monotonicNowMs() - (status?.silentSeconds ?? 0) * SECOND_MS;
  }, [status]);
  useEffect(() => {
    const timer = setInterval(() => {
      const sinceMs = monotonicNowMs() - (heardMs.current ?? monotonicNowMs());
      setSeconds(Math.floor(sinceMs / SECOND_MS));
    }, LOOK_MS);
    return () => clearInterval(timer);
  }, []);
  return seconds;
}
