import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { askSelf } from '@/components/wall/ask-self';
import { hasKeptOrders } from '@/components/wall/has-kept-orders';
import { keepOrders, readKeptOrders } from '@/components/wall/kept-orders';
import { type RegistrationStep, registerScreen } from '@/components/wall/register-screen';
import type { OpenCommand, ScreenCommand, ScreenOrders } from '@/lib/protocol/screens';
import { answerCommands } from '@/lib/wall/command-answers';
import { FrameTimes } from '@/lib/wall/frame-times';
import { sceneAt } from '@/lib/wall/schedule';
import { upcomingScenes } from '@/lib/wall/upcoming';
import { playlistOf, scene } from '../../support/wall-scenes';

const START_MS = Date.UTC(2026, 10, 26, 12);
const NONE = new Set<number>();
const UUID = '3f2a9c1e-0000-4000-8000-000000000000';

function open(id: number, command: ScreenCommand, isReceived = false): OpenCommand {
  return { id, command, isReceived };
}

const PLAYLIST = playlistOf([scene('a'), scene('b')]);
const shown = (commands: OpenCommand[], fault: string | null = null) => ({
  commands,
  playlist: fault === null ? PLAYLIST : null,
  fault,
});

describe('the commands of orders that are shown', () => {
  it('are done, each once', () => {
    const commands = [
      open(1, { type: 'pause' }),
      open(2, { type: 'jump', scene: 'b' }),
      open(3, { type: 'message', text: 'x', minutes: null }),
    ];
    const { acknowledgements, moments } = answerCommands(shown(commands), new Set([1]), NONE);
    expect(acknowledgements).toEqual([
      { id: 2, outcome: 'applied' },
      { id: 3, outcome: 'applied' },
    ]);
    expect(moments).toEqual([]);
  });

  it('fail with a reason: a scene that is not there, a playlist that is not understood', () => {
    const commands = [
      open(1, { type: 'jump', scene: 'z' }),
      open(2, { type: 'assign', playlist: UUID }),
    ];
    expect(answerCommands(shown(commands, 'too new'), NONE, NONE).acknowledgements).toEqual([
      { id: 1, outcome: 'failed', reason: 'the playlist has no scene z' },
      { id: 2, outcome: 'failed', reason: 'too new' },
    ]);
  });

  it('show a number for its seconds', () => {
    const commands = [open(4, { type: 'identify', seconds: 7 })];
    expect(answerCommands(shown(commands), NONE, NONE)).toEqual({
      acknowledgements: [{ id: 4, outcome: 'applied' }],
      moments: [{ type: 'identify', id: 4, seconds: 7 }],
    });
  });

  it('open the page anew once: the next page says that it is done, whether or not the server heard of the first', () => {
    const fresh = answerCommands(shown([open(5, { type: 'reload' })]), NONE, NONE);
    expect(fresh).toEqual({ acknowledgements: [], moments: [{ type: 'reload', id: 5 }] });
    const done = { acknowledgements: [{ id: 5, outcome: 'applied' }], moments: [] };
    expect(answerCommands(shown([open(5, { type: 'reload' }, true)]), NONE, NONE)).toEqual(done);
    expect(answerCommands(shown([open(5, { type: 'reload' })]), NONE, new Set([5]))).toEqual(done);
  });
});

describe('orders that a browser keeps', () => {
  const orders: ScreenOrders = {
    screen: { id: UUID, number: 3, name: 'Entrance', place: 'Ground floor' },
    revision: 9,
    serverTime: new Date(START_MS).toISOString(),
    playlist: { id: UUID, revision: 1, body: PLAYLIST },
    steering: { mode: 'follow' },
    message: { text: 'Hi', until: null },
    commands: [open(1, { type: 'reload' })],
  };

  it('come back as they were, with nothing left to do, until they are forgotten', () => {
    const kept = new Map<string, string>();
    const storage = () => ({
      getItem: (key: string) => kept.get(key) ?? null,
      setItem: (key: string, value: string) => void kept.set(key, value),
      removeItem: (key: string) => void kept.delete(key),
    });
    expect(hasKeptOrders(storage)).toBe(false);
    keepOrders(orders, storage);
    expect(readKeptOrders(storage)).toEqual({ ...orders, commands: [] });
    keepOrders(null, storage);
    expect(kept.size).toBe(0);
  });

  it('are none where what is kept is anything else', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), (text) => {
        const storage = () => ({ getItem: () => text, setItem: () => {}, removeItem: () => {} });
        expect(readKeptOrders(storage)).toBeNull();
      }),
    );
  });
});

describe('the registration of a screen', () => {
  const answer = (status: number, body: unknown, headers: Record<string, string> = {}) =>
    new Response(JSON.stringify(body), { status, headers });
  const code = (name: string) =>
    answer(201, { code: name, secret: `of ${name}`, expiresAt: new Date(START_MS).toISOString() });

  async function run(answers: (Response | Error)[]) {
    const steps: RegistrationStep[] = [];
    const waits: number[] = [];
    const asked: string[] = [];
    await registerScreen({
      ask: async (path, { body }) => {
        asked.push(`${path.split('/').at(-1)} ${body}`);
        const next = answers.shift();
        if (!next) throw new Error('asked too often');
        if (next instanceof Error) throw next;
        return next;
      },
      wait: async (ms) => void waits.push(ms),
      tell: (step) => void steps.push(step),
    });
    return { steps: steps.map((step) => ('code' in step ? step.code : step.step)), waits, asked };
  }

  it('shows a code until it is confirmed, and asks by the secret only', async () => {
    const { steps, asked } = await run([
      code('abc234'),
      answer(200, { state: 'waiting', expiresAt: new Date(START_MS).toISOString() }),
      new Error('no network'),
      answer(200, { state: 'confirmed', screen: { id: UUID, number: 1, name: 'N', place: 'P' } }),
    ]);
    expect(steps).toEqual(['asking', 'abc234', 'confirmed']);
    expect(asked.slice(1)).toEqual(Array(3).fill('poll {"secret":"of abc234"}'));
  });

  it('shows another code once one has expired', async () => {
    const confirmed = {
      state: 'confirmed',
      screen: { id: UUID, number: 1, name: 'N', place: 'P' },
    };
    const { steps } = await run([
      code('abc234'),
      answer(410, {}),
      code('def567'),
      answer(200, confirmed),
    ]);
    expect(steps).toEqual(['asking', 'abc234', 'def567', 'confirmed']);
  });

  it('waits as long as it is told, and asks again where nobody answers', async () => {
    const confirmed = {
      state: 'confirmed',
      screen: { id: UUID, number: 1, name: 'N', place: 'P' },
    };
    const { steps, waits } = await run([
      new Error('no network'),
      answer(429, {}, { 'retry-after': '42' }),
      code('abc234'),
      answer(200, confirmed),
    ]);
    expect(steps).toEqual(['asking', 'away', 'waiting', 'abc234', 'confirmed']);
    expect(waits).toEqual([5_000, 42_000, 3_000]);
  });

  it('knows whether this browser is a screen already', async () => {
    const self = (status: number, type: string) =>
      askSelf(async () => answer(status, { type: `https://x/problems/${type}` }));
    expect(await self(200, '')).toBe('registered');
    expect(await self(401, 'screen-revoked')).toBe('revoked');
    expect(await self(401, 'screen-none')).toBe('none');
    expect(await self(503, 'database-away')).toBe('away');
    expect(await askSelf(() => Promise.reject(new Error('no network')))).toBe('away');
  });
});

describe('how long frames take', () => {
  it('is told of those since the last question, and of no page that slept', () => {
    const frames = new FrameTimes();
    expect(frames.ask()).toBeNull();
    for (const ms of [16, 17, 90, 3_600_000, Number.NaN]) frames.take(ms);
    expect(frames.ask()).toEqual({ median: 17, worst: 90 });
    expect(frames.ask()).toBeNull();
  });

  it('holds no more than it needs, however many there are', () => {
    const frames = new FrameTimes();
    frames.take(500);
    for (let number = 0; number < 240; number += 1) frames.take(10);
    expect(frames.ask()).toEqual({ median: 10, worst: 10 });
  });
});

describe('what will be shown when', () => {
  it('is what the schedule itself has at each beginning, and joins without a gap', () => {
    const times = fc.integer({ min: START_MS, max: START_MS + 7 * 86_400_000 });
    const seconds = fc.array(fc.integer({ min: 5, max: 600 }), { minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(times, seconds, (fromMs, lengths) => {
        const playlist = playlistOf(
          lengths.map((length, i) => scene(`s${i}`, { seconds: length })),
        );
        const upcoming = upcomingScenes(playlist, fromMs, 6);
        expect(upcoming).toHaveLength(6);
        for (const [index, item] of upcoming.entries()) {
          if (item.isGap) throw new Error('a gap');
          const { isGap, ...time } = item;
          expect(sceneAt(playlist, item.startedAtMs)).toEqual(time);
          const next = upcoming[index + 1];
          if (next) expect(next.startedAtMs).toBe(item.endsAtMs);
        }
      }),
      { numRuns: 30 },
    );
  });

  it('says when nothing is open, and to the millisecond when something is again', () => {
    const playlist = playlistOf([
      scene('a', { seconds: 3_600, hours: { from: '08:00', to: '09:00' } }),
    ]);
    const [now, next, after] = upcomingScenes(playlist, START_MS, 3);
    expect(now).toEqual({ isGap: true, startedAtMs: START_MS });
    // 8 in Brussels is 7 in UTC in November.
    expect(next).toMatchObject({ isGap: false, startedAtMs: Date.UTC(2026, 10, 27, 7) });
    expect(after).toMatchObject({ isGap: true, startedAtMs: Date.UTC(2026, 10, 27, 8) });
  });

  it('ends with a scene that is held', () => {
    const held = { mode: 'hold', scene: 'b', atMs: START_MS - 1 } as const;
    expect(upcomingScenes(PLAYLIST, START_MS, 5, held)).toMatchObject([
      { isGap: false, scene: { id: 'b' }, endsAtMs: null },
    ]);
  });
});
