import type { ServerResponse } from 'node:http';

/**
 * Makes every answer of a private installation one for its reader alone, whoever writes it (our handlers, files, Next):
 * no other origin may read it, no shared cache may keep it, no search engine may list it, and no address leaves with a
 * link. `status` replaces the one that is written.
 */
export function keepPrivate(answer: ServerResponse, status?: number): void {
  const writeHead = answer.writeHead.bind(answer) as (...given: unknown[]) => ServerResponse;
  answer.setHeader('referrer-policy', 'no-referrer');
  answer.setHeader('x-robots-tag', 'noindex, nofollow');
  const override = (given: number, ...rest: unknown[]) => {
    answer.removeHeader('access-control-allow-origin');
    answer.setHeader('cache-control', privateCaching(answer.getHeader('cache-control')));
    return writeHead(status ?? given, ...rest);
  };
  answer.writeHead = override as typeof answer.writeHead;
}

/** What may be asked about again with an ETag stays with its reader; the rest is not kept at all. */
function privateCaching(given: unknown): string {
  const wasKept = /no-cache/.test(String(given)) && !/no-store/.test(String(given));
  return wasKept ? 'private, no-cache' : 'private, no-store';
}
