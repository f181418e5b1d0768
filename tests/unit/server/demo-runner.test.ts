import { describe, expect, it } from 'vitest';
import { whenWatched } from '@/lib/server/demo-runner';

const MINUTE_MS = 60_000;

/** A wait that ends when the test says so, or is called off. */
function heldWait() {
  const asked: { ms: number | undefined; isOver: boolean; end: () => void }[] = [];
  const wait = (<T>(ms?: number, value?: T, options?: { signal?: AbortSignal }): Promise<T> =>
    new Promise((settle, reject) => {
      const entry = { ms, isOver: false, end: () => settle(value as T) };
      options?.signal?.addEventListener('abort', () => {
        entry.isOver = true;
        reject(new Error('called off'));
      });
      asked.push(entry);
    })) as NonNullable<Parameters<typeof whenWatched>[2]>;
  return { wait, asked };
}

describe('a demo that nobody looks at', () => {
  const nobody = new Promise<void>(() => undefined);
  const goingOn = () => new AbortController().signal;

  it('stands still until the first screen, and then waits for nothing more', async () => {
    let open = () => {};
    const firstScreen = new Promise<void>((settle) => {
      open = settle;
    });
    const { wait, asked } = heldWait();
    let isPlaying = false;
    const watched = whenWatched(firstScreen, goingOn(), wait).then(() => {
      isPlaying = true;
    });
    await new Promise(setImmediate);
    expect(isPlaying).toBe(false);
    open();
    await watched;
    expect(asked.map(({ isOver }) => isOver)).toEqual([true]);
  });

  it('plays on after five minutes', async () => {
    const { wait, asked } = heldWait();
    const watched = whenWatched(nobody, goingOn(), wait);
    expect(asked.map(({ ms }) => ms)).toEqual([5 * MINUTE_MS]);
    asked[0]?.end();
    await watched;
  });

  it('can be stopped meanwhile', async () => {
    const stop = new AbortController();
    const watched = whenWatched(nobody, stop.signal, heldWait().wait);
    stop.abort();
    await watched;
  });
});
