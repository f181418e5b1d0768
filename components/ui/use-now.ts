'use client';

import { useEffect, useState } from 'react';
import { PAGE_CLOCK } from './page-clock';

/** The page's time in UTC milliseconds, renewed every `everyMs`; null on the server and at first render. */
export function useNow(everyMs: number): number | null {
  const [now, setNow] = useState<number | null>(null);
  useEffect(() => {
    const look = () => setNow(PAGE_CLOCK.now());
    look();
    const timer = setInterval(look, everyMs);
    const endSetting = PAGE_CLOCK.onSet(look);
    return () => {
      clearInterval(timer);
      endSetting();
    };
  }, [everyMs]);
  return now;
}
