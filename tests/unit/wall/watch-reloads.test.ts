import { describe, expect, it } from 'vitest';
import { ASK_EVERY_MS, watchReloads } from '@/components/wall/watch-reloads';

const SECOND_MS = 1_000;

/** A page that looks each second; what happens to it is set by the test. */
function page() {
  const state = {
    atMs: 0,
    isEnded: false,
    isStanding: false,
    isWell: true,
    build: null as string | null,
    memory: null as string | null,
    answer: null as Promise<void> | null,
  };
  const asked: number[] = [];
  const reloads: { atMs: number; build?: string }[] = [];
  const look = watchReloads({
    nowMs: () => state.atMs,
    isEnded: () => state.isEnded,
    isStanding: () => state.isStanding,
    newBuild: () => state.build,
    askServer: async () => {
      asked.push(state.atMs);
      await state.answer;
      return { isWell: state.isWell };
    },
    recall: () => state.memory,
    reload: ({ build, reloads: memory }) => {
      reloads.push({ atMs: state.atMs, ...(build === undefined ? {} : { build }) });
      state.memory = memory ?? state.memory;
    },
  });
  const pass = async (seconds: number) => {
    for (let second = 0; second < seconds; second += 1) {
      state.atMs += SECOND_MS;
      look();
      // The answer, and what follows from it.
      for (let turn = 0; turn < 5; turn += 1) await Promise.resolve();
    }
  };
  return { state, asked, reloads, pass };
}

describe('a wall that may open its page anew', () => {
  it('asks nobody while it is well', async () => {
    const { asked, reloads, pass } = page();
    await pass(60);
    expect([asked, reloads]).toEqual([[], []]);
  });

  it('asks a server that is away every three seconds, and does not reload', async () => {
    const { state, asked, reloads, pass } = page();
    Object.assign(state, { isStanding: true, isWell: false });
    await pass(60);
    expect(asked).toHaveLength(60 / 3);
    expect(asked.slice(1).map((ms, index) => ms - (asked[index] ?? 0))).toEqual(
      Array(asked.length - 1).fill(ASK_EVERY_MS),
    );
    expect(reloads).toEqual([]);
  });

  it('pauses as long between the reloads for a build that goes on being named', async () => {
    const { state, reloads, pass } = page();
    state.build = 'second';
    await pass(10);
    expect(reloads.map(({ atMs }) => atMs)).toEqual([1, 4, 7, 10].map((at) => at * SECOND_MS));
    expect(new Set(reloads.map(({ build }) => build))).toEqual(new Set(['second']));
  });

  it('asks nothing else while an answer is awaited', async () => {
    const { state, asked, pass } = page();
    Object.assign(state, { build: 'second', answer: new Promise(() => {}) });
    await pass(30);
    expect(asked).toHaveLength(1);
  });

  it('that stands still reloads once the server has been well for a while, then ever more rarely', async () => {
    const { state, reloads, pass } = page();
    state.isStanding = true;
    await pass(600);
    expect(reloads.length).toBeGreaterThan(0);
    const gaps = reloads.slice(1).map(({ atMs }, index) => atMs - (reloads[index]?.atMs ?? 0));
    expect(gaps).toEqual(gaps.toSorted((a, b) => a - b));
    expect(reloads[0]?.atMs).toBeGreaterThan(ASK_EVERY_MS);
  });

  it('does nothing once its access has ended', async () => {
    const { state, asked, pass } = page();
    Object.assign(state, { isEnded: true, isStanding: true, build: 'second' });
    await pass(30);
    expect(asked).toEqual([]);
  });
});
