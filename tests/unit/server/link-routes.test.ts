import { describe, expect, it } from 'vitest';
import { LINK_ROUTES } from '@/lib/server/api/link-routes';
import { ProblemError } from '@/lib/server/http/answers';
import type { ApiCall } from '@/lib/server/http/router';
import { createRateLimits } from '@/lib/server/rate-limits';

const TOO_MANY = { allowed: false, retryAfterSeconds: 1 };

/** The status of an answer to a request with such headers, where 429 says that it was let as far as the limits. */
async function statusOf(headers: Record<string, string>): Promise<number> {
  const route = LINK_ROUTES.find(({ method }) => method === 'POST');
  const request = new Request('http://map.example/api/v1/links', {
    method: 'POST',
    headers: { host: 'map.example', ...headers },
  });
  const settings = { PUBLIC_URL: 'https://map.example', ALLOWED_ORIGINS: ['https://own.example'] };
  const limits = { makeLink: () => Promise.resolve(TOO_MANY) };
  const call = { request, caller: 'one', services: { settings, limits } } as unknown as ApiCall;
  const refusal = await route?.handle(call).catch((error: unknown) => error);
  if (!(refusal instanceof ProblemError)) throw refusal;
  return refusal.problem.status;
}

describe('a short link', () => {
  it.each([
    [429, { 'content-type': 'application/json' }],
    [429, { 'content-type': 'application/json; charset=utf-8', origin: 'https://map.example' }],
    [429, { 'content-type': 'application/json', origin: 'https://own.example' }],
    [403, { 'content-type': 'application/json', origin: 'https://other.example' }],
    [403, { 'content-type': 'application/json', origin: 'null' }],
    [403, { 'content-type': 'application/json', 'sec-fetch-site': 'cross-site' }],
    [415, { 'content-type': 'text/plain' }],
    [415, {}],
  ])(
    'answers %d to a request with %j: no page of another site has its visitors make any',
    async (status, headers) => {
      expect(await statusOf(headers as Record<string, string>)).toBe(status);
    },
  );

  it('is made a hundred times a day by one caller, who leaves the day to others', async () => {
    const limits = createRateLimits({ writesPerMinute: 1, readsPerMinute: 1 });
    const made = [];
    for (let count = 0; count < 101; count += 1) made.push((await limits.newLink('one')).allowed);
    expect(made.indexOf(false)).toBe(100);
    expect(await limits.newLink('other')).toEqual({ allowed: true });
  });
});
