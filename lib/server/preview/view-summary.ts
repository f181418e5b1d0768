import { isDatabaseAway } from '@/db/database-away';
import type { Locale } from '@/lib/domain/vocabulary';
import { formatView, parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { viewPreviewPath } from '@/lib/url/preview-paths';
import { ProblemError } from '../http/answers';
import type { ViewSummary } from '../page-facts';
import { readAskedView } from '../read-view';
import type { Services } from '../services';
import { readStateName, readViewCount } from './view-figures';
import { countedTitle } from './view-title';

const MOST_KEPT = 500;

/** Counts of the last views, by filter and state: many come by one link. */
const kept = new WeakMap<Services, Map<string, number>>();

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
  const words = previews.words[locale];
  const defaults = viewDefaultsOf(settings.mode);
  const shown = formatView(parseView(query, defaults).state, defaults);
  try {
    const asked = readAskedView(settings, new URLSearchParams(shown));
    const state = await readStateName(services, asked.asOf);
    const key = JSON.stringify([asked.filter, state.epoch, state.seq, state.hiding]);
    const count = await keepCount(services, key, () => readViewCount(services, asked));
    const title = countedTitle(asked.filter, count, words);
    const asOf = words.asOf(state.committedAt);
    return {
      title,
      alt: words.t('preview.alt', { title, asOf }),
      query: shown,
      image: viewPreviewPath(shown, locale),
    };
  } catch (error) {
    if (error instanceof ProblemError || isDatabaseAway(error)) return null;
    throw error;
  }
}

async function keepCount(
  services: Services,
  key: string,
  count: () => Promise<number>,
): Promise<number> {
  const counts = kept.get(services) ?? new Map<string, number>();
  kept.set(services, counts);
  const value = counts.get(key) ?? (await count());
  counts.delete(key);
  counts.set(key, value);
  const [oldest] = counts.keys();
  if (counts.size > MOST_KEPT && oldest !== undefined) counts.delete(oldest);
  return value;
}
