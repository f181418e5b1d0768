import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ScreenOrders } from '@/lib/protocol/screens';
import { withScene } from '@/lib/wall/new-scene';
import { MOST_SCENES, playlistSchema } from '@/lib/wall/playlist-schema';
import { wallOrdersOf } from '@/lib/wall/screen-orders';
import { EXAMPLE_PLAYLIST } from '../../support/screen-client';

const ID = '00000000-0000-4000-8000-000000000001';
const orders = (body: unknown): ScreenOrders => ({
  screen: { id: ID, number: 1, name: 'Wall', place: 'Desk' },
  revision: 1,
  serverTime: '2026-01-01T00:00:00.000Z',
  playlist: { id: ID, revision: 1, body },
  steering: { mode: 'follow' },
  message: null,
  commands: [],
});

describe('orders of a wall', () => {
  it('hold the playlist, or why it is not understood', () => {
    const known = wallOrdersOf(orders(EXAMPLE_PLAYLIST));
    expect([known.playlist?.name, known.fault]).toEqual(['Example', null]);
    const unknown = wallOrdersOf(orders({ ...EXAMPLE_PLAYLIST, language: 'de' }));
    expect([unknown.playlist, unknown.fault]).toEqual([null, expect.stringContaining('language')]);
    expect(wallOrdersOf({ ...orders(null), playlist: null }).fault).toBeNull();
  });
});

describe('a scene that is added to a playlist', () => {
  it('has an id of its own, whatever its name', () => {
    const name = fc.string({ minLength: 1, maxLength: 80, unit: 'grapheme' });
    fc.assert(
      fc.property(fc.array(name, { minLength: 1, maxLength: MOST_SCENES - 2 }), (names) => {
        const scene = { view: '', layout: 'map', seconds: 30 } as const;
        let playlist = playlistSchema.parse(EXAMPLE_PLAYLIST);
        for (const one of names) playlist = withScene(playlist, { ...scene, name: one });
        const ids = playlist.scenes.map(({ id }) => id);
        expect(new Set(ids).size).toBe(names.length + 2);
        for (const id of ids) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
      }),
    );
  });
});
