import type {
  Acknowledgement,
  ScreenOrders,
  ScreenRefusal,
  ScreenStatus,
} from '@/lib/protocol/screens';
import type { EngineClient } from './engine-client';

/** The side of a page that is a registered screen. */
export interface ScreenClient {
  /** Calls the listener with the newest orders, at once where there are some; the returned function ends that. */
  onOrders: (listener: (orders: ScreenOrders) => void) => () => void;
  /** Told that this is no registered screen, or none any more. */
  onRefused: (listener: (refusal: ScreenRefusal) => void) => () => void;
  /** May be called at any rate: said at a change of scene, orders, size or error, else every 15 s. */
  reportStatus: (status: ScreenStatus) => void;
  /** Kept until the server has taken it. */
  acknowledge: (acknowledgements: readonly Acknowledgement[]) => void;
  close: () => void;
}

/** Joins as the screen that this browser's cookie names, over the engine's connection. */
export function createScreenClient(engine: Pick<EngineClient, 'screen' | 'onEvent'>): ScreenClient {
  const orderListeners = new Set<(orders: ScreenOrders) => void>();
  const refusalListeners = new Set<(refusal: ScreenRefusal) => void>();
  let newest: ScreenOrders | null = null;
  const close = engine.onEvent((event) => {
    if (event.type !== 'screen') return;
    const { told } = event;
    if (told.type === 'orders') {
      newest = told.orders;
      for (const listener of orderListeners) listener(told.orders);
    } else {
      newest = null;
      for (const listener of refusalListeners) listener(told.refusal);
    }
  });
  engine.screen({ type: 'join' });
  return {
    onOrders: (listener) => {
      orderListeners.add(listener);
      if (newest) listener(newest);
      return () => orderListeners.delete(listener);
    },
    onRefused: (listener) => {
      refusalListeners.add(listener);
      return () => refusalListeners.delete(listener);
    },
    reportStatus: (status) => engine.screen({ type: 'status', status }),
    acknowledge: (acknowledgements) => engine.screen({ type: 'acknowledge', acknowledgements }),
    close,
  };
}
