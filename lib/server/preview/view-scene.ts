import type { Filter } from '@/lib/domain/filter';
import { KINDS } from '@/lib/domain/vocabulary';
import { type GatheredBars, gatherBars } from '@/lib/publish/preview/gather-bars';
import type { PreviewScene } from '@/lib/publish/preview/preview-scene';
import type { WordsOfLocale } from '../reader-words';
import type { Settings } from '../settings';
import type { AskedPicture } from './asked-preview';
import type { ViewFigures } from './view-figures';
import { selectionTitle } from './view-title';

/** As the map says it, without links. */
const ATTRIBUTION = 'Natural Earth · GeoNames (CC BY 4.0) · © OpenStreetMap contributors';

type Publisher = Pick<Settings, 'PUBLISHER' | 'PUBLIC_URL'>;

/** The picture of a view: its title in words, its counts, its bars and its map. */
export function viewScene(
  { filter, camera, locale }: AskedPicture,
  { state, totals, clusters, areas, zoom, bins }: ViewFigures,
  words: WordsOfLocale,
  settings: Publisher,
): PreviewScene {
  const { t, number } = words;
  const isEmpty = totals.count === 0;
  return {
    ...commonParts(words, settings, state.committedAt),
    locale,
    title: withTies(selectionTitle(filter, words)),
    note: null,
    count: { number: number(totals.count), noun: t('filters.records', { count: totals.count }) },
    kinds: shownKinds(filter).map((kind) => ({
      kind,
      word: t(`kindsMany.${kind}`),
      count: number(totals[kind]),
    })),
    bars: isEmpty ? null : barsOf(gatherBars(bins, filter), totals.count, words),
    map: { camera, zoom, clusters, areas, empty: isEmpty ? t('preview.none') : null },
    simulated: filter.scope === 'simulated' ? t('ticker.simulated') : null,
  };
}

/** What stands on every picture. */
export function commonParts(
  { t, asOf }: WordsOfLocale,
  { PUBLISHER, PUBLIC_URL }: Publisher,
  committedAt: string,
): Pick<PreviewScene, 'legend' | 'asOf' | 'source' | 'precision' | 'attribution'> {
  const host = PUBLIC_URL ? new URL(PUBLIC_URL).host : null;
  return {
    legend: {
      several: t('preview.several'),
      area: t('preview.area'),
      discs: t('preview.discs'),
    },
    asOf: asOf(committedAt),
    source: PUBLISHER ?? host ?? 'Havenwacht',
    precision: t('preview.precision'),
    attribution: ATTRIBUTION,
  };
}

/** A date is not broken between two lines, and no quotation mark stands alone. */
function withTies(title: string): string {
  return title
    .replace(/(\d{1,2}(?:er)?) (\p{L}+\.?) (\d{4})/gu, '$1\u00a0$2\u00a0$3')
    .replaceAll('« ', '«\u00a0')
    .replaceAll(' »', '\u00a0»');
}

function shownKinds({ kinds }: Filter) {
  return KINDS.filter((kind) => kinds.length === 0 || kinds.includes(kind));
}

function barsOf(
  { unit, bars, first, last }: GatheredBars,
  count: number,
  { t, shortDay }: WordsOfLocale,
): PreviewScene['bars'] {
  const shown = bars.reduce((sum, bar) => sum + KINDS.reduce((all, kind) => all + bar[kind], 0), 0);
  if (first === null || last === null || bars.length === 0) return null;
  const said = (day: string) => shortDay(Date.parse(`${day}T12:00:00Z`));
  return {
    entries: bars.map((counts) => ({ counts })),
    caption: t(`timeline.per.${unit}`),
    first: said(first),
    last: said(last),
    remainder: shown < count ? t('timeline.coarse', { count: count - shown }) : null,
  };
}
