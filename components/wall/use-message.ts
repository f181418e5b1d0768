'use client';

import { useEffect, useState } from 'react';
import type { ScreenOrders } from '@/lib/protocol/screens';
import type { ServerNow } from './use-server-clock';

const LOOK_MS = 1_000;

/** The message that is to be shown now; null for none, and once its time is over, whether or not the server can say so. */
export function useMessage(message: ScreenOrders['message'], now: ServerNow): string | null {
  const [isOver, setOver] = useState(false);
  const until = message?.until ?? null;
  useEffect(() => {
    const look = () => {
      const atMs = now();
      setOver(until !== null && atMs !== null && atMs >= Date.parse(until));
    };
    look();
    if (until === null) return;
    const timer = setInterval(look, LOOK_MS);
    return () => clearInterval(timer);
  }, [until, now]);
  return message && !isOver ? message.text : null;
}
