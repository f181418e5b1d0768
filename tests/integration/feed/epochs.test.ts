import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { pino } from 'pino';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { digestToHex, ZERO_DIGEST } from '@/lib/protocol/digest';
import { CATCH_UP_LIMIT } from '@/lib/protocol/version';
import { type LiveFeed, openLiveFeed } from '@/lib/server/live-feed';
import { createMetrics } from '@/lib/server/metrics';
import { createRateLimits } from '@/lib/server/rate-limits';
import type { Services } from '@/lib/server/services';
import { SharedReads } from '@/lib/server/shared-reads';
import { LiveClient } from '../../support/live-client';
import { until } from '../../support/until';

const EMPTY = digestToHex(ZERO_DIGEST);

/** A log that the test moves by hand: a real feed over it, without a database. */
function handMovedTail() {
  const newEpoch = new Set<() => void>();
  const tail = {
    isCurrent: true,
    reaches: async (seq: number) => seq <= tail.head.seq,
    head: { epoch: 'first', seq: 0, digest: EMPTY, committedAt: new Date(0).toISOString() },
    onBatch: () => () => undefined,
    onNewEpoch: (listener: () => void) => {
      newEpoch.add(listener);
      return () => newEpoch.delete(listener);
    },
  };
  return { tail, beginEpoch: () => newEpoch.forEach((listener) => void listener()) };
}

describe('a feed whose past changes', () => {
  let httpServer: Server;
  let feed: LiveFeed;
  let client: LiveClient;
  let moved: ReturnType<typeof handMovedTail>;
  beforeEach(async () => {
    moved = handMovedTail();
    httpServer = createServer();
    feed = openLiveFeed(httpServer, {
      // The digest at seq 0 is that of the empty state, which no database is asked for.
      database: { orm: {} },
      tail: moved.tail,
      settings: { ALLOWED_ORIGINS: [] },
      limits: createRateLimits({ writesPerMinute: 1_000, readsPerMinute: 1_000 }),
      reads: new SharedReads(),
      gate: {
        identify: async () => ({ tokenId: null }),
        admits: () => true,
        onEnd: () => () => undefined,
      },
      metrics: createMetrics(),
      log: pino({ level: 'silent' }),
      build: 'test',
      now: () => new Date(0),
    } as unknown as Services);
    await new Promise<void>((settle) => httpServer.listen(0, '127.0.0.1', settle));
    client = await LiveClient.connect(
      `http://127.0.0.1:${(httpServer.address() as AddressInfo).port}`,
    );
  });
  afterEach(async () => {
    client.close();
    await feed.close();
    httpServer.close();
  });

  it('[LF10] tells every reader to load again, and answers its next hello with a reset', async () => {
    const state = { epoch: 'first', seq: 0, digest: EMPTY };
    expect((await client.hello(state)).action).toBe('live');
    moved.tail.head = { ...moved.tail.head, epoch: 'second' };
    moved.beginEpoch();
    await until('the reset', () => client.resets.length > 0);
    expect(client.resets).toEqual([{ reason: expect.any(String) }]);
    expect(await client.hello(state)).toMatchObject({ action: 'reset', head: { epoch: 'second' } });
  });

  it('[LF4] gives "catchUp" for 20 000 changes and "reset" for one more', async () => {
    const state = { epoch: 'first', seq: 0, digest: EMPTY };
    moved.tail.head = { ...moved.tail.head, seq: CATCH_UP_LIMIT };
    expect((await client.hello(state)).action).toBe('catchUp');
    moved.tail.head = { ...moved.tail.head, seq: CATCH_UP_LIMIT + 1 };
    expect((await client.hello(state)).action).toBe('reset');
  });

  it('[LF4] gives "reset" to a reader without a state', async () => {
    expect((await client.hello(null)).action).toBe('reset');
  });
});
