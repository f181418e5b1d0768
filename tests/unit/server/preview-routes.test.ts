import { describe, expect, it } from 'vitest';
import { PREVIEW_ROUTES } from '@/lib/server/api/preview-routes';
import { ProblemError } from '@/lib/server/http/answers';
import type { ApiCall } from '@/lib/server/http/router';
import { DeskFull } from '@/lib/server/preview/picture-desk';
import { TooManyPictures } from '@/lib/server/preview/previews';
import { createRateLimits } from '@/lib/server/rate-limits';

/** What whoever asks for a picture is told where none is drawn. */
async function refusalOf(reason: Error): Promise<ProblemError> {
  const route = PREVIEW_ROUTES.find(({ path }) => path === '/preview.png');
  const call = {
    request: new Request('http://map.example/preview.png'),
    url: new URL('http://map.example/preview.png'),
    caller: 'one',
    params: {},
    services: {
      settings: { mode: 'demo' },
      now: () => new Date('2026-11-20T10:00:00Z'),
      previews: { ofView: () => Promise.reject(reason) },
    },
  } as unknown as ApiCall;
  const refusal = await route?.handle(call).catch((error: unknown) => error);
  if (!(refusal instanceof ProblemError)) throw refusal;
  return refusal;
}

describe('a picture beside a link', () => {
  it('is refused to a caller who had too many new ones, with when to come back', async () => {
    const { problem, headers } = await refusalOf(new TooManyPictures(17));
    expect(problem).toMatchObject({ status: 429, detail: 'Try again in 17 s.' });
    expect(new Headers(headers).get('retry-after')).toBe('17');
  });

  it('is refused to anybody while too many wait', async () => {
    expect((await refusalOf(new DeskFull('no place is free'))).problem.status).toBe(503);
  });

  it('is drawn forty times a minute for one caller, who leaves the threads to others', async () => {
    const limits = createRateLimits({ writesPerMinute: 1, readsPerMinute: 1 });
    const drawn = [];
    for (let count = 0; count < 41; count += 1)
      drawn.push((await limits.newPicture('one')).allowed);
    expect(drawn.indexOf(false)).toBe(40);
    expect(await limits.newPicture('other')).toEqual({ allowed: true });
  });
});
