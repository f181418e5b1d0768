import { describe, expect, it } from 'vitest';
import { API_ROUTES } from '@/lib/server/api/api-routes';
import { ProblemError } from '@/lib/server/http/answers';
import { type ApiRoute, createRouter } from '@/lib/server/http/router';

const answer = async () => new Response();
const routes: ApiRoute[] = [
  { method: 'GET', path: '/things', handle: answer },
  { method: 'POST', path: '/things', handle: answer, write: true },
  { method: 'GET', path: '/things/:id', handle: answer },
  { method: 'GET', path: '/things/:id/parts/:part', handle: answer },
  { method: 'GET', path: '/files/*', handle: answer },
];
const find = createRouter(routes);

function problemOf(work: () => unknown): ProblemError {
  try {
    work();
  } catch (error) {
    if (error instanceof ProblemError) return error;
    throw error;
  }
  throw new Error('no problem was raised');
}

describe('the router', () => {
  it('finds a route by method and path', () => {
    expect(find('POST', '/things')?.route).toBe(routes[1]);
    expect(find('GET', '/things')?.route).toBe(routes[0]);
  });

  it('answers HEAD where it answers GET', () => {
    expect(find('HEAD', '/things')?.route).toBe(routes[0]);
  });

  it('reads and decodes the variable parts of a path', () => {
    expect(find('GET', '/things/a%20b/parts/%C3%A9')?.params).toEqual({ id: 'a b', part: 'é' });
    expect(find('GET', '/files/a/b/c')?.params).toEqual({ rest: 'a/b/c' });
  });

  it('knows nothing of other paths', () => {
    for (const path of ['/', '/thing', '/things/', '/things/1/2', '/files/', '/a/things']) {
      expect(find('GET', path)).toBeNull();
    }
  });

  it('names the methods that are possible in a 405', () => {
    const error = problemOf(() => find('DELETE', '/things'));
    expect(error.problem).toMatchObject({ status: 405, detail: 'Use GET, POST.' });
    expect(error.headers).toEqual({ allow: 'GET, POST' });
  });

  it('names the path where its encoding is broken', () => {
    const error = problemOf(() => find('GET', '/things/%ff'));
    expect(error.problem).toMatchObject({ status: 400, errors: [{ field: 'path' }] });
  });
});

describe('the API', () => {
  it('asks for the token wherever it writes, and at the desk', () => {
    const unguarded = API_ROUTES.filter(({ write }) => !write);
    const writing = unguarded.filter(({ method }) => method !== 'GET');
    // Readers make short links, screens register and tell of themselves; their own limits and credentials bound that.
    expect(writing.map(({ method, path }) => `${method} ${path}`)).toEqual([
      'POST /api/v1/links',
      'POST /api/v1/screens/registrations',
      'POST /api/v1/screens/registrations/poll',
      'POST /api/v1/screens/self/report',
      'POST /api/v1/screens/self/renewal',
    ]);
    expect(unguarded.filter(({ path }) => path.includes('/desk/'))).toEqual([]);
  });

  it('has each address once', () => {
    const addresses = API_ROUTES.map(({ method, path }) => `${method} ${path}`);
    expect(new Set(addresses).size).toBe(addresses.length);
  });
});
