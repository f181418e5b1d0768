'use client';

import { useEffect, useState } from 'react';
import type { FeedStatus } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { ServerClock } from '@/lib/wall/server-clock';
import { askServer } from './ask-server';

/**
 * The feed tells the time with its first word, while a page that has just been opened is at its busiest: until the time is
 * known this well it is asked for by HTTP, ever more rarely, and so too where only HTTP gets through.
 */
const CLOSE_MS = 20;
const FIRST_ASKED_MS = 1_000;
const LONGEST_PAUSE_MS = 60_000;

/** UTC milliseconds of the server now; null before it said anything. */
export type ServerNow = () => number | null;

/** The server's time on this screen, whose own clock is never asked. Whether it is known makes the component render. */
export function useServerClock(status: FeedStatus | null): { now: ServerNow; isKnown: boolean } {
  const [clock] = useState(() => new ServerClock());
  const [isKnown, setKnown] = useState(false);

  useEffect(() => {
    for (const sample of status?.serverTimes ?? []) {
      clock.take(sample);
    }
    if (clock.at(monotonicNowMs()) !== null) setKnown(true);
  }, [clock, status]);

  useEffect(() => {
    let pauseMs = FIRST_ASKED_MS;
    let timer: ReturnType<typeof setTimeout>;
    let isOver = false;
    const ask = async () => {
      const errorMs = clock.errorAt(monotonicNowMs());
      if (errorMs === null || errorMs > CLOSE_MS) {
        const { sample } = await askServer();
        if (sample) {
          clock.take(sample);
          setKnown(true);
        }
      }
      if (isOver) return;
      timer = setTimeout(ask, pauseMs);
      pauseMs = Math.min(2 * pauseMs, LONGEST_PAUSE_MS);
    };
    timer = setTimeout(ask, pauseMs);
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [clock]);

  const [now] = useState<ServerNow>(() => () => clock.at(monotonicNowMs()));
  return { now, isKnown };
}
