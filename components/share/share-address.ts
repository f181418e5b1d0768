import type { PastName } from '@/lib/domain/past-name';
import { held } from '@/lib/domain/rolling-period';
import { formatView } from '@/lib/url/parse-view';
import type { ViewDefaults, ViewState } from '@/lib/url/view-state';

/** Programs that cut addresses off do so beyond this. */
export const LONGEST_SAFE_ADDRESS = 2_000;

/** What a link shows: the current state whenever it is opened, or one moment. */
export type Moment = 'live' | 'asOf';

/**
 * The query that shares a view; `now` is the moment for `asOf` where the view is of none yet. A live link goes on rolling, a
 * moment has the days of then.
 */
export function sharedQuery(
  state: ViewState,
  defaults: ViewDefaults,
  moment: Moment,
  now: PastName | null,
): string {
  const asOf = moment === 'asOf' ? (state.asOf ?? now) : null;
  const filter = moment === 'asOf' ? held(state.filter) : state.filter;
  return formatView({ ...state, filter, asOf, link: null }, defaults);
}
