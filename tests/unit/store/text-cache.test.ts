import { describe, expect, it } from 'vitest';
import { incidentInputSchema, type PublicIncident, toPublic } from '@/lib/domain/incident';
import type { FeedHttp } from '@/lib/store/feed-http';
import { TextCache } from '@/lib/store/text-cache';

const BODY = incidentInputSchema.parse({
  kind: 'shooting',
  occurredFrom: '2026-01-02T21:40:00Z',
  occurredTo: '2026-01-02T21:40:00Z',
  timePrecision: 'exact',
  placePrecision: 'municipality',
  title: { en: 'Shots fired' },
  verification: 'official',
  sources: [{ publisher: 'Police', label: 'Statement', url: 'https://example.org/1' }],
  status: 'published',
});

function recordOf(rid: number): PublicIncident {
  const id = `00000000-0000-4000-8000-${String(rid).padStart(12, '0')}`;
  return toPublic({ ...BODY, id, rid }) as PublicIncident;
}

/** A server that holds one version of each rid, and what it was asked for. */
function serverOf(fromSeqOf: (rid: number) => number): { http: FeedHttp; asked: string[][] } {
  const asked: string[][] = [];
  const http: FeedHttp = {
    getBytes: () => Promise.reject(new Error('not asked here')),
    getJson: async (path) => {
      const versions = (new URL(path, 'http://server').searchParams.get('v') ?? '').split(',');
      asked.push(versions);
      const texts = versions
        .map((version) => version.split('.').map(Number))
        .filter(([rid = 0, fromSeq]) => fromSeqOf(rid) === fromSeq)
        .map(([rid = 0, fromSeq = 0]) => ({ fromSeq, record: recordOf(rid) }));
      return { status: 200, body: { texts } };
    },
  };
  return { http, asked };
}

describe('the cache of texts', () => {
  it('asks for what it lacks, at most 200 at a time, and once', async () => {
    const { http, asked } = serverOf(() => 5);
    const cache = new TextCache(http);
    const rids = Array.from({ length: 450 }, (_, index) => index + 1);
    expect((await cache.load(rids, () => 5)).map(({ rid }) => rid)).toEqual(rids);
    expect(asked.map((versions) => versions.length)).toEqual([200, 200, 50]);
    await cache.load(rids, () => 5);
    expect(asked).toHaveLength(3);
  });

  it('asks again for a version that changed meanwhile', async () => {
    let current = 5;
    const { http, asked } = serverOf(() => 6);
    const cache = new TextCache({
      ...http,
      getJson: (path) => {
        current = 6;
        return http.getJson(path);
      },
    });
    expect(await cache.load([1], () => current)).toEqual([recordOf(1)]);
    expect(asked).toEqual([['1.5'], ['1.6']]);
  });

  it('leaves out what is gone, and never shows an older version for a newer one', async () => {
    const { http } = serverOf(() => 9);
    const cache = new TextCache(http);
    cache.put(5, recordOf(1));
    expect(await cache.load([1], () => 6)).toEqual([]);
    expect(await cache.load([1], () => null)).toEqual([]);
  });

  it('[TD6] keeps no text of a record that went while it was on its way', async () => {
    let current: number | null = 5;
    const { http, asked } = serverOf(() => 5);
    const cache = new TextCache({
      ...http,
      getJson: (path) => {
        current = null;
        cache.forget(1);
        return http.getJson(path);
      },
    });
    expect(await cache.load([1], () => current)).toEqual([]);
    // Had it been kept, it would not be asked for.
    await cache.load([1], () => 5);
    expect(asked).toEqual([['1.5'], ['1.5']]);
  });

  it('forgets what was not used for longest', async () => {
    const { http, asked } = serverOf(() => 5);
    const cache = new TextCache(http, 2);
    await cache.load([1, 2], () => 5);
    await cache.load([1], () => 5);
    await cache.load([3], () => 5);
    await cache.load([1, 2], () => 5);
    expect(asked).toEqual([['1.5', '2.5'], ['3.5'], ['2.5']]);
  });

  it('says which answer it could not use', async () => {
    const { http } = serverOf(() => 5);
    const cache = new TextCache({ ...http, getJson: async () => ({ status: 503, body: null }) });
    await expect(cache.load([1], () => 5)).rejects.toThrow('texts of 1 records: HTTP 503');
  });
});
