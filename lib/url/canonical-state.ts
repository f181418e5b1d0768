import { formatView, type Notice, parseUnresolved } from './parse-view';
import type { ViewDefaults } from './view-state';

/**
 * An address's query as the page itself would write it. Equal views have one, and it holds nothing but parameters of the
 * page; the short link that led to a view is no part of it, and a rolling
 * period stays one, without days. `faults` names what was not understood.
 */
export function canonicalState(
  query: string,
  defaults: ViewDefaults,
): { state: string; faults: Notice[] } {
  const { state, notices } = parseUnresolved(query, defaults);
  return { state: formatView({ ...state, link: null }, defaults), faults: notices };
}
