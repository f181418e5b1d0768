import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { brusselsToUtcMs } from '@/lib/domain/time';
import type { Hours, Playlist } from '@/lib/wall/playlist-schema';
import { FOLLOW, type Steering, sceneAt, stepFrom } from '@/lib/wall/schedule';
import { isWithinHours } from '@/lib/wall/weekly-hours';
import { playlistOf, scene } from '../../support/wall-scenes';

const SECOND_MS = 1_000;
const NOON_MS = brusselsToUtcMs(2026, 11, 26, 12);
const at = (seconds: number) => NOON_MS + seconds * SECOND_MS;
const idAt = (playlist: Playlist, atMs: number, steering: Steering = FOLLOW) =>
  sceneAt(playlist, atMs, steering)?.scene.id ?? null;

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.constantFrom(0, 15, 30, 45))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours: fc.Arbitrary<Hours> = fc.record({ from: clock, to: clock });
const playlists = fc
  .array(
    fc.record(
      {
        seconds: fc.integer({ min: 5, max: 600 }),
        weekdays: fc.uniqueArray(fc.integer({ min: 1, max: 7 }), { minLength: 1 }),
        hours,
      },
      { requiredKeys: ['seconds'] },
    ),
    { minLength: 1, maxLength: 6 },
  )
  .map((scenes) => playlistOf(scenes.map((rest, index) => scene(`s${index}`, rest))));
/** Both changes of the clock of 2026 lie in it. */
const instants = fc.integer({
  min: Date.UTC(2026, 2, 20),
  max: Date.UTC(2026, 10, 5),
});

describe('the scene of a playlist', () => {
  const three = playlistOf([scene('a'), scene('b', { seconds: 20 }), scene('c')]);

  it('follows the order and begins again', () => {
    const start = sceneAt(three, NOON_MS)?.startedAtMs ?? 0;
    const first = Math.floor(start / 40_000) * 40_000;
    const shown = [0, 9.9, 10, 29.9, 30, 39.9, 40].map((s) => idAt(three, first + s * SECOND_MS));
    expect(shown).toEqual(['a', 'a', 'b', 'b', 'c', 'c', 'a']);
  });

  it('is open on its days and in its hours, also past midnight, and nowhere else', () => {
    const night = playlistOf([
      scene('night', { weekdays: [5], hours: { from: '22:00', to: '02:00' } }),
    ]);
    // 27 November 2026 is a Friday.
    expect(idAt(night, brusselsToUtcMs(2026, 11, 27, 21, 59))).toBeNull();
    expect(idAt(night, brusselsToUtcMs(2026, 11, 27, 22))).toBe('night');
    expect(idAt(night, brusselsToUtcMs(2026, 11, 28, 1, 59))).toBe('night');
    expect(idAt(night, brusselsToUtcMs(2026, 11, 28, 2))).toBeNull();
    expect(idAt(night, brusselsToUtcMs(2026, 11, 28, 23))).toBeNull();
  });

  it('gives way at the minute when another scene’s hours begin', () => {
    const noon = playlistOf([
      scene('long', { seconds: 3_600, hours: { from: '00:00', to: '12:00' } }),
      scene('news', { hours: { from: '12:00', to: '14:00' } }),
    ]);
    expect(sceneAt(noon, at(-1))).toMatchObject({ scene: { id: 'long' }, endsAtMs: NOON_MS });
    expect(sceneAt(noon, NOON_MS)).toMatchObject({
      scene: { id: 'news' },
      startedAtMs: NOON_MS,
      endsAtMs: at(10),
    });
  });

  it('has hours of the wall clock on the days of 23 and of 25 hours', () => {
    const morning: Hours = { from: '01:30', to: '03:30' };
    const length = (month: number, day: number) => {
      const minutes = Array.from({ length: 360 }, (_, minute) => minute);
      const midnight = brusselsToUtcMs(2026, month, day);
      return minutes.filter((minute) => isWithinHours(morning, midnight + minute * 60_000)).length;
    };
    expect([length(3, 28), length(3, 29), length(10, 25)]).toEqual([120, 60, 180]);
  });

  it('is the same for every screen that asks within it, and the next begins where it ends', () => {
    fc.assert(
      fc.property(
        playlists,
        instants,
        fc.double({ min: 0, max: 1, noNaN: true }),
        (list, t, part) => {
          const now = sceneAt(list, t);
          if (!now) return;
          expect(now.startedAtMs).toBeLessThanOrEqual(t);
          if (now.endsAtMs === null) return;
          expect(now.endsAtMs).toBeGreaterThan(t);
          const inside = Math.floor(now.startedAtMs + part * (now.endsAtMs - now.startedAtMs - 1));
          expect(sceneAt(list, inside)).toEqual(now);
          const next = sceneAt(list, now.endsAtMs);
          if (next) expect(next.startedAtMs).toBe(now.endsAtMs);
        },
      ),
      { numRuns: 300 },
    );
  });

  it('shows every open scene in turn', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 8 }), instants, (many, t) => {
        const list = playlistOf(Array.from({ length: many }, (_, index) => scene(`s${index}`)));
        const shown = Array.from({ length: many }, (_, turn) => idAt(list, t + turn * 10_000));
        expect(new Set(shown).size).toBe(many);
      }),
    );
  });
});

describe('a command to a wall', () => {
  const three = playlistOf([scene('a'), scene('b'), scene('c')]);

  it('holds a scene until another command', () => {
    const held: Steering = { mode: 'hold', scene: 'b', atMs: NOON_MS };
    expect(sceneAt(three, at(100_000), held)).toMatchObject({ scene: { id: 'b' }, endsAtMs: null });
    expect(idAt(three, at(-1), held)).toBe(idAt(three, at(-1)));
  });

  it('jumps to a scene, and the order goes on from it', () => {
    const jump: Steering = { mode: 'start', scene: 'c', atMs: NOON_MS };
    const shown = [0, 9, 10, 20, 30].map((seconds) => idAt(three, at(seconds), jump));
    expect(shown).toEqual(['c', 'c', 'a', 'b', 'c']);
  });

  it('shows a scene outside its hours once where it is asked to, and then the order', () => {
    const list = playlistOf([
      scene('day'),
      scene('night', { hours: { from: '22:00', to: '23:00' } }),
    ]);
    const jump: Steering = { mode: 'start', scene: 'night', atMs: NOON_MS };
    expect([0, 10, 20].map((s) => idAt(list, at(s), jump))).toEqual(['night', 'day', 'day']);
  });

  it('leads to the next scene and back', () => {
    fc.assert(
      fc.property(instants, fc.integer({ min: -7, max: 7 }), (t, steps) => {
        const forth = stepFrom(three, t, FOLLOW, steps);
        const back = stepFrom(three, t + 1, forth, -steps);
        expect(idAt(three, t + 1, back)).toBe(idAt(three, t));
      }),
    );
    const next = stepFrom(three, NOON_MS, { mode: 'hold', scene: 'c', atMs: at(-5) }, 1);
    expect(next).toEqual({ mode: 'start', scene: 'a', atMs: NOON_MS });
  });

  it('that names a scene which the playlist no longer has is as if it had not come', () => {
    const jump: Steering = { mode: 'hold', scene: 'gone', atMs: at(-5) };
    expect(sceneAt(three, NOON_MS, jump)).toEqual(sceneAt(three, NOON_MS));
  });
});
