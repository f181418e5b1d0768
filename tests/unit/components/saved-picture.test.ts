import { describe, expect, it, vi } from 'vitest';
import { takeFrame } from '@/components/map/take-frame';
import { withFacts } from '@/components/save/with-facts';

describe('a saved picture', () => {
  it('is told as at the click where it is there at once', async () => {
    const facts = { view: 'first' };
    const taken = withFacts(
      () => 'table',
      () => ({ ...facts }),
    );
    facts.view = 'second';
    expect(await taken).toEqual({ own: 'table', told: { view: 'first' } });
  });

  it('is told as when it was drawn where that takes a while', async () => {
    const facts = { view: 'first' };
    let draw = (_picture: string) => {};
    const taken = withFacts(
      () => new Promise<string>((settle) => (draw = settle)),
      () => ({ ...facts }),
    );
    facts.view = 'second';
    draw('map');
    await Promise.resolve();
    await Promise.resolve();
    facts.view = 'third';
    expect(await taken).toEqual({ own: 'map', told: { view: 'second' } });
  });

  it('of a map that is not drawn fails in time, and the map is as fine as before', async () => {
    vi.useFakeTimers();
    try {
      let ratio = 1;
      const map = {
        getPixelRatio: () => ratio,
        setPixelRatio: (given: number) => {
          ratio = given;
        },
        once: () => undefined,
        triggerRepaint: () => undefined,
      };
      const failed = takeFrame(map as never).catch((error: Error) => error.message);
      await vi.advanceTimersByTimeAsync(15_000);
      expect(await failed).toBe('the map was not drawn');
      expect(ratio).toBe(1);
    } finally {
      vi.useRealTimers();
    }
  });
});
