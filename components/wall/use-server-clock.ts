'use client';

import { useEffect, useRef, useState } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { ServerClock } from '@/lib/wall/server-clock';
import { askServer } from './ask-server';

/** The feed tells the time with its first word; where only HTTP gets through, it is asked for so. */
const FEED_PATIENCE_MS = 8_000;
const ASK_AGAIN_MS = 60_000;

/** UTC milliseconds of the server now; null before it said anything. */
export type ServerNow = () => number | null;

/** The server's time on this screen, whose own clock is never asked. Whether it is known makes the component render. */
export function useServerClock(status: FeedStatus | null): { now: ServerNow; isKnown: boolean } {
  const [clock] = useState(() => new ServerClock());
  const [isKnown, setKnown] = useState(false);
  const hasFeedTime = useRef(false);

  useEffect(() => {
    for (const sample of status?.serverTimes ?? []) {
      hasFeedTime.current = true;
      clock.take(sample);
    }
    if (clock.at(monotonicNowMs()) !== null) setKnown(true);
  }, [clock, status]);

  useEffect(() => {
    const ask = async () => {
      if (hasFeedTime.current) return;
      const { sample } = await askServer();
      if (sample) {
        clock.take(sample);
        setKnown(true);
      }
    };
    const first = setTimeout(ask, FEED_PATIENCE_MS);
    const again = setInterval(ask, ASK_AGAIN_MS);
    return () => {
      clearTimeout(first);
      clearInterval(again);
    };
  }, [clock]);

  const [now] = useState<ServerNow>(() => () => clock.at(monotonicNowMs()));
  return { now, isKnown };
}
