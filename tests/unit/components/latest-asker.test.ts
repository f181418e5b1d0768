import { describe, expect, it } from 'vitest';
import { LatestAsker } from '@/components/explorer/latest-asker';

function deferredAsker(isMoot?: (underWay: string, newer: string) => boolean) {
  const asked: string[] = [];
  const answered: string[] = [];
  const signals: AbortSignal[] = [];
  const due: (() => void)[] = [];
  const settlers: { resolve: (text: string) => void; reject: (error: Error) => void }[] = [];
  const asker = new LatestAsker<string, string>({
    ask: (body, signal) => {
      asked.push(body);
      signals.push(signal);
      return new Promise((resolve, reject) => settlers.push({ resolve, reject }));
    },
    onAnswer: (answer) => answered.push(answer),
    later: (callback) => {
      due.push(callback);
      return () => due.splice(due.indexOf(callback), 1);
    },
    ...(isMoot ? { isMoot } : {}),
  });
  const settle = async (index: number, outcome: string | Error) => {
    if (outcome instanceof Error) settlers[index]?.reject(outcome);
    else settlers[index]?.resolve(outcome);
    await new Promise((resolve) => setImmediate(resolve));
  };
  return { asker, asked, answered, signals, due, settle };
}

describe('asking the engine while a reader drags', () => {
  it('has one question under way and skips those that a newer one replaced', async () => {
    const { asker, asked, answered, settle } = deferredAsker();
    for (const body of ['a', 'b', 'c']) asker.ask(body);
    expect(asked).toEqual(['a']);
    await settle(0, 'answer a');
    expect(asked).toEqual(['a', 'c']);
    await settle(1, 'answer c');
    expect(answered).toEqual(['answer a', 'answer c']);
  });

  it('goes on after a fault', async () => {
    const { asker, answered, due, settle } = deferredAsker();
    asker.ask('a');
    asker.ask('b');
    await settle(0, new Error('engine busy'));
    await settle(1, 'answer b');
    expect(due).toEqual([]);
    expect(answered).toEqual(['answer b']);
  });

  it('asks again what failed, so that the last question is answered though nothing changes any more', async () => {
    const { asker, asked, answered, due, settle } = deferredAsker();
    asker.ask('a');
    await settle(0, new Error('engine busy'));
    due[0]?.();
    await settle(1, 'answer a');
    expect(asked).toEqual(['a', 'a']);
    expect(answered).toEqual(['answer a']);
  });

  it('does not ask again what a newer question replaced', async () => {
    const { asker, asked, due, settle } = deferredAsker();
    asker.ask('a');
    await settle(0, new Error('engine busy'));
    asker.ask('b');
    expect(due).toEqual([]);
    expect(asked).toEqual(['a', 'b']);
  });

  it('takes the question back that is under way when it is stopped, and no other', async () => {
    const { asker, signals, settle } = deferredAsker();
    asker.ask('a');
    asker.ask('b');
    expect(signals.map(({ aborted }) => aborted)).toEqual([false]);
    await settle(0, 'answer a');
    asker.stop();
    expect(signals[1]?.aborted).toBe(true);
  });

  it('takes back a question that a newer one makes moot, and never shows its answer', async () => {
    const { asker, asked, answered, signals, settle } = deferredAsker(
      (underWay, newer) => underWay[0] !== newer[0],
    );
    asker.ask('a 500 m');
    asker.ask('a 500 m, moved');
    expect(signals[0]?.aborted).toBe(false);
    asker.ask('b 200 m');
    expect(signals[0]?.aborted).toBe(true);
    await settle(0, 'answer a');
    expect(asked).toEqual(['a 500 m', 'b 200 m']);
    await settle(1, 'answer b');
    expect(answered).toEqual(['answer b']);
  });

  it('says nothing more once it is stopped', async () => {
    const { asker, asked, answered, settle } = deferredAsker();
    asker.ask('a');
    asker.ask('b');
    asker.stop();
    await settle(0, 'answer a');
    expect(asked).toEqual(['a']);
    expect(answered).toEqual([]);
  });
});
