import { isDatabaseAway } from '@/db/database-away';
import type { Locale } from '@/lib/domain/vocabulary';
import { formatView, parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { viewPreviewPath } from '@/lib/url/preview-paths';
import { ProblemError } from '../http/answers';
import type { ViewSummary } from '../page-facts';
import { Places } from '../places';
import { type AskedView, readAskedView } from '../read-view';
import { selectView } from '../select-view';
import type { Services } from '../services';
import { readStateName } from './view-figures';
import { countedTitle } from './view-title';

const MOST_KEPT = 500;
/** Of past states, whose way back may be long; where all are taken a link goes without its count. */
const pastCounts = new Places(2);

/** Counts of the last views, by filter and state: many come by one link. */
const kept = new WeakMap<Services, Map<string, Promise<number>>>();

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
  const view = parseView(query, defaults).state;
  const shown = formatView(view, defaults);
  // The picture shows no words on the map and no note: views that differ by these alone have one.
  const drawn = formatView({ ...view, labels: [], link: null }, defaults);
  try {
    const asked = readAskedView(settings, new URLSearchParams(shown));
    const state = await readStateName(services, asked.asOf);
    const key = JSON.stringify([asked.filter, state.epoch, state.seq, state.hiding]);
    const count = await keepCount(services, key, asked);
    if (count === null) return null;
    const title = countedTitle(asked.filter, count, words);
    const asOf = words.asOf(state.committedAt);
    return {
      // A past view is told by its date too, lest its count be taken for today's.
      title: asked.asOf === null ? title : `${title} · ${asOf}`,
      alt: words.t('preview.alt', { title, asOf }),
      query: shown,
      image: viewPreviewPath(drawn, locale),
    };
  } catch (error) {
    if (error instanceof ProblemError || isDatabaseAway(error)) return null;
    throw error;
  }
}

async function countView(services: Services, { filter, asOf }: AskedView): Promise<number> {
  const { rids } = await selectView(services, filter, asOf);
  return rids.count;
}

/** The count of a view; equal ones that are asked for at once are counted once. Null where there is no place to count. */
async function keepCount(
  services: Services,
  key: string,
  asked: AskedView,
): Promise<number | null> {
  const counts = kept.get(services) ?? new Map<string, Promise<number>>();
  kept.set(services, counts);
  const known = counts.get(key);
  const done = known || asked.asOf === null ? null : pastCounts.take();
  if (!known && asked.asOf !== null && !done) return null;
  const count = known ?? countView(services, asked).finally(() => done?.());
  counts.delete(key);
  counts.set(key, count);
  const [oldest] = counts.keys();
  if (counts.size > MOST_KEPT && oldest !== undefined) counts.delete(oldest);
  // What could not be counted is counted anew the next time.
  return count.catch((error: unknown) => {
    counts.delete(key);
    throw error;
  });
}
