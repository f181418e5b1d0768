import type { Locale } from '@/lib/domain/vocabulary';
import { formatView, parseUnresolved } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { viewPreviewPath } from '@/lib/url/preview-paths';
import { ProblemError } from '../http/answers';
import type { ViewSummary } from '../page-facts';
import { type AskedView, readAskedView } from '../read-view';
import { READER_WORDS } from '../reader-words';
import type { Services } from '../services';
import { countView } from '../view-count';
import { countedTitle } from './view-title';

/**
 * What a link to a view says: its title with the number of records, and where its picture is. Of a broken address what the
 * explorer shows, without the parameters that it leaves out. Null where it cannot be counted now.
 */
export async function readViewSummary(
  services: Services,
  query: string,
  locale: Locale,
): Promise<ViewSummary | null> {
  const { previews, settings } = services;
  if (!previews) return null;
  const words = READER_WORDS[locale];
  const defaults = viewDefaultsOf(settings.mode);
  const view = parseUnresolved(query, defaults).state;
  const shown = formatView(view, defaults);
  // The picture shows no words on the map and no note: views that differ by these alone have one.
  const drawn = formatView({ ...view, labels: [], link: null }, defaults);
  const asked = readAsked(services, shown);
  const counted = asked && (await countView(services, asked));
  if (!counted) return null;
  const title = countedTitle(asked.filter, counted.count, words);
  const asOf = words.asOf(counted.state.committedAt);
  return {
    // A past view is told by its date too, lest its count be taken for today's.
    title: asked.asOf === null ? title : `${title} · ${asOf}`,
    alt: words.t('preview.alt', { title, asOf }),
    query: shown,
    image: viewPreviewPath(drawn, locale),
  };
}

/** Null where the address names what there is not, such as a region. */
function readAsked({ settings, now }: Services, query: string): AskedView | null {
  try {
    return readAskedView(settings, new URLSearchParams(query), now().getTime());
  } catch (error) {
    if (error instanceof ProblemError) return null;
    throw error;
  }
}
