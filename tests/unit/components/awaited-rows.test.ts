import { describe, expect, it } from 'vitest';
import { awaitedRows } from '@/components/explorer/awaited-rows';

describe('a page that has nothing to show yet', () => {
  it('waits from its beginning, and says how far it has come', () => {
    expect(awaitedRows(null)).toBe(0);
    expect(awaitedRows({ connection: 'loading', loaded: 0, asOf: null })).toBe(0);
    expect(awaitedRows({ connection: 'loading', loaded: 700, asOf: null })).toBe(700);
  });

  it('waits no more once it shows a state, whatever becomes of the connection', () => {
    const asOf = '2026-11-26T12:00:00Z';
    expect(awaitedRows({ connection: 'loading', loaded: 0, asOf })).toBeNull();
    expect(awaitedRows({ connection: 'live', loaded: 700, asOf })).toBeNull();
    expect(awaitedRows({ connection: 'stale', loaded: 0, asOf: null })).toBeNull();
    expect(awaitedRows({ connection: 'refused', loaded: 0, asOf: null })).toBeNull();
  });
});
