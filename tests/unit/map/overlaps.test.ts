import { expect, it } from 'vitest';
import { type Bbox, overlaps } from '@/lib/map/build/geometry';

it('a line overlaps the frames that its box touches, however often it is asked and in which order', () => {
  const line = [
    [3, 51],
    [5, 50],
    [4, 52],
  ];
  const touching: Bbox[] = [
    [3.5, 50.5, 4, 51],
    [5, 52, 6, 53],
    [2, 49, 3, 50],
    [0, 0, 10, 60],
  ];
  const apart: Bbox[] = [
    [5.1, 50, 6, 52],
    [2, 50, 2.9, 52],
    [3, 52.1, 5, 53],
    [3, 49, 5, 49.9],
  ];
  for (const frames of [
    [...touching, ...apart],
    [...apart, ...touching],
  ]) {
    for (const frame of frames) {
      expect(overlaps(line, frame), frame.join()).toBe(touching.includes(frame));
    }
  }
  expect(overlaps([], [0, 0, 10, 60])).toBe(false);
});
