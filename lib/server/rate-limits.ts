import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from '@/db/database';

/** Whether a call may go on; if not, after how many seconds the caller may try again. */
export type Allowance = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export interface RateLimits {
  write: (caller: string) => Promise<Allowance>;
  read: (caller: string) => Promise<Allowance>;
  socketEvent: (socketId: string) => Promise<Allowance>;
}

export interface RateLimitOptions {
  writesPerMinute: number;
  readsPerMinute: number;
  /**
   * A PostgreSQL server that several processes share: writes and refused tokens are then counted in it, for all of them.
   * Reads are counted by each process: they are answered from memory, and a query to count one would cost more than the
   * answer. Without it, and while it cannot be reached, each process counts everything by itself.
   */
  shared?: Pick<Database, 'pool'> | null;
}

const MINUTE_SECONDS = 60;
const EVENTS_PER_SECOND = 60;

export function createRateLimits(options: RateLimitOptions): RateLimits {
  const { writesPerMinute, readsPerMinute, shared } = options;
  const writes = { points: writesPerMinute, duration: MINUTE_SECONDS, keyPrefix: 'write' };
  const reads = { points: readsPerMinute, duration: MINUTE_SECONDS };
  return {
    write: asked(shared ? sharedLimiter(shared, writes) : new RateLimiterMemory(writes)),
    read: asked(new RateLimiterMemory(reads)),
    socketEvent: asked(new RateLimiterMemory({ points: EVENTS_PER_SECOND, duration: 1 })),
  };
}

function sharedLimiter(
  { pool }: Pick<Database, 'pool'>,
  rule: { points: number; duration: number; keyPrefix: string },
): RateLimiterPostgres {
  return new RateLimiterPostgres({
    ...rule,
    storeClient: pool,
    storeType: 'pool',
    tableName: 'rate_limits',
    tableCreated: true,
    clearExpiredByTimeout: false,
    // Who is refused is refused from memory until the minute is over: a flood costs no queries.
    inMemoryBlockOnConsumed: rule.points + 1,
    insuranceLimiter: new RateLimiterMemory(rule),
  });
}

function asked(limiter: { consume: (caller: string) => Promise<unknown> }) {
  return (caller: string): Promise<Allowance> =>
    limiter.consume(caller.slice(0, 200)).then(
      () => ({ allowed: true }),
      (rejection: { msBeforeNext?: number }) => ({
        allowed: false,
        retryAfterSeconds: Math.max(1, Math.ceil((rejection.msBeforeNext ?? 1000) / 1000)),
      }),
    );
}
