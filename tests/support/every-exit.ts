import { LOCALES } from '@/lib/domain/vocabulary';
import { API_ROUTES } from '@/lib/server/api/api-routes';

/** By a route's path as `API_ROUTES` has it: addresses by which it tells all that a test looks for. */
export type ExitCases = Readonly<Record<string, readonly string[]>>;

const GET_ROUTES = API_ROUTES.filter(({ method }) => method === 'GET');

/** Routes that only the holder of the admin token may read. */
export const DESK_EXITS = GET_ROUTES.filter(({ write }) => write).map(({ path }) => path);

/**
 * Every address at which anybody may read: the cases of each public route, the metrics and the pages.
 * @throws Error if a route has no cases, or cases have no route: a new exit cannot be forgotten
 */
export function publicExits(cases: ExitCases, page = ''): string[] {
  const routes = GET_ROUTES.filter(({ write }) => !write).map(({ path }) => path);
  const missing = routes.filter((path) => !cases[path]);
  const unknown = Object.keys(cases).filter((path) => !routes.includes(path));
  if (missing.length + unknown.length > 0) {
    throw new Error(`routes without cases: ${missing}; cases without a route: ${unknown}`);
  }
  const pages = LOCALES.flatMap((locale) => [`/${locale}${page}`, `/${locale}/about`]);
  return [...Object.values(cases).flat(), '/health', '/metrics', '/', ...pages];
}
