import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  isRowsIdle,
  leavesForMenus,
  NOT_PRINTING,
  nextPrinting,
  type Printing,
  type PrintingEvent,
} from '@/components/incidents/printing';

function printingAfter(...events: PrintingEvent[]): Printing {
  return events.reduce(nextPrinting, NOT_PRINTING);
}

describe('printing a list', () => {
  it('waits for the rows where the page is asked to print', () => {
    expect(printingAfter('print')).toEqual({ rows: 'asked', mode: 'waits' });
    expect(printingAfter('print', 'filled')).toEqual({ rows: 'there', mode: 'paper' });
    expect(printingAfter('print', 'filled', 'before', 'after')).toEqual(NOT_PRINTING);
  });

  it('has the rows already where the pointer left for the browser’s menu', () => {
    expect(printingAfter('leave', 'filled', 'before')).toEqual({ rows: 'there', mode: 'paper' });
    expect(printingAfter('leave', 'filled', 'print')).toEqual({ rows: 'there', mode: 'paper' });
  });

  it('knows that the paper is short where the browser does not wait', () => {
    expect(printingAfter('before').rows).toBe('none');
    expect(printingAfter('leave', 'before').rows).toBe('asked');
  });

  it('forgets the rows when the reader comes back without printing, and not while it waits', () => {
    expect(printingAfter('leave', 'filled', 'back')).toEqual(NOT_PRINTING);
    expect(printingAfter('print', 'leave', 'back', 'filled').mode).toBe('paper');
  });

  it('asks for rows only where the pointer goes to the browser’s menus, above the page', () => {
    expect([-1, 0].map(leavesForMenus)).toEqual([true, true]);
    expect([1, 400, 900].map(leavesForMenus)).toEqual([false, false, false]);
  });

  it('lets rows wait that are printed, and drops others', () => {
    expect(isRowsIdle(NOT_PRINTING)).toBe(false);
    expect(isRowsIdle(printingAfter('leave'))).toBe(true);
    expect(isRowsIdle(printingAfter('leave', 'filled'))).toBe(true);
    expect(isRowsIdle(printingAfter('print'))).toBe(false);
    expect(isRowsIdle(printingAfter('leave', 'filled', 'before'))).toBe(false);
  });

  it('is on the screen again after any printing, whatever happened', () => {
    const event = fc.constantFrom<PrintingEvent>(
      'print',
      'leave',
      'back',
      'filled',
      'before',
      'after',
    );
    fc.assert(
      fc.property(fc.array(event), (events) => {
        expect(printingAfter(...events, 'after')).toEqual(NOT_PRINTING);
      }),
    );
  });
});
