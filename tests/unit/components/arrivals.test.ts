import { describe, expect, it } from 'vitest';
import { currentArrival, withArrivals } from '@/components/incidents/use-arrivals';
import type { Arrival } from '@/lib/protocol/engine-requests';

const arrival = (rid: number, fromSeq: number, change: Arrival['change'] = 'new') =>
  ({ record: { rid }, fromSeq, change, ageMs: 0 }) as Arrival;

describe('the live part of the ticker', () => {
  it('puts the newest change on top', () => {
    const list = withArrivals([], [arrival(1, 10), arrival(2, 12)], 5);
    expect(list.map(({ record }) => record.rid)).toEqual([2, 1]);
    expect(list[0]?.arrivedMs).toBe(5);
  });

  it('shows each record once, with its latest change', () => {
    const known = withArrivals([], [arrival(1, 10)], 5);
    const list = withArrivals(known, [arrival(1, 11, 'corrected')], 6);
    expect(list.map(({ change }) => change)).toEqual(['corrected']);
  });

  it('stays bounded on a screen that is open for months', () => {
    let list = withArrivals([], [], 0);
    for (let rid = 1; rid <= 500; rid += 1) list = withArrivals(list, [arrival(rid, rid)], rid);
    expect(list).toHaveLength(60);
    expect(list[0]?.record.rid).toBe(500);
  });
});

describe('what was told of an arrival', () => {
  const told = (change: Arrival['change'] | null) =>
    currentArrival(1, change ? [arrival(2, 12), arrival(1, 11, change)] : [arrival(2, 12)]);

  it('stands while the record is public, as it is now', () => {
    expect(told('new')?.fromSeq).toBe(11);
    expect(told('corrected')?.change).toBe('corrected');
  });

  it('[TD6] is unsaid once the record was retracted, or is gone', () => {
    expect(told('retracted')).toBeNull();
    expect(told(null)).toBeNull();
  });
});
