import { z } from 'zod';
import { type Camera, EVERYTHING, type Filter } from '@/lib/domain/filter';
import type { PastName } from '@/lib/domain/past-name';
import type { FieldFault } from '@/lib/domain/problem';
import { LOCALES, type Locale } from '@/lib/domain/vocabulary';
import { MAP_VIEWPORT } from '@/lib/publish/preview/preview-scene';
import { regionByCode } from '@/lib/regions/gazetteer';
import { cameraOfRegions } from '@/lib/regions/region-camera';
import { type Notice, parseView } from '@/lib/url/parse-view';
import { viewDefaultsOf } from '@/lib/url/presets';
import { roundCamera, type ViewDefaults } from '@/lib/url/view-state';
import { asOfQuery } from '../api/past-query';
import { problem } from '../http/answers';
import { ownScope } from '../scope';
import type { Settings } from '../settings';

/** What a picture of a view shall show. */
export interface AskedView {
  filter: Filter;
  camera: Camera;
  locale: Locale;
  asOf: PastName | null;
}

const LONGEST_NAME = 100;
/** A page's map is about this large: what its camera shows there, the picture shows too. */
const PAGE_VIEWPORT = { width: 900, height: 700 };
const CLOSEST_ZOOM = 20;
/** The embedded map's coasts are known to 250 m: closer, they would fill a picture with corners. */
const CLOSEST_REGION_ZOOM = 10;
const ownQuery = z.object({ lang: z.enum(LOCALES).optional(), asOf: asOfQuery.optional() });

/**
 * Reads an address with the explorer's parameters, `lang` and `asOf`.
 * @throws a 400 problem that names every parameter which the explorer would leave out: a picture of a wider selection than
 * was asked for would be believed
 */
export function readAskedView(settings: Pick<Settings, 'mode'>, query: URLSearchParams): AskedView {
  const { own, rest } = splitQuery(query);
  const defaults = viewDefaultsOf(settings.mode);
  const { state, notices } = parseView(rest.toString(), defaults);
  const parsed = ownQuery.safeParse(own);
  const faults = [
    ...notices.map(faultOf),
    ...unknownRegions(state.filter),
    ...(parsed.error?.issues ?? []).map(({ path, message }) => ({
      field: String(path[0]),
      message,
    })),
  ];
  if (faults.length > 0 || !parsed.success) throw wrong(faults);
  const { lang = 'en', asOf = null } = parsed.data;
  const camera = cameraFor(state.filter, state.camera, defaults);
  return { filter: state.filter, camera, locale: lang, asOf };
}

/** The language alone, for a picture of a page. @throws a 400 problem */
export function readAskedLocale(query: URLSearchParams): Locale {
  const { own, rest } = splitQuery(query);
  const parsed = ownQuery.pick({ lang: true }).strict().safeParse(own);
  const [unknown] = rest.keys();
  if (unknown !== undefined) throw wrong([unknownParameter(unknown)]);
  if (!parsed.success) {
    throw wrong(
      parsed.error.issues.map(({ path, message }) => ({
        field: String(path[0] ?? 'asOf'),
        message,
      })),
    );
  }
  return parsed.data.lang ?? 'en';
}

/** What the page of a region counts. */
export function viewOfRegion(
  settings: Pick<Settings, 'mode'>,
  code: string,
  locale: Locale,
): AskedView {
  const filter = { ...EVERYTHING, scope: ownScope(settings), regions: [code] };
  const defaults = viewDefaultsOf(settings.mode);
  return { filter, camera: cameraFor(filter, defaults.camera, defaults), locale, asOf: null };
}

function splitQuery(query: URLSearchParams): {
  own: Record<string, string>;
  rest: URLSearchParams;
} {
  const own: Record<string, string> = {};
  const rest = new URLSearchParams();
  const seen = new Set<string>();
  for (const [key, text] of query) {
    if (seen.has(key)) throw wrong([{ field: shortened(key), message: 'give it once' }]);
    seen.add(key);
    if (key !== 'lang' && key !== 'asOf') rest.append(key, text);
    else own[key] = text;
  }
  return { own, rest };
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

function shortened(name: string): string {
  return name.slice(0, LONGEST_NAME) || 'query';
}

function faultOf({ key, text, problem: what }: Notice): FieldFault {
  const field = shortened(key);
  if (what === 'unknown') return unknownParameter(key);
  if (what === 'contradiction') return { field, message: `${text} lies before the first day` };
  return { field, message: `"${text}" is not what this parameter takes` };
}

function unknownParameter(key: string): FieldFault {
  return { field: shortened(key), message: 'is no parameter of this address' };
}

function unknownRegions({ regions }: Filter): FieldFault[] {
  return regions
    .filter((code) => !regionByCode(code))
    .map((code) => ({
      field: 'r',
      message: `no region has the code ${code}; see /api/v1/regions`,
    }));
}

function wrong(errors: FieldFault[]) {
  return problem(400, 'query', 'A parameter is wrong', { errors });
}
