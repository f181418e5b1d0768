import { expect, it } from 'vitest';
import type { FeedHttp } from '@/lib/store/feed-http';
import { TextSearch } from '@/lib/store/text-search';
import { FakeClock } from './support/fake-server';

const PAST = { epoch: 'a', seq: 3 };

/** A search whose server finds 1 to 9 in what is public now, and 1 in the past that is asked about. */
function searching() {
  const clock = new FakeClock();
  const asked: (string | null)[] = [];
  const http: FeedHttp = {
    getJson: async (path) => {
      const asOf = new URL(path, 'http://server').searchParams.get('asOf');
      asked.push(asOf);
      const rids = asOf ? [1] : [1, 2, 3, 4, 5, 6, 7, 8, 9];
      const seq = asOf ? PAST.seq : 8;
      return { status: 200, body: { epoch: 'a', seq, rids, truncated: false } };
    },
    getBytes: () => Promise.reject(new Error('no partition is asked for')),
  };
  const search = new TextSearch({ http, clock }, { epoch: () => 'a', changed: () => undefined });
  return { search, clock, asked };
}

it('a text is looked for in the past that is shown, and never shown what it has now', async () => {
  const { search, clock, asked } = searching();
  search.find('haven', 'real');
  await clock.advance(10);
  expect(search.find('haven', 'real')).toMatchObject({ state: 'ready', seq: 8 });
  expect(search.find('haven', 'real', PAST)).toMatchObject({ state: 'asking', rids: null });
  await clock.advance(10);
  expect(search.find('haven', 'real', PAST)).toMatchObject({ state: 'ready', seq: 3 });
  expect(asked).toEqual([null, 'a:3']);
});

it('a past is asked about again when something may be hidden of it, and not when records change', async () => {
  const { search, clock, asked } = searching();
  search.find('haven', 'real', PAST);
  await clock.advance(10);
  search.outdate(20);
  await clock.advance(10_000);
  search.find('haven', 'real', PAST);
  await clock.advance(10_000);
  expect(asked).toEqual(['a:3']);
  search.outdatePasts();
  search.find('haven', 'real', PAST);
  await clock.advance(10_000);
  expect(search.find('haven', 'real', PAST)).toMatchObject({ state: 'ready', seq: 3 });
  await clock.advance(10_000);
  expect(asked).toEqual(['a:3', 'a:3']);
});
