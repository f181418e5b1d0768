import type { Region } from '../domain/region';

const TYPE_IN_PARENTHESES = / \([^()]+\)$/;

/**
 * A region's name without the type in parentheses (`Antwerp (port)` gives `Antwerp`), for a map where the place of the
 * label already says the type. Lists and search results must show the full name.
 */
export function shortRegionName(region: Region, locale: keyof Region['names']): string {
  return region.names[locale].replace(TYPE_IN_PARENTHESES, '');
}
