import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { objectOf, STATE_TONES } from '@/components/control/command-words';
import { createDesk, DeskFault } from '@/components/control/desk-client';
import { keepToken, readKeptToken } from '@/components/control/kept-token';
import {
  draftOf,
  EMPTY_DRAFT,
  moved,
  newRule,
  newScene,
  playlistOfDraft,
  type SceneDraft,
} from '@/components/control/playlist-draft';
import { refusalsOf } from '@/components/control/refusals';
import { shownSceneOf } from '@/components/control/shown-scene';
import { isOldBuild, lagOf, signOf, silenceOf } from '@/components/control/signs';
import { faultAt, faultBeside } from '@/components/control/use-task';
import { KINDS, VERIFICATIONS } from '@/lib/domain/vocabulary';
import { COMMAND_STATES, type ScreenFacts } from '@/lib/protocol/screens';
import { LAYOUTS, SEVERITIES, USUAL_RULES, WALL_LANGUAGES } from '@/lib/wall/playlist';
import { type Playlist, playlistSchema } from '@/lib/wall/playlist-schema';
import { FOLLOW } from '@/lib/wall/schedule';
import { playlistOf, scene } from '../../../support/wall-scenes';

const NOW_MS = Date.UTC(2026, 10, 26, 12);

describe('how long ago a screen was heard', () => {
  it('goes on between two answers, by the time that passed here', () => {
    expect(silenceOf({ silentSeconds: 3 }, 2_000)).toBe(5);
    expect(silenceOf({ silentSeconds: null }, 2_000)).toBeNull();
  });

  it.each([
    [null, 'never'],
    [0, 'fresh'],
    [44.9, 'fresh'],
    [45, 'stale'],
    [299, 'stale'],
    [300, 'gone'],
  ] as const)('after %s seconds is called %s', (silence, sign) => {
    expect(signOf({ revokedAt: null }, silence)).toBe(sign);
    expect(signOf({ revokedAt: new Date(NOW_MS).toISOString() }, silence)).toBe('revoked');
  });
});

describe('what a screen says of itself', () => {
  it('is behind by the changes that it has not shown, never ahead', () => {
    expect(lagOf(7, 10)).toBe(3);
    expect(lagOf(11, 10)).toBe(0);
    expect(lagOf(null, 10)).toBeNull();
    expect(lagOf(7, null)).toBeNull();
  });

  it('is an old build where the server has another, and unknown where either is', () => {
    expect(isOldBuild('a', 'b')).toBe(true);
    expect(isOldBuild('b', 'b')).toBe(false);
    expect(isOldBuild(undefined, 'b')).toBe(false);
    expect(isOldBuild('a', null)).toBe(false);
  });

  const playlist = playlistOf([scene('a', { name: 'Ports' }), scene('b')]);
  const showing = (id: string | null) => ({ scene: id }) as ScreenFacts['status'];

  it('counts down to the next scene only while it shows what the schedule has', () => {
    const steering = { mode: 'start', scene: 'a', atMs: NOW_MS } as const;
    const shown = (id: string | null, atMs: number) =>
      shownSceneOf({ status: showing(id), steering }, playlist, atMs);
    expect(shown('a', NOW_MS + 3_500)).toEqual({ name: 'Ports', leftSeconds: 7, isHeld: false });
    expect(shown('b', NOW_MS + 3_500)).toMatchObject({ name: 'b', leftSeconds: null });
    expect(shown(null, NOW_MS)).toBeNull();
    const held = { mode: 'hold', scene: 'a', atMs: NOW_MS } as const;
    expect(
      shownSceneOf({ status: showing('a'), steering: held }, playlist, NOW_MS + 90_000),
    ).toEqual({ name: 'Ports', leftSeconds: null, isHeld: true });
  });

  it('is not known where the screen still says a scene that its playlist does not have', () => {
    const heard = { status: showing('scene-1'), steering: FOLLOW };
    expect(shownSceneOf(heard, playlist, NOW_MS)).toBeNull();
    expect(shownSceneOf(heard, null, NOW_MS)).toBeNull();
  });
});

describe('a command', () => {
  it('has a tone in every state', () => {
    expect(Object.keys(STATE_TONES).sort()).toEqual([...COMMAND_STATES].sort());
  });

  it('is told with what it is about', () => {
    const id = '3f2a9c1e-0000-4000-8000-000000000000';
    const playlists = [{ id, body: playlistOf([scene('a', { name: 'Ports' })]) }];
    expect(objectOf({ type: 'assign', playlist: id }, playlists)).toBe('Newsroom');
    expect(objectOf({ type: 'assign', playlist: null }, playlists)).toBeNull();
    expect(objectOf({ type: 'jump', scene: 'a' }, playlists)).toBe('Ports');
    expect(objectOf({ type: 'jump', scene: 'z' }, playlists)).toBe('z');
    expect(objectOf({ type: 'message', text: 'Hi', minutes: null }, playlists)).toBe('Hi');
    expect(objectOf({ type: 'pause' }, playlists)).toBeNull();
  });
});

describe('what was not sent', () => {
  const id = '3f2a9c1e-0000-4000-8000-000000000000';
  const screens = [{ id, name: 'Entrance' }];

  it('names the screen and why, whether others took it or none did', () => {
    expect(refusalsOf([{ screen: id, reason: 'no playlist' }], null, screens)).toEqual([
      { name: 'Entrance', reason: 'no playlist' },
    ]);
    const fault = new DeskFault(422, 'No screen can do this', 'command', [
      { field: 'screens', message: `${id}: no playlist` },
      { field: 'command.seconds', message: 'too many' },
    ]);
    expect(refusalsOf([], fault, screens)).toEqual([
      { name: 'Entrance', reason: 'no playlist' },
      { name: null, reason: 'too many' },
    ]);
    expect(refusalsOf([], new DeskFault(0, 'no network'), screens)).toEqual([
      { name: null, reason: 'no network' },
    ]);
    expect(refusalsOf([], null, screens)).toEqual([]);
  });
});

const clock = fc
  .tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 }))
  .map((parts) => parts.map((part) => String(part).padStart(2, '0')).join(':'));
const hours = fc.record({ from: clock, to: clock });
const some = <Item>(list: readonly Item[]) => fc.subarray([...list], { minLength: 1 });
const line = fc.stringMatching(/^[a-zA-Z0-9]{1,20}$/);
const playlists = fc
  .record(
    {
      name: line,
      language: fc.constantFrom(...WALL_LANGUAGES),
      scenes: fc.uniqueArray(
        fc.record(
          {
            id: fc.stringMatching(/^[a-z0-9-]{1,40}$/),
            name: line,
            view: fc.string({ maxLength: 60 }),
            layout: fc.constantFrom(...LAYOUTS),
            seconds: fc.integer({ min: 5, max: 3_600 }),
            weekdays: some([1, 2, 3, 4, 5, 6, 7]),
            hours,
          },
          { requiredKeys: ['id', 'name', 'view', 'layout', 'seconds'] },
        ),
        { minLength: 1, maxLength: 6, selector: ({ id }) => id },
      ),
      breaking: fc.array(
        fc.record(
          {
            kinds: some(KINDS),
            regions: some(['BE-BRU', '21001', 'BEANR']),
            severity: fc.constantFrom(...SEVERITIES),
            leastKg: fc.integer({ min: 1, max: 100_000 }),
            verifications: some(VERIFICATIONS),
            seconds: fc.integer({ min: 5, max: 300 }),
            hasSound: fc.boolean(),
          },
          { requiredKeys: ['severity', 'seconds', 'hasSound'] },
        ),
        { maxLength: 3 },
      ),
      pauseSeconds: fc.integer({ min: 0, max: 3_600 }),
      quietHours: hours,
      nightHours: hours,
    },
    { requiredKeys: ['name', 'language', 'scenes', 'breaking'] },
  )
  .map((value) => playlistSchema.parse(value));

describe('a playlist that is edited', () => {
  it('is the one that was opened where nothing was changed', () => {
    fc.assert(
      fc.property(playlists, (playlist) => {
        expect(playlistSchema.parse(playlistOfDraft(draftOf(playlist)))).toEqual(playlist);
      }),
    );
  });

  it('is sent as it was written, so that the API says what is wrong and nothing is taken for 0', () => {
    const [first] = draftOf(playlistOf([scene('a')])).scenes;
    const draft = { ...EMPTY_DRAFT, scenes: [{ ...(first as SceneDraft), seconds: '' }] };
    const parsed = playlistSchema.safeParse(playlistOfDraft(draft));
    const wrong = parsed.error?.issues.map(({ path }) => path.join('.'));
    expect(wrong).toEqual(['name', 'scenes.0.seconds']);
  });

  it('begins with the rules that a wall without any has, and takes a stored playlist from before there were pauses', () => {
    const { scenes } = playlistOf([scene('a')]);
    const written = { ...EMPTY_DRAFT, name: 'New', scenes: draftOf(playlistOf(scenes)).scenes };
    expect(playlistSchema.parse(playlistOfDraft(written))).toMatchObject({
      breaking: USUAL_RULES,
      pauseSeconds: 60,
    });
    const { pauseSeconds: _, ...old } = playlistOf(scenes);
    expect(draftOf(old as Playlist).pauseSeconds).toBe('60');
  });

  it('half written hours are sent, and named', () => {
    const draft = { ...draftOf(playlistOf([scene('a')])), quietHours: { from: '22:00', to: '' } };
    const parsed = playlistSchema.safeParse(playlistOfDraft(draft));
    expect(parsed.error?.issues[0]?.path).toEqual(['quietHours', 'to']);
  });

  it('gives every new scene an id that the schema takes and no other scene has', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ maxLength: 80 }), { maxLength: 12 }), (names) => {
        let scenes: readonly SceneDraft[] = [];
        for (const name of names) {
          const given = { name, view: '', layout: 'map', seconds: 30 } as const;
          scenes = [...scenes, newScene(given, scenes)];
        }
        expect(new Set(scenes.map(({ id }) => id)).size).toBe(names.length);
        for (const { id } of scenes) expect(id).toMatch(/^[a-z0-9-]{1,40}$/);
      }),
    );
  });

  it('moves a scene by a place and leaves it at either end', () => {
    expect(moved(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
    expect(moved(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(moved(['a', 'b'], 0, -1)).toEqual(['a', 'b']);
    expect(moved(['a', 'b'], 1, 1)).toEqual(['a', 'b']);
  });

  it('gives every new rule a row of its own', () => {
    const first = newRule([]);
    const second = newRule([first]);
    expect(newRule([second]).key).not.toBe(second.key);
  });
});

describe('what the API says is wrong', () => {
  const problem = (status: number, body: unknown) => async () =>
    new Response(JSON.stringify(body), { status });
  const faultOf = async (status: number, body: unknown): Promise<DeskFault> => {
    const desk = createDesk('token', problem(status, body));
    const fault = await desk.changePlaylist('id', 1, {}).catch((error: unknown) => error);
    if (!(fault instanceof DeskFault)) throw new Error('no fault');
    return fault;
  };

  it('stands beside the field, also where the playlist is one field of the question', async () => {
    const errors = [{ field: 'body.scenes.0.seconds', message: 'too few' }];
    const fault = await faultOf(422, { type: 'https://x/invalid', title: 'Invalid', errors });
    expect(faultAt(fault, 'scenes.0.seconds')).toBe('too few');
    expect(faultAt(fault, 'name')).toBeNull();
    expect(faultBeside(fault, ['scenes.0.seconds'])).toBeNull();
    expect(faultBeside(fault, [])).toBe('scenes.0.seconds: too few');
  });

  it('is told whole where no field is to blame, or the answer is no problem', async () => {
    const fault = await faultOf(409, {
      type: '/problems/playlist-changed',
      title: 'T',
      detail: 'D',
    });
    expect([fault.status, fault.kind, faultBeside(fault, [])]).toEqual([
      409,
      'playlist-changed',
      'D',
    ]);
    expect((await faultOf(502, null)).message).toBe('HTTP 502');
  });

  it('is status 0 where nobody answers', async () => {
    const desk = createDesk('token', () => Promise.reject(new Error('no network')));
    await expect(desk.screens()).rejects.toMatchObject({ status: 0, message: 'no network' });
  });

  it('is asked with the token in a header and nowhere else', async () => {
    const asked: { path: string; init: RequestInit }[] = [];
    const desk = createDesk('SECRET', async (path, init) => {
      asked.push({ path, init });
      return new Response(JSON.stringify({ playlists: [] }));
    });
    await desk.playlists();
    expect(asked[0]?.path).not.toContain('SECRET');
    expect(asked[0]?.init.headers).toMatchObject({ authorization: 'Bearer SECRET' });
  });
});

describe('the token that a tab keeps', () => {
  it('is there until it is forgotten, and none where nothing may be kept', () => {
    const kept = new Map<string, string>();
    const open = () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    expect(readKeptToken(open)).toBeNull();
    keepToken('t', open);
    expect(readKeptToken(open)).toBe('t');
    keepToken(null, open);
    expect(kept.size).toBe(0);
    const forbidden = () => {
      throw new Error('forbidden');
    };
    keepToken('t', forbidden);
    expect(readKeptToken(forbidden)).toBeNull();
  });
});
