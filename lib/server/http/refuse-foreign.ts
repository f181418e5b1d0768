import { isOriginAllowed } from '../allowed-origin';
import { problem } from './answers';
import type { ApiCall } from './router';

/**
 * Lets pages of this installation and programs post, and no page of another site: neither by script nor by a form.
 * @param title what pages of other sites do not do
 * @throws a 403 or 415 problem
 */
export function refuseForeign(
  { services, request: { headers } }: Pick<ApiCall, 'services' | 'request'>,
  title: string,
  answerHeaders: Record<string, string> = {},
): void {
  const isOurs = isOriginAllowed(services.settings, headers.get('origin'), headers.get('host'));
  if (!isOurs || (!headers.has('origin') && headers.get('sec-fetch-site') === 'cross-site')) {
    throw problem(403, 'origin', title, {}, answerHeaders);
  }
  const [type = ''] = (headers.get('content-type') ?? '').split(';');
  if (type.trim().toLowerCase() !== 'application/json') {
    throw problem(415, 'content-type', 'Send application/json', {}, answerHeaders);
  }
}
