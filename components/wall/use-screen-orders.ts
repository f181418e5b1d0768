'use client';

import { useEffect, useMemo, useState } from 'react';
import type { Engine } from '@/components/explorer/use-engine';
import type { ScreenOrders, ScreenRefusal } from '@/lib/protocol/screens';
import { createScreenClient, type ScreenClient } from '@/lib/store/screen-client';
import { type WallOrders, wallOrdersOf } from '@/lib/wall/screen-orders';
import { askSelf } from './ask-self';
import { keepOrders, readKeptOrders } from './kept-orders';

/** What a registered screen is told. */
export interface ScreenTold {
  /** The newest orders, or those of the last time that this screen was open; null before any. */
  orders: WallOrders | null;
  /** This browser is no registered screen, or none any more; null while nobody says so. */
  refusal: ScreenRefusal['refused'] | null;
  client: ScreenClient | null;
}

/** Joins over the engine's line. `isKept`: the orders may outlive the page in this browser. */
export function useScreenOrders(engine: Engine, isKept: boolean): ScreenTold {
  const [given, setGiven] = useState<ScreenOrders | null>(null);
  const [refusal, setRefusal] = useState<ScreenTold['refusal']>(null);
  const [client, setClient] = useState<ScreenClient | null>(null);
  const { line, status } = engine;
  const mayKeep = isKept && typeof window !== 'undefined' && window.isSecureContext;

  useEffect(() => {
    if (mayKeep) setGiven((known) => known ?? readKeptOrders());
  }, [mayKeep]);

  useEffect(() => {
    if (!line) return;
    const joined = createScreenClient(line);
    setClient(joined);
    joined.onOrders((orders) => {
      setRefusal(null);
      setGiven(orders);
      if (mayKeep) keepOrders(orders);
    });
    joined.onRefused(({ refused }) => {
      keepOrders(null);
      setRefusal(refused);
    });
    return () => {
      joined.close();
      setClient(null);
    };
  }, [line, mayKeep]);

  // A private installation does not let a revoked screen in, which then hears nothing over its line.
  const isShutOut = status?.connection === 'access ended';
  useEffect(() => {
    if (!isShutOut) return;
    let hasEnded = false;
    void askSelf().then((self) => {
      if (hasEnded || self === 'away' || self === 'registered') return;
      keepOrders(null);
      setRefusal(self);
    });
    return () => {
      hasEnded = true;
    };
  }, [isShutOut]);

  const orders = useMemo(() => (given ? wallOrdersOf(given) : null), [given]);
  return { orders, refusal, client };
}
