import { afterEach, describe, expect, it, vi } from 'vitest';
import { afterFirstDrawing, markFirstDrawing } from '@/components/map/first-drawing';

afterEach(() => {
  vi.useRealTimers();
  performance.clearMarks();
});

describe('what waits for the first drawing', () => {
  it('begins after it, whether it came before or comes later', async () => {
    const early = afterFirstDrawing(60_000);
    markFirstDrawing();
    await early;
    await afterFirstDrawing(60_000);
    markFirstDrawing();
    expect(performance.getEntriesByType('mark')).toHaveLength(1);
  });

  it('begins in the end where nothing is ever drawn', async () => {
    vi.useFakeTimers();
    let hasBegun = false;
    const begun = afterFirstDrawing(10_000).then(() => {
      hasBegun = true;
    });
    await vi.advanceTimersByTimeAsync(9_999);
    expect(hasBegun).toBe(false);
    await vi.advanceTimersByTimeAsync(1);
    await begun;
  });
});
