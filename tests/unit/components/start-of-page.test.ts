import { expect, it } from 'vitest';
import { startOfPage } from '@/components/past/start-of-page';

it.each([
  [0, 0, 0],
  [0, 25, 0],
  [10, 25, 10],
  [20, 20, 10],
  [40, 25, 20],
  [10, 1, 0],
])('the page at %i of %i begins at %i', (offset, total, start) => {
  expect(startOfPage(offset, total, 10)).toBe(start);
});
