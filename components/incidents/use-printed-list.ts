'use client';

import { useCallback, useEffect, useState } from 'react';

/** Where the printing of a list stands. */
interface PrintedListState {
  isWanted: boolean;
  /** The rows for paper are in the document, in place of those on the screen. */
  isReady: boolean;
  begin: () => void;
  /** Called once the rows are there. */
  print: () => void;
}

/**
 * Printing waits for the rows of a list, which a browser's own printing does not: so the button, and the keys that print
 * everywhere, ask for them first. A menu prints what is in sight.
 */
export function usePrintedList(): PrintedListState {
  const [stage, setStage] = useState<'off' | 'wanted' | 'ready'>('off');
  const begin = useCallback(() => setStage((known) => (known === 'off' ? 'wanted' : known)), []);
  const print = useCallback(() => setStage('ready'), []);
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
      if (!isPrint || event.key.toLowerCase() !== 'p') return;
      event.preventDefault();
      begin();
    };
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [begin]);
  useEffect(() => {
    if (stage !== 'ready') return;
    const end = () => setStage('off');
    window.addEventListener('afterprint', end);
    const frame = requestAnimationFrame(() => window.print());
    return () => {
      cancelAnimationFrame(frame);
      window.removeEventListener('afterprint', end);
    };
  }, [stage]);
  return { isWanted: stage !== 'off', isReady: stage === 'ready', begin, print };
}
