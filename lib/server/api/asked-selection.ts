import type { Filter } from '@/lib/domain/filter';
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

/** @throws a 400 problem naming what is wrong; see `readAskedView` and `selectView` */
export async function askedSelection({ services, url }: ApiCall): Promise<AskedSelection> {
  const { filter, asOf, own } = readAskedView(services.settings, url.searchParams, ['lang']);
  const locale = readAskedLocale(own.lang);
  const view = await selectView(services, filter, asOf);
  return { filter, view, label: labelOf(services.settings, locale, filter, view) };
}
