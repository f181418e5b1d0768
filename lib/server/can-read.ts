import type { IncomingHttpHeaders } from 'node:http';
import type { Reader } from './read-gate';
import type { Services } from './services';

/**
 * The one gate for reading. Every exit asks it: pages, API, partitions, files, the socket. It gives who reads, or null
 * where nothing may be answered; in a public installation everybody reads.
 */
export function canRead(
  { gate }: Pick<Services, 'gate'>,
  headers: IncomingHttpHeaders,
): Promise<Reader | null> {
  return gate.identify(headers);
}
