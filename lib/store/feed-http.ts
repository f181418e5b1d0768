/** What the feed needs of HTTP. Both reject where no answer came. Paths are absolute. */
export interface FeedHttp {
  getJson: (path: string) => Promise<{ status: number; body: unknown }>;
  getBytes: (path: string) => Promise<{ status: number; bytes: Uint8Array }>;
}

/** A private installation does not know this reader, or no longer (AC1). */
export class AccessEnded extends Error {
  override readonly name = 'AccessEnded';
}

const NOT_ADMITTED = 401;

/** @throws AccessEnded where an answer says so */
export function requireAccess({ status }: { status: number }): void {
  if (status === NOT_ADMITTED) throw new AccessEnded('this installation is private');
}

const TIMEOUT_MS = 20_000;

/** HTTP over `fetch`. `baseUrl` is the server's origin. */
export function createFeedHttp(
  baseUrl: string,
  fetchFunction: typeof fetch = (...parameters) => fetch(...parameters),
): FeedHttp {
  const get = (path: string): Promise<Response> =>
    fetchFunction(new URL(path, baseUrl), { signal: AbortSignal.timeout(TIMEOUT_MS) });
  return {
    getJson: async (path) => {
      const response = await get(path);
      const body: unknown = await response.json().catch(() => null);
      return { status: response.status, body };
    },
    getBytes: async (path) => {
      const response = await get(path);
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
  };
}
