import { describe, expect, it } from 'vitest';
import type { Database } from '@/db/database';
import { createRateLimits } from '@/lib/server/rate-limits';
import { ScreenGate } from '@/lib/server/screens/screen-gate';

const credential = (index: number) => `hws_${String(index).padStart(43, 'a')}`;
const bearer = (index: number) => ({ authorization: `Bearer ${credential(index)}` });

/** A gate with the number of its queries; those of the one screen that there is find it. */
function gateOf({ isAway = false } = {}) {
  const asked = { queries: 0, isScreen: false };
  const where = async () => {
    asked.queries += 1;
    if (isAway) throw new Error('Connection terminated');
    return asked.isScreen ? [{ id: 'one', usedAt: new Date(), revokedAt: null }] : [];
  };
  const database = { orm: { select: () => ({ from: () => ({ where }) }) } } as unknown as Database;
  const limits = createRateLimits({ writesPerMinute: 60, readsPerMinute: 60 });
  return { asked, gate: new ScreenGate({ database, limits, now: () => new Date() }) };
}

describe('[SC2] credentials of screens that nobody knows', () => {
  it('cost a caller so many queries a minute, and others and known screens nothing', async () => {
    const { gate, asked } = gateOf();
    asked.isScreen = true;
    const screen = { type: 'screen', id: 'one' };
    expect(await gate.identify(bearer(0), 'caller')).toEqual(screen);
    asked.isScreen = false;
    for (let index = 1; index <= 500; index += 1) await gate.identify(bearer(index), 'caller');
    expect(asked.queries).toBeLessThanOrEqual(121);
    expect(await gate.identify(bearer(501), 'caller')).toMatchObject({ type: 'tooMany' });
    expect(await gate.identify(bearer(501), 'another')).toEqual({ type: 'none' });
    asked.isScreen = true;
    gate.forget();
    expect(await gate.identify(bearer(0), 'caller')).toEqual(screen);
  });

  it('are looked up once where many requests show one at the same time', async () => {
    const { gate, asked } = gateOf();
    await Promise.all(Array.from({ length: 50 }, () => gate.identify(bearer(1), 'caller')));
    expect(asked.queries).toBe(1);
  });

  it('are not called none while the database is away', async () => {
    const { gate } = gateOf({ isAway: true });
    await expect(gate.identify(bearer(1), 'caller')).rejects.toThrow('terminated');
  });
});
