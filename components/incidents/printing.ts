/** Where the printing of a list stands: the rows for paper, and what the page waits for or lies on. */
export interface Printing {
  rows: 'none' | 'asked' | 'there';
  mode: 'screen' | 'waits' | 'paper';
}

/** What happens to it. */
export type PrintingEvent =
  /** The reader asks the page to print. */
  | 'print'
  /** The pointer leaves for the browser's own menus; it comes back, or nothing came of it. */
  | 'leave'
  | 'back'
  | 'filled'
  /** The browser makes a picture of the page for paper, whoever asked it to. */
  | 'before'
  | 'after';

export const NOT_PRINTING: Printing = { rows: 'none', mode: 'screen' };

/** Rows that nobody prints within this are dropped. */
export const ROWS_WAIT_MS = 30_000;

/** Whether a pointer that leaves the page at such a height, in pixels from its top, goes to the browser's menus. */
export function leavesForMenus(clientY: number): boolean {
  return clientY <= 0;
}

/** Rows were asked for or are there, and nothing is printed: they are not to wait for ever. */
export function isRowsIdle({ rows, mode }: Printing): boolean {
  return rows !== 'none' && mode === 'screen';
}

/**
 * A browser that prints by its own menu waits for nothing, so the rows must be there before: they are asked for when the
 * pointer goes where that menu is. Where they are not there in time, the paper says that it is short of rows.
 */
export function nextPrinting(now: Printing, event: PrintingEvent): Printing {
  const { rows, mode } = now;
  switch (event) {
    case 'print':
      if (mode !== 'screen') return now;
      return rows === 'there' ? { rows, mode: 'paper' } : { rows: 'asked', mode: 'waits' };
    case 'leave':
      return rows === 'none' ? { rows: 'asked', mode } : now;
    case 'back':
      return mode === 'screen' ? NOT_PRINTING : now;
    case 'filled':
      if (rows !== 'asked') return now;
      return { rows: 'there', mode: mode === 'waits' ? 'paper' : mode };
    case 'before':
      return { rows, mode: 'paper' };
    case 'after':
      return NOT_PRINTING;
  }
}
