'use client';

import { useEffect } from 'react';
import { afterFirstDrawing } from '@/components/map/first-drawing';
import { dropShell, keepShell } from './keep-shell';

const PATIENCE_MS = 10_000;

interface Props {
  /** Whether this page may leave its code in the reader's browser; otherwise what earlier pages left is taken away. */
  isKept: boolean;
}

/** Sees to it that the page opens without a network next time, or that nothing of it stays. */
export function ShellKeeper({ isKept }: Props) {
  useEffect(() => {
    // Files of `npm run dev` have no hash in their names: a copy would be shown for ever.
    const isBuilt = process.env.NODE_ENV === 'production';
    void (isKept && isBuilt ? keepOnceShown() : dropShell()).catch(() => undefined);
  }, [isKept]);
  return null;
}

/** What is kept is a quarter of what a page loads, and must not be in the way of what its reader waits for. */
async function keepOnceShown(): Promise<void> {
  await afterFirstDrawing(PATIENCE_MS);
  await keepShell();
}
