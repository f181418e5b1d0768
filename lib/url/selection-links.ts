import type { Filter } from '@/lib/domain/filter';
import type { Locale } from '@/lib/domain/vocabulary';
import { formatView } from './parse-view';
import { defaultViewState, type ViewDefaults } from './view-state';

/** What a selection can be taken away as, and the feed by which it is followed. */
export const SELECTION_FORMATS = ['csv', 'geojson', 'arrow', 'atom'] as const;
export type SelectionFormat = (typeof SELECTION_FORMATS)[number];

/** A filter as the explorer's parameters, and nothing of how a view looks; empty for everything. */
export function selectionQuery(filter: Filter, defaults: ViewDefaults): string {
  return formatView({ ...defaultViewState(defaults), filter }, defaults);
}

/** Path and query of a selection's file or feed; the query is {@link selectionQuery}'s. */
export function selectionPath(format: SelectionFormat, query: string, locale: Locale): string {
  const parameters = query ? `${query}&lang=${locale}` : `lang=${locale}`;
  return `/api/v1/selection.${format}?${parameters}`;
}
