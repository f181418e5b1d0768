import { LOCALES } from '@/lib/domain/vocabulary';
import { API_ROUTES } from '@/lib/server/api/api-routes';
import { PAGES } from './every-page';

/** By a route's path as `API_ROUTES` has it: addresses by which it tells all that a test looks for. */
export type ExitCases = Readonly<Record<string, readonly string[]>>;

const GET_ROUTES = API_ROUTES.filter(({ method }) => method === 'GET');

/** Routes that only the holder of the admin token may read. */
export const DESK_EXITS = GET_ROUTES.filter(({ write }) => write).map(({ path }) => path);

/** Files and feed of a selection; each takes the explorer's parameters, and `asOf`. */
export const SELECTION_EXITS = GET_ROUTES.map(({ path }) => path).filter((path) =>
  path.startsWith('/api/v1/selection.'),
);

/** By the variable parts of pages: what a test looks for. */
export interface PageCases {
  /** Of the map. */
  query: string;
  /** UUID of a record. */
  id: string;
  /** Region codes in which it lies. */
  codes: readonly string[];
}

function addressesOf(page: (typeof PAGES)[number], { query, id, codes }: PageCases): string[] {
  switch (page) {
    case '':
      return [query];
    case '/embed':
      return [`/embed${query}`];
    case '/incident/[id]':
      return [`/incident/${id}`, `/incident/${id.toUpperCase()}`];
    case '/region/[code]':
      return codes.map((code) => `/region/${code}`);
    case '/s/[code]':
      return ['/s/nosuchlink22'];
    default:
      return [page];
  }
}

/**
 * Every address at which anybody may read: the cases of each public route, the metrics, the pages and what search engines
 * ask for.
 * @throws Error if a route has no cases, or cases have no route: a new exit cannot be forgotten
 */
export function publicExits(cases: ExitCases, pageCases: PageCases): string[] {
  const routes = GET_ROUTES.filter(({ write }) => !write).map(({ path }) => path);
  const missing = routes.filter((path) => !cases[path]);
  const unknown = Object.keys(cases).filter((path) => !routes.includes(path));
  if (missing.length + unknown.length > 0) {
    throw new Error(`routes without cases: ${missing}; cases without a route: ${unknown}`);
  }
  const pages = PAGES.flatMap((page) => addressesOf(page, pageCases));
  const inEach = LOCALES.flatMap((locale) => pages.map((page) => `/${locale}${page}`));
  const others = ['/health', '/metrics', '/', '/robots.txt', '/sitemap.xml', '/embed', '/embed.js'];
  return [...Object.values(cases).flat(), ...others, ...inEach];
}
