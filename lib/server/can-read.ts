import type { IncomingHttpHeaders } from 'node:http';
import type { Reader } from './read-gate';
import { refuseUnless } from './screens/refuse-guess';
import type { Services } from './services';

/**
 * The one gate for reading. Every exit asks it: pages, API, partitions, files, the socket. It gives who reads, or null
 * where nothing may be answered; in a public installation everybody reads.
 * @throws a 429 problem where the caller has shown too many credentials of screens that nobody knows
 */
export async function canRead(
  { gate, screenGate }: Pick<Services, 'gate' | 'screenGate'>,
  headers: IncomingHttpHeaders,
  caller: string,
): Promise<Reader | null> {
  const reader = await gate.identify(headers);
  if (reader) return reader;
  const presented = await screenGate.identify(headers, caller);
  if (presented.type === 'tooMany') refuseUnless(presented.allowance);
  return presented.type === 'screen' ? { tokenId: null, screenId: presented.id } : null;
}
