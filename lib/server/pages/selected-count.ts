import type { Filter } from '@/lib/domain/filter';
import { areaMatches } from '@/lib/regions/gazetteer';
import { compileFilter } from '@/lib/store/compile-filter';
import { Selection } from '@/lib/store/select-rows';
import { totalsOf } from '@/lib/store/totals';
import type { Services } from '../services';

/**
 * How many records the explorer's engine would count for a filter, by its own code over the server's columns: what a page
 * says to who has no scripts. Null where the filter has a text, since only the search knows that.
 */
export function countSelected(
  { partitions }: Pick<Services, 'partitions'>,
  filter: Filter,
): number | null {
  if (filter.text !== null) return null;
  const { columns, areas } = partitions.state;
  const selection = new Selection().update(columns, compileFilter(filter, areas, areaMatches));
  return totalsOf(columns, selection, []).count;
}
