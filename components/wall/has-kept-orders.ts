import { KEPT_PREFIX } from '@/lib/protocol/kept-places';

/** Where a browser that is a registered screen keeps its last orders. */
export const ORDERS_KEY = `${KEPT_PREFIX}screen-orders`;

/** Whether this browser was a registered screen when it was last open; whether they can be read is another question. */
export function hasKeptOrders(open: () => Pick<Storage, 'getItem'> = () => localStorage): boolean {
  try {
    return open().getItem(ORDERS_KEY) !== null;
  } catch {
    return false;
  }
}
