import type { Filter } from '@/lib/domain/filter';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import type { SelectionLabel } from '@/lib/publish/selection-label';
import { problem } from '../http/answers';
import type { ApiCall } from '../http/router';
import { readAskedView } from '../read-view';
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
  const locale = localeOf(own.lang);
  const view = await selectView(services, filter, asOf);
  return { filter, view, label: labelOf(services.settings, locale, filter, view) };
}

function localeOf(text: string | undefined): Locale {
  const found = text === undefined ? 'en' : LOCALES.find((locale) => locale === text);
  if (found) return found;
  throw problem(400, 'query', 'A parameter is wrong', {
    errors: [{ field: 'lang', message: `write one of ${LOCALES.join(', ')}` }],
  });
}
