import type { ServerResponse } from 'node:http';

/** Headers that a page of another origin may read beside the few that are always readable. */
const READABLE_HEADERS = 'etag, retry-after, x-request-id';
/** What such a page may send along with a read; none of it lets it write. */
const SENDABLE_HEADERS = 'if-none-match, cache-control, content-type';
const KEPT_SECONDS = '86400';

/** Pages of any origin may read the answer, whether it is data or says what was wrong with the question. */
export function allowEveryOrigin(answer: ServerResponse): void {
  answer.setHeader('access-control-allow-origin', '*');
  answer.setHeader('access-control-expose-headers', READABLE_HEADERS);
}

export function allowOwnOriginOnly(answer: ServerResponse): void {
  answer.removeHeader('access-control-allow-origin');
  answer.removeHeader('access-control-expose-headers');
}

/** The answer to a browser that asks whether a page of another origin may read here. */
export function answerPreflight(answer: ServerResponse): void {
  allowEveryOrigin(answer);
  answer.setHeader('access-control-allow-methods', 'GET, HEAD');
  answer.setHeader('access-control-allow-headers', SENDABLE_HEADERS);
  answer.setHeader('access-control-max-age', KEPT_SECONDS);
  answer.statusCode = 204;
  answer.end();
}
