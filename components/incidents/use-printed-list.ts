'use client';

import { useCallback, useEffect, useRef, useState } from 'react';
import { flushSync } from 'react-dom';
import {
  isRowsIdle,
  leavesForMenus,
  NOT_PRINTING,
  nextPrinting,
  type PrintingEvent,
  ROWS_WAIT_MS,
} from './printing';

interface PrintedListState {
  /** The reader asked for it, and the rows are not there yet. */
  isPending: boolean;
  /** The rows for paper are in the document. */
  isAsked: boolean;
  /** They stand in place of those on the screen. */
  isReady: boolean;
  /** The paper has only the rows that were in sight. */
  isShort: boolean;
  print: () => void;
  /** Called once the rows are there. */
  onFilled: () => void;
}

/** Makes a list ready for paper: by the page's button, the keys that print everywhere, and the browser's own menu. */
export function usePrintedList(): PrintedListState {
  const [printing, setPrinting] = useState(NOT_PRINTING);
  const asks = useRef(false);
  const tell = useCallback(
    (event: PrintingEvent) => setPrinting((now) => nextPrinting(now, event)),
    [],
  );
  const print = useCallback(() => {
    asks.current = true;
    tell('print');
  }, [tell]);
  const onFilled = useCallback(() => tell('filled'), [tell]);
  useEffect(() => listen(tell, print), [tell, print]);
  const isPaper = printing.mode === 'paper';
  useEffect(() => {
    if (!isPaper || !asks.current) return;
    asks.current = false;
    const frame = requestAnimationFrame(() => window.print());
    return () => cancelAnimationFrame(frame);
  }, [isPaper]);
  const isIdle = isRowsIdle(printing);
  useEffect(() => {
    if (!isIdle) return;
    const timer = setTimeout(() => tell('back'), ROWS_WAIT_MS);
    return () => clearTimeout(timer);
  }, [isIdle, tell]);
  const isThere = printing.rows === 'there';
  return {
    isPending: printing.mode === 'waits',
    isAsked: printing.rows !== 'none',
    isReady: isPaper && isThere,
    isShort: isPaper && !isThere,
    print,
    onFilled,
  };
}

/** Follows what a browser tells of printing, and of what comes before it. */
function listen(tell: (event: PrintingEvent) => void, print: () => void): () => void {
  const stop = new AbortController();
  const { signal } = stop;
  const onKey = (event: KeyboardEvent) => {
    const isPrint = (event.ctrlKey || event.metaKey) && !event.shiftKey && !event.altKey;
    if (!isPrint || event.key.toLowerCase() !== 'p') return;
    event.preventDefault();
    print();
  };
  // The browser looks at the document as soon as this returns.
  const onPaper = (isPaper: boolean) => flushSync(() => tell(isPaper ? 'before' : 'after'));
  window.addEventListener('keydown', onKey, { signal });
  window.addEventListener('beforeprint', () => onPaper(true), { signal });
  window.addEventListener('afterprint', () => onPaper(false), { signal });
  window.addEventListener('focus', () => tell('back'), { signal });
  const page = document.documentElement;
  // Most who leave go to another window or to a tab, and want no rows.
  const onLeave = (event: MouseEvent) => leavesForMenus(event.clientY) && tell('leave');
  const onHidden = () => document.hidden && tell('back');
  page.addEventListener('mouseleave', onLeave, { signal });
  document.addEventListener('visibilitychange', onHidden, { signal });
  page.addEventListener('mouseenter', () => tell('back'), { signal });
  return () => stop.abort();
}
