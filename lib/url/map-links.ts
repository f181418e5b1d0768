import type { Camera, Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import type { Locale } from '@/lib/domain/vocabulary';
import { formatView } from './parse-view';
import { viewDefaultsOf } from './presets';
import { defaultViewState, roundCamera, type ViewState } from './view-state';

interface MapLink {
  locale: Locale;
  mode: 'demo' | 'real';
  scope: Filter['scope'];
  /** Null for the installation's opening view. */
  camera: Camera | null;
  /** A past state, where it is not the current one that the map shall show. */
  asOf?: PastName | null;
}

/** The map with the card of a record open. */
export function mapOfRecord(rid: number, link: MapLink): string {
  return mapWith(link, (state) => ({ ...state, record: rid }));
}

/** The map with the records of one region. */
export function mapOfRegion(code: string, link: MapLink): string {
  return mapWith(link, (state) => ({ ...state, filter: { ...state.filter, regions: [code] } }));
}

function mapWith(
  { locale, mode, scope, camera, asOf = null }: MapLink,
  change: (state: ViewState) => ViewState,
): string {
  const defaults = viewDefaultsOf(mode);
  const usual = defaultViewState(defaults);
  const state = change({
    ...usual,
    filter: { ...usual.filter, scope },
    camera: camera ? roundCamera(camera) : usual.camera,
    asOf,
  });
  const query = formatView(state, defaults);
  return query ? `/${locale}?${query}` : `/${locale}`;
}
