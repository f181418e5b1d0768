import type { IncomingHttpHeaders } from 'node:http';
import type { Settings } from './settings';

/**
 * The network address that limits count by. Behind a proxy (`TRUST_PROXY=yes`) it is the last hop that the proxy names;
 * otherwise that header is anybody's claim and is ignored.
 */
export function callerOf(
  settings: Pick<Settings, 'TRUST_PROXY'>,
  headers: IncomingHttpHeaders,
  remoteAddress: string | undefined,
): string {
  const hops = String(headers['x-forwarded-for'] ?? '').split(',');
  const forwarded = hops.at(-1)?.trim();
  return settings.TRUST_PROXY === 'yes' && forwarded ? forwarded : (remoteAddress ?? 'unknown');
}
