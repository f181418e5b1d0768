import type { IncomingHttpHeaders } from 'node:http';

/**
 * The one gate for reading. Every exit asks it: pages, API, partitions, the socket's handshake, files. Public by default;
 * a private newsroom becomes a rule here and nowhere else.
 */
export function canRead(_headers: IncomingHttpHeaders): boolean {
  return true;
}
