import type { Services } from '../services';
import { problem } from './answers';

export interface ApiCall {
  services: Services;
  request: Request;
  url: URL;
  /** The path's variable parts, decoded. */
  params: Record<string, string>;
  /** False only at an `open` route of a private installation: tell nothing but what anybody may know. */
  mayRead: boolean;
  /** Network address of the caller, for limits. */
  caller: string;
  /** The body, at most `BODY_LIMIT_BYTES`; throws a 413 problem. */
  readBody: () => Promise<Uint8Array>;
}

export type ApiHandler = (call: ApiCall) => Promise<Response>;

export interface ApiRoute {
  method: 'GET' | 'POST' | 'PATCH' | 'DELETE' | 'PUT';
  /** `/api/v1/incidents/:id`; a last `*` takes the rest of the path. */
  path: string;
  handle: ApiHandler;
  /** Needs the bearer token and counts as a write. */
  write?: true;
  /** Answers without a read token too, where the installation is private. A test lists which do. */
  open?: true;
}

export interface RouteMatch {
  route: ApiRoute;
  params: Record<string, string>;
}

interface CompiledRoute {
  route: ApiRoute;
  pattern: RegExp;
  names: string[];
}

/** Finds the route of a method and a path; a path with other methods only is a 405. */
export function createRouter(
  routes: readonly ApiRoute[],
): (method: string, path: string) => RouteMatch | null {
  const compiled = routes.map(compile);
  return (method, path) => {
    const asked = method === 'HEAD' ? 'GET' : method;
    const atPath = compiled.filter(({ pattern }) => pattern.test(path));
    const found = atPath.find(({ route }) => route.method === asked);
    if (found) return { route: found.route, params: readParams(found, path) };
    if (atPath.length === 0) return null;
    const allowed = [...new Set(atPath.map(({ route }) => route.method))].join(', ');
    throw problem(
      405,
      'method',
      `${method.slice(0, 20)} is not possible here`,
      { detail: `Use ${allowed}.` },
      { allow: allowed },
    );
  };
}

function compile(route: ApiRoute): CompiledRoute {
  const names: string[] = [];
  const source = route.path
    .replaceAll('.', '\\.')
    .replace(/:(\w+)/g, (_, name: string) => {
      names.push(name);
      return '([^/]+)';
    })
    .replace(/\*$/, () => {
      names.push('rest');
      return '(.+)';
    });
  return { route, pattern: new RegExp(`^${source}$`), names };
}

function readParams(compiled: CompiledRoute, path: string): Record<string, string> {
  const values = compiled.pattern.exec(path)?.slice(1) ?? [];
  return Object.fromEntries(
    compiled.names.map((name, index) => [name, decodePath(values[index] ?? '')]),
  );
}

/** @throws a 400 problem where the encoding is broken */
export function decodePath(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw problem(400, 'path', 'The address is not valid UTF-8 percent-encoding', {
      errors: [{ field: 'path', message: 'encode the address as UTF-8' }],
    });
  }
}
