const MARK = 'havenwacht-first-drawing';

/** Says by a mark of the User Timing API that records have been drawn for the first time on this page. */
export function markFirstDrawing(): void {
  if (performance.getEntriesByName(MARK).length === 0) performance.mark(MARK);
}

/** Settles once records have been drawn on this page, and after `patienceMs` in any case: there may be no map. */
export function afterFirstDrawing(patienceMs: number): Promise<void> {
  return new Promise((settle) => {
    const end = (): void => {
      clearTimeout(timer);
      observer.disconnect();
      settle();
    };
    const timer = setTimeout(end, patienceMs);
    const observer = new PerformanceObserver((list) => {
      if (list.getEntriesByName(MARK).length > 0) end();
    });
    observer.observe({ type: 'mark', buffered: true });
  });
}
