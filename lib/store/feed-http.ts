/** What the feed needs of HTTP. Both reject where no answer came. Paths are absolute. */
export interface FeedHttp {
  getJson: (path: string) => Promise<{ status: number; body: unknown }>;
  getBytes: (path: string) => Promise<{ status: number; bytes: Uint8Array }>;
  /** For registered screens, where WebSocket is blocked; a reader needs none. */
  postJson?: (path: string, body: unknown) => Promise<{ status: number; body: unknown }>;
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
  const get = (path: string, more: RequestInit = {}): Promise<Response> =>
    fetchFunction(new URL(path, baseUrl), { signal: AbortSignal.timeout(TIMEOUT_MS), ...more });
  const jsonOf = async (response: Response): Promise<{ status: number; body: unknown }> => {
    const body: unknown = await response.json().catch(() => null);
    return { status: response.status, body };
  };
  return {
    getJson: async (path) => jsonOf(await get(path)),
    postJson: async (path, body) => {
      const headers = { 'content-type': 'application/json' };
      return jsonOf(await get(path, { method: 'POST', headers, body: JSON.stringify(body) }));
    },
    getBytes: async (path) => {
      const response = await get(path);
      return { status: response.status, bytes: new Uint8Array(await response.arrayBuffer()) };
    },
  };
}
