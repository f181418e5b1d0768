import { describe, expect, it } from 'vitest';
import { selectionFeed } from '@/lib/server/api/selection-feed';
import { ProblemError } from '@/lib/server/http/answers';
import type { ApiCall } from '@/lib/server/http/router';

describe('the feed of a selection', () => {
  it('is of no past state, which changes no more: the request is refused before anything is read', async () => {
    const url = new URL('http://map.example/api/v1/selection.atom?k=seizure&asOf=some-epoch:12');
    const refusal = await selectionFeed({ url } as ApiCall).catch((error: unknown) => error);
    if (!(refusal instanceof ProblemError)) throw refusal;
    expect(refusal.problem).toMatchObject({ status: 400, errors: [{ field: 'asOf' }] });
  });
});
