import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Whether a call may go on; if not, after how many seconds the caller may try again. */
export type Allowance = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export interface RateLimits {
  write: (caller: string) => Promise<Allowance>;
  read: (caller: string) => Promise<Allowance>;
  socketEvent: (socketId: string) => Promise<Allowance>;
}

export function createRateLimits(options: {
  writesPerMinute: number;
  readsPerMinute: number;
}): RateLimits {
  const limiter = (points: number, duration: number) => {
    const memory = new RateLimiterMemory({ points, duration });
    return (caller: string): Promise<Allowance> =>
      memory.consume(caller).then(
        () => ({ allowed: true }),
        (rejection: { msBeforeNext?: number }) => ({
          allowed: false,
          retryAfterSeconds: Math.max(1, Math.ceil((rejection.msBeforeNext ?? 1000) / 1000)),
        }),
      );
  };
  return {
    write: limiter(options.writesPerMinute, 60),
    read: limiter(options.readsPerMinute, 60),
    socketEvent: limiter(60, 1),
  };
}
