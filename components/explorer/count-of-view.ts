import type { ViewResponse } from '@/lib/protocol/engine-requests';

/** How many records a view selects; null before they are counted, and until a search has answered: what is counted then is another selection. */
export function countOfView(view: Pick<ViewResponse, 'totals' | 'text'> | null): number | null {
  if (view === null || (view.text !== null && view.text.seq === null)) return null;
  return view.totals.count;
}
