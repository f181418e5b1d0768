import { describe, expect, it } from 'vitest';
import { lineApart } from '@/components/incidents/line-apart';

const lines = (...indexes: number[]) => indexes.map((index) => ({ index }));

describe('the lines of a list that are drawn', () => {
  it('follow each other where the focus is on none of them, on one of them, or beside them', () => {
    expect(lineApart(lines(4, 5, 6), null)).toBeNull();
    expect(lineApart(lines(4, 5, 6), 90)).toBeNull();
    expect(lineApart(lines(4, 5, 6), 4)).toBeNull();
    expect(lineApart(lines(4, 5, 6), 6)).toBeNull();
    expect(lineApart(lines(0), 0)).toBeNull();
    expect(lineApart([], 0)).toBeNull();
  });

  it('have one apart where the list was scrolled away from the focus, before or behind them', () => {
    expect(lineApart(lines(0, 4, 5, 6), 0)).toBe(0);
    expect(lineApart(lines(4, 5, 6, 70), 70)).toBe(70);
  });
});
