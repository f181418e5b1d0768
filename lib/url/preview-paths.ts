import type { Locale } from '@/lib/domain/vocabulary';

/** Pixels of a preview image: 1.91 to 1, as chats and networks show beside a link. */
export const PREVIEW_WIDTH = 1200;
export const PREVIEW_HEIGHT = 630;

/** The picture of a view; `query` is that of the explorer, as `formatView` writes it, with `asOf` where it has one. */
export function viewPreviewPath(query: string, locale: Locale): `/${string}` {
  return `/preview.png?${query === '' ? '' : `${query}&`}lang=${locale}`;
}

/** The picture of a record's page; `id` is its UUID. */
export function recordPreviewPath(id: string, locale: Locale): `/${string}` {
  return `/preview/incident/${id}.png?lang=${locale}`;
}

/** The picture of a region's page. */
export function regionPreviewPath(code: string, locale: Locale): `/${string}` {
  return `/preview/region/${encodeURIComponent(code)}.png?lang=${locale}`;
}
