import type { Filter } from '@/lib/domain/filter';
import { held } from '@/lib/domain/rolling-period';
import type { SelectionLabel } from '@/lib/publish/selection-label';
import type { ApiCall } from '../http/router';
import { readAskedLocale, readAskedView } from '../read-view';
import { type SelectedView, selectView } from '../select-view';
import { labelOf } from '../selection-label';

/** What a request for a selection asks for, found. */
export interface AskedSelection {
  filter: Filter;
  view: SelectedView;
  label: SelectionLabel;
}

/**
 * @param of a file says the days that a rolling period stood for when it was asked for, since it keeps them; a feed rolls on
 * @throws a 400 problem naming what is wrong; see `readAskedView` and `selectView`
 */
export async function askedSelection(
  { services, url }: ApiCall,
  of: 'file' | 'feed',
): Promise<AskedSelection> {
  const nowMs = services.now().getTime();
  const asked = readAskedView(services.settings, url.searchParams, nowMs, ['lang']);
  const { asOf, own } = asked;
  const filter = of === 'file' ? held(asked.filter) : asked.filter;
  const locale = readAskedLocale(own.lang);
  const view = await selectView(services, filter, asOf);
  return { filter, view, label: labelOf(services.settings, locale, filter, view) };
}
