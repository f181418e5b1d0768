import { z } from 'zod';
import { type Camera, EVERYTHING, type Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { MAP_VIEWPORT } from '@/lib/publish/preview/preview-scene';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { viewDefaultsOf } from '@/lib/url/presets';
import { roundCamera, type ViewDefaults } from '@/lib/url/view-state';
import { readQuery } from '../http/read-query';
import { readAskedLocale, readAskedView } from '../read-view';
import { ownScope } from '../scope';
import type { Settings } from '../settings';

/** What a picture of a view shall show. */
export interface AskedPicture {
  filter: Filter;
  camera: Camera;
  locale: Locale;
  asOf: PastName | null;
}

/** A page's map is about this large: what its camera shows there, the picture shows too. */
const PAGE_VIEWPORT = { width: 900, height: 700 };
const CLOSEST_ZOOM = 20;
/** The embedded map's coasts are known to 250 m: closer, they would fill a picture with corners. */
const CLOSEST_REGION_ZOOM = 10;
const languageQuery = z.object({ lang: z.enum(LOCALES).default('en') });

/** Reads an address with the explorer's parameters, `lang` and `asOf`, at an instant. @throws a 400 problem; see `readAskedView` */
export function readAskedPicture(
  settings: Pick<Settings, 'mode'>,
  url: URL,
  nowMs: number,
): AskedPicture {
  const { filter, camera, asOf, own } = readAskedView(settings, url.searchParams, nowMs, ['lang']);
  const locale = readAskedLocale(own.lang);
  return { filter, camera: cameraFor(filter, camera, viewDefaultsOf(settings.mode)), locale, asOf };
}

/** The language alone, for a picture of a page. @throws a 400 problem */
export function readPictureLocale(url: URL): Locale {
  return readQuery(url, languageQuery).lang;
}

/** What the page of a region counts. */
export function viewOfRegion(
  settings: Pick<Settings, 'mode'>,
  code: string,
  locale: Locale,
): AskedPicture {
  const filter = { ...EVERYTHING, scope: ownScope(settings), regions: [code] };
  const defaults = viewDefaultsOf(settings.mode);
  return { filter, camera: cameraFor(filter, defaults.camera, defaults), locale, asOf: null };
}

/** The address's own camera, else one that shows the filter's regions, else the opening one. */
function cameraFor({ regions }: Filter, camera: Camera, defaults: ViewDefaults): Camera {
  const usual = roundCamera(defaults.camera);
  const isUsual = JSON.stringify(usual) === JSON.stringify(camera);
  const { width, height } = MAP_VIEWPORT;
  const ofRegions = isUsual ? cameraOfRegions(regions, width, height) : null;
  if (ofRegions) {
    return roundCamera({ ...ofRegions, zoom: Math.min(ofRegions.zoom, CLOSEST_REGION_ZOOM) });
  }
  const share = Math.min(width / PAGE_VIEWPORT.width, height / PAGE_VIEWPORT.height);
  const zoom = Math.min(CLOSEST_ZOOM, Math.max(0, camera.zoom + Math.log2(share)));
  return roundCamera({ ...camera, zoom });
}
