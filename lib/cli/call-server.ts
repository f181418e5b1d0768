import { UsageError } from './command-line';
import type { ImportWorld } from './import-world';
import { findServer } from './running-server';

/**
 * Asks the running server once, with the admin token of its data folder.
 * @param given an address that the command line names, or null
 * @throws UsageError with the server's reason, or that there is no server
 */
export async function callServer(
  world: Pick<ImportWorld, 'environment' | 'projectRoot' | 'fetch'>,
  method: string,
  path: string,
  body?: unknown,
  given: string | null = null,
): Promise<{ server: string; answer: unknown }> {
  const { server, token } = await findServer(given, world);
  const response = await world
    .fetch(`${server}${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    .catch(() => null);
  if (!response) {
    throw new UsageError(
      `No server answers at ${server}: start it, or set PORT or PUBLIC_URL to its address.`,
    );
  }
  const answer: unknown = await response.json().catch(() => null);
  if (response.ok) return { server, answer };
  const { title, errors } = (answer ?? {}) as { title?: string; errors?: { message: string }[] };
  const reason = errors?.[0]?.message ?? title ?? 'it gives no reason';
  throw new UsageError(`The server at ${server} answers ${response.status}: ${reason}.`);
}
