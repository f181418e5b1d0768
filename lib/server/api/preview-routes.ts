import { z } from 'zod';
import { regionByCode } from '@/lib/regions/gazetteer';
import { problem } from '../http/answers';
import type { ApiCall, ApiRoute } from '../http/router';
import { readAskedPicture, readPictureLocale, viewOfRegion } from '../preview/asked-preview';
import { DeskFull } from '../preview/picture-desk';
import {
  type Picture,
  type PictureAsker,
  type Previews,
  TooManyPictures,
} from '../preview/previews';

const OPEN = { 'access-control-allow-origin': '*' };
/** A copy is asked about before each use, as everywhere: what was withdrawn leaves it with the next question. */
const ASK_FIRST = 'public, no-cache';
const BUSY_SECONDS = '3';

/** The picture of what an address of the explorer shows. */
async function previewOfView(call: ApiCall): Promise<Response> {
  const asked = readAskedPicture(call.services.settings, call.url, call.services.now().getTime());
  return answer(call, (previews, asker) => previews.ofView(call.services, asked, asker));
}

/** The picture of a record's page. */
async function previewOfRecord(call: ApiCall): Promise<Response> {
  const locale = readPictureLocale(call.url);
  const id = (call.params.id ?? '').toLowerCase();
  if (!z.uuid().safeParse(id).success) throw notFound('No such record');
  return answer(call, async (previews, asker) => {
    const picture = await previews.ofRecord(call.services, id, locale, asker);
    if (picture === null) throw notFound('No such record');
    if (picture === 'gone') throw problem(410, 'gone', 'This record is no longer public', {}, OPEN);
    return picture;
  });
}

/** The picture of a region's page. */
async function previewOfRegion(call: ApiCall): Promise<Response> {
  const locale = readPictureLocale(call.url);
  const code = call.params.code ?? '';
  if (!regionByCode(code)) throw notFound('No such region');
  const asked = viewOfRegion(call.services.settings, code, locale);
  return answer(call, (previews, asker) => previews.ofView(call.services, asked, asker));
}

async function answer(
  { services, request, caller }: ApiCall,
  find: (previews: Previews, asker: PictureAsker) => Promise<Picture>,
): Promise<Response> {
  if (!services.previews) throw notFound('No pages are served here, and so no pictures of them');
  const known = request.headers.get('if-none-match');
  const { etag, png } = await find(services.previews, { caller, known }).catch((error: unknown) => {
    if (error instanceof TooManyPictures) throw tooMany(error);
    throw error instanceof DeskFull ? busy() : error;
  });
  const headers = { ...OPEN, etag, 'cache-control': ASK_FIRST };
  if (png === null) return new Response(null, { status: 304, headers });
  return new Response(png, { headers: { ...headers, 'content-type': 'image/png' } });
}

function notFound(title: string) {
  return problem(404, 'not-found', title, {}, OPEN);
}

/**
 * Whoever fetches a picture for a chat comes back after an error, but keeps for days what it was given: so a plain card in
 * its place would stay with the link.
 */
function busy() {
  const detail = `Try again in ${BUSY_SECONDS} s.`;
  return problem(
    503,
    'busy',
    'Too many pictures at once',
    { detail },
    { 'retry-after': BUSY_SECONDS },
  );
}

/** One address cannot have the threads draw for it alone; pictures that are kept are given to anybody. */
function tooMany({ retryAfterSeconds }: TooManyPictures) {
  const detail = `Try again in ${retryAfterSeconds} s.`;
  const headers = { ...OPEN, 'retry-after': String(retryAfterSeconds) };
  return problem(429, 'rate', 'Too many new pictures', { detail }, headers);
}

/** Below no `/api/`, since they are part of the pages: what a network shows beside a link. */
export const PREVIEW_ROUTES: readonly ApiRoute[] = [
  { method: 'GET', path: '/preview.png', handle: previewOfView },
  { method: 'GET', path: '/preview/incident/:id.png', handle: previewOfRecord },
  { method: 'GET', path: '/preview/region/:code.png', handle: previewOfRegion },
];
