import { describe, expect, it } from 'vitest';
import { SharedReads } from '@/lib/server/shared-reads';

/** A database whose answers come when the test says so; each says which read it was. */
function slowDatabase() {
  const answers: { settle: (answer: number) => void; fail: (error: Error) => void }[] = [];
  const read = () =>
    new Promise<number>((settle, fail) => {
      answers.push({ settle, fail });
    });
  const answer = async (index: number) => {
    answers[index]?.settle(index);
    await new Promise(setImmediate);
  };
  return { read, answer, answers };
}

describe('many who ask the same at once', () => {
  it('cost two reads, and who came while one ran gets one that began afterwards', async () => {
    const { read, answer, answers } = slowDatabase();
    const reads = new SharedReads();
    const first = reads.read('page 1', read);
    const later = Array.from({ length: 1_000 }, () => reads.read('page 1', read));
    expect(answers).toHaveLength(1);
    await answer(0);
    expect(await first).toBe(0);
    expect(answers).toHaveLength(2);
    await answer(1);
    expect(new Set(await Promise.all(later))).toEqual(new Set([1]));
  });

  it('never share a read that had begun before they asked, round after round', async () => {
    const { read, answer, answers } = slowDatabase();
    const reads = new SharedReads();
    for (let round = 0; round < 5; round += 1) {
      const begun = answers.length;
      const asked = reads.read('page', read);
      const beside = reads.read('page', read);
      await answer(begun - 1);
      await answer(answers.length - 1);
      await answer(answers.length - 1);
      expect(await asked).toBeGreaterThanOrEqual(begun);
      expect(await beside).toBeGreaterThanOrEqual(begun);
    }
  });

  it('get no answer to another question, and none from before', async () => {
    const { read, answer, answers } = slowDatabase();
    const reads = new SharedReads();
    const [one, two] = [reads.read('page 1', read), reads.read('page 2', read)];
    await answer(0);
    await answer(1);
    expect([await one, await two]).toEqual([0, 1]);
    const again = reads.read('page 1', read);
    expect(answers).toHaveLength(3);
    await answer(2);
    expect(await again).toBe(2);
  });

  it('are told of a failure, and the next are asked for anew', async () => {
    const { read, answer, answers } = slowDatabase();
    const reads = new SharedReads();
    const [first, second] = [reads.read('page', read), reads.read('page', read)];
    answers[0]?.fail(new Error('away'));
    await expect(first).rejects.toThrow('away');
    await answer(1);
    expect(await second).toBe(1);
  });
});
