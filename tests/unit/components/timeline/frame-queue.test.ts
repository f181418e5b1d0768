import { describe, expect, it } from 'vitest';
import { FrameQueue } from '@/components/timeline/frame-queue';

function queue() {
  const taken: number[] = [];
  let due: (() => void) | null = null;
  const made = new FrameQueue<number>(
    (callback) => {
      due = callback;
      return () => {
        due = null;
      };
    },
    (value) => taken.push(value),
  );
  return { made, taken, frame: () => due?.() };
}

describe('a queue by frames', () => {
  it('hands on the newest value, once a frame', () => {
    const { made, taken, frame } = queue();
    for (const value of [1, 2, 3]) made.put(value);
    expect(taken).toEqual([]);
    frame();
    frame();
    made.put(4);
    frame();
    expect(taken).toEqual([3, 4]);
  });

  it('hands on what waits when it is flushed, and nothing when it is cleared', () => {
    const { made, taken, frame } = queue();
    made.put(1);
    made.flush();
    frame();
    made.put(2);
    made.clear();
    frame();
    made.flush();
    expect(taken).toEqual([1]);
  });
});
