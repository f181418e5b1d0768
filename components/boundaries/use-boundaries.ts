'use client';

import { useEffect, useState } from 'react';
import { afterFirstDrawing } from '@/components/map/first-drawing';
import type { Boundaries } from './load-boundaries';

/** An import is a rare event, and no record: a screen that stays open hears of it so late. */
const ASK_EVERY_MS = 5 * 60_000;
/** What a reader waits for first are the records. */
const PATIENCE_MS = 5_000;

/** The imported boundaries, or null; asked for at the beginning, now and then, and when the page is looked at again. */
export function useBoundaries(): Boundaries | null {
  const [boundaries, setBoundaries] = useState<Boundaries | null>(null);

  useEffect(() => {
    let known: Boundaries | null = null;
    let isOpen = true;
    const ask = async () => {
      try {
        const { loadBoundaries } = await import('./load-boundaries');
        known = await loadBoundaries(known, fetchJson);
        if (isOpen) setBoundaries(known);
      } catch {
        // The server is away, or says that it is: what is drawn stays, and the next question comes.
      }
    };
    const askIfSeen = () => {
      if (document.visibilityState === 'visible') void ask();
    };
    void afterFirstDrawing(PATIENCE_MS).then(() => (isOpen ? ask() : undefined));
    const timer = setInterval(ask, ASK_EVERY_MS);
    document.addEventListener('visibilitychange', askIfSeen);
    return () => {
      isOpen = false;
      clearInterval(timer);
      document.removeEventListener('visibilitychange', askIfSeen);
    };
  }, []);

  return boundaries;
}

async function fetchJson(path: string): Promise<unknown> {
  const response = await fetch(path);
  if (!response.ok) throw new Error(`${path} answered ${response.status}`);
  return response.json();
}
