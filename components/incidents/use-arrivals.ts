'use client';

import { useEffect, useState } from 'react';
import { PAGE_CLOCK } from '@/components/ui/page-clock';
import type { Arrival } from '@/lib/protocol/engine-requests';
import type { EngineClient } from '@/lib/store/engine-client';

const MOST_ARRIVALS = 60;

/** An arrival and when this page learned of it, in milliseconds of its clock. */
export interface SeenArrival extends Arrival {
  arrivedMs: number;
}

/** Adds arrivals on top, newest first, each record once with its latest change. */
export function withArrivals(
  known: readonly SeenArrival[],
  arrived: readonly Arrival[],
  arrivedMs: number,
): SeenArrival[] {
  const newest = arrived
    .map((arrival) => ({ ...arrival, arrivedMs }))
    .sort((a, b) => b.fromSeq - a.fromSeq);
  const seen = new Set<number>();
  return [...newest, ...known]
    .filter(({ record }) => !seen.has(record.rid) && seen.add(record.rid))
    .slice(0, MOST_ARRIVALS);
}

/**
 * What is known now of a record that arrived, or null where it left public view since: nothing of it may be said any
 * more.
 */
export function currentArrival(rid: number, arrivals: readonly Arrival[]): Arrival | null {
  const known = arrivals.find(({ record }) => record.rid === rid);
  return known && known.change !== 'retracted' ? known : null;
}

/** What arrived while the page was open; what left public view is gone from it too. */
export function useArrivals(
  client: EngineClient | null,
  onArrivals: (arrivals: Arrival[]) => void,
): SeenArrival[] {
  const [arrivals, setArrivals] = useState<SeenArrival[]>([]);
  useEffect(() => {
    if (!client) return;
    return client.onEvent((event) => {
      if (event.type === 'arrivals') {
        setArrivals((known) => withArrivals(known, event.arrivals, PAGE_CLOCK.now()));
        onArrivals(event.arrivals);
      }
      if (event.type === 'gone') {
        setArrivals((known) => known.filter(({ record }) => !event.rids.includes(record.rid)));
      }
    });
  }, [client, onArrivals]);
  return arrivals;
}
