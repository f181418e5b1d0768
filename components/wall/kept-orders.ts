import { type ScreenOrders, screenOrdersSchema } from '@/lib/protocol/screens';
import { ORDERS_KEY } from './has-kept-orders';

type OrdersStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;
type Open = () => OrdersStorage;

const browserStorage: Open = () => localStorage;

/** The last orders of this screen, with nothing left to be done; null for none, and where they are not readable. */
export function readKeptOrders(open: Open = browserStorage): ScreenOrders | null {
  try {
    const parsed = screenOrdersSchema.safeParse(JSON.parse(open().getItem(ORDERS_KEY) ?? 'null'));
    return parsed.success ? parsed.data : null;
  } catch {
    return null;
  }
}

/** Keeps what is shown, not what is to be done once: null forgets it. The credential is no part of it. */
export function keepOrders(orders: ScreenOrders | null, open: Open = browserStorage): void {
  try {
    if (orders === null) open().removeItem(ORDERS_KEY);
    else open().setItem(ORDERS_KEY, JSON.stringify({ ...orders, commands: [] }));
  } catch {
    // A restart without network then shows the usual view.
  }
}
