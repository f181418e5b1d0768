import type { Filter } from '@/lib/domain/filter';
import { type PastName, textOfPastName } from '@/lib/domain/past-name';
import type { Locale } from '@/lib/domain/vocabulary';
import { formatView } from './parse-view';
import { defaultViewState, type ViewDefaults } from './view-state';

/** What a selection can be taken away as, and the feed by which it is followed. */
export const SELECTION_FORMATS = ['csv', 'geojson', 'arrow', 'atom'] as const;
export type SelectionFormat = (typeof SELECTION_FORMATS)[number];

/** A filter as the explorer's parameters, and nothing of how a view looks; empty for everything. A rolling period stays one. */
export function selectionQuery(filter: Filter, defaults: ViewDefaults): string {
  return formatView({ ...defaultViewState(defaults), filter }, defaults);
}

/**
 * Path and query of a selection's file or feed; the query is {@link selectionQuery}'s. A past state has files of its own; a feed
 * follows what comes.
 */
export function selectionPath(
  format: SelectionFormat,
  query: string,
  locale: Locale,
  asOf: PastName | null = null,
): string {
  const past = asOf && format !== 'atom' ? `asOf=${textOfPastName(asOf)}` : '';
  const parameters = [query, past, `lang=${locale}`].filter(Boolean).join('&');
  return `/api/v1/selection.${format}?${parameters}`;
}
