import type { Filter } from '@/lib/domain/filter';
import { textOfPastName } from '@/lib/domain/past-name';
import type { Locale } from '@/lib/domain/vocabulary';
import type { SelectionLabel } from '@/lib/publish/selection-label';
import { viewDefaultsOf } from '@/lib/url/presets';
import { selectionQuery } from '@/lib/url/selection-links';
import { imprintOf } from './imprint';
import type { SelectedView } from './select-view';
import { selectionWords } from './selection-words';
import type { Settings } from './settings';

/** What a file or feed of a selection says of itself: of its state and this installation, and nothing of now. */
export function labelOf(
  settings: Settings,
  locale: Locale,
  filter: Filter,
  { epoch, seq, committedAt, isTextCut }: SelectedView,
): SelectionLabel {
  const words = selectionWords(locale);
  const { dataLicence, ...imprint } = imprintOf(settings, filter.scope === 'simulated');
  return {
    ...imprint,
    licence: dataLicence,
    locale,
    title: words.title(filter),
    words: words.filter(filter),
    parameters: selectionQuery(filter, viewDefaultsOf(settings.mode)),
    epoch,
    seq,
    committedAt,
    isTextCut,
    publicUrl: settings.PUBLIC_URL ?? '',
  };
}

/** The sidecar of a CSV, of the same state, whichever that is and whatever is changed after it. */
export function metadataAddress(label: SelectionLabel): string {
  const past = `asOf=${encodeURIComponent(textOfPastName(label))}`;
  const query = [label.parameters, past, `lang=${label.locale}`].filter(Boolean).join('&');
  return `${label.publicUrl}/api/v1/selection.csv-metadata.json?${query}`;
}
