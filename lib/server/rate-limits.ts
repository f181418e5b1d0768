import { RateLimiterMemory, RateLimiterPostgres } from 'rate-limiter-flexible';
import type { Database } from '@/db/database';

/** Whether a call may go on; if not, after how many seconds the caller may try again. */
export type Allowance = { allowed: true } | { allowed: false; retryAfterSeconds: number };

export interface RateLimits {
  write: (caller: string) => Promise<Allowance>;
  read: (caller: string) => Promise<Allowance>;
  socketEvent: (socketId: string) => Promise<Allowance>;
  /** One more new picture beside a link; those that are kept are not counted. */
  newPicture: (caller: string) => Promise<Allowance>;
  /** Short links: one more question of a caller. */
  makeLink: (caller: string) => Promise<Allowance>;
  /** One more new link: of the caller's day first, so that one caller cannot use up the day of all. */
  newLink: (caller: string) => Promise<Allowance>;
  /** Whether a caller may still try codes of short links. */
  mayGuessLink: (caller: string) => Promise<Allowance>;
  /** Counts a code that was none; whether the caller may be told so. */
  guessedLink: (caller: string) => Promise<Allowance>;
  /** One more credential of a screen that this process does not know; counted by each process, in its memory. */
  showScreen: (caller: string) => Promise<Allowance>;
  /** One more screen that wants to be registered. */
  registerScreen: (caller: string) => Promise<Allowance>;
  /** Whether a caller may still try codes and secrets of screens. */
  mayGuessScreen: (caller: string) => Promise<Allowance>;
  /** Counts a code or a secret that was none; whether the caller may be told so. */
  guessedScreen: (caller: string) => Promise<Allowance>;
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
const LONGEST_CALLER = 200;
const EVENTS_PER_SECOND = 60;
/** More than an article has links, and than a chat's network asks for at once. */
const PICTURES = { points: 40, duration: MINUTE_SECONDS };
const LINKS_PER_MINUTE = 10;
const LINKS_PER_DAY = 100;
const ALL_LINKS_PER_DAY = 2_000;
const DAY_SECONDS = 86_400;
/** Of codes that are none: more than a reader mistypes, and nothing against 31 to the power of 12. */
const GUESSES = { points: 30, duration: 10 * MINUTE_SECONDS };
/** A page of a screen asks for one, and for another each quarter of an hour: for 25 screens that wait behind one address. */
const SCREENS_PER_HOUR = 100;
/** Credentials that this process has not known as a screen's: each costs a query. More than screens behind one address have. */
const SHOWN_SCREENS = { points: 120, duration: MINUTE_SECONDS };
/** More than somebody mistypes, and nothing against 31 to the power of 6. */
const SCREEN_GUESSES = { points: 20, duration: 10 * MINUTE_SECONDS };

export function createRateLimits(options: RateLimitOptions): RateLimits {
  const { writesPerMinute, readsPerMinute, shared } = options;
  const writes = { points: writesPerMinute, duration: MINUTE_SECONDS, keyPrefix: 'write' };
  const reads = { points: readsPerMinute, duration: MINUTE_SECONDS };
  return {
    write: asked(shared ? sharedLimiter(shared, writes) : new RateLimiterMemory(writes)),
    read: asked(new RateLimiterMemory(reads)),
    // Each process draws its own, and counts them.
    newPicture: asked(new RateLimiterMemory(PICTURES)),
    ...linkLimits(shared ?? null),
    ...screenLimits(shared ?? null),
    showScreen: asked(new RateLimiterMemory(SHOWN_SCREENS)),
    socketEvent: asked(new RateLimiterMemory({ points: EVENTS_PER_SECOND, duration: 1 })),
  };
}

function linkLimits(
  shared: Pick<Database, 'pool'> | null,
): Pick<RateLimits, 'makeLink' | 'newLink' | 'mayGuessLink' | 'guessedLink'> {
  const limiter = (rule: Rule) => limiterFor(shared, rule);
  const ofOne = { points: LINKS_PER_MINUTE, duration: MINUTE_SECONDS, keyPrefix: 'link' };
  const dayOfOne = { points: LINKS_PER_DAY, duration: DAY_SECONDS, keyPrefix: 'link-day' };
  const ofAll = { points: ALL_LINKS_PER_DAY, duration: DAY_SECONDS, keyPrefix: 'links' };
  const one = asked(limiter(ofOne));
  const ownDay = asked(limiter(dayOfOne));
  const all = asked(limiter(ofAll));
  const guesses = limiter({ ...GUESSES, keyPrefix: 'guess' });
  return {
    makeLink: one,
    newLink: async (caller) => {
      const own = await ownDay(caller);
      return own.allowed ? all('all') : own;
    },
    mayGuessLink: mayGuess(guesses, GUESSES.points),
    guessedLink: asked(guesses),
  };
}

function screenLimits(
  shared: Pick<Database, 'pool'> | null,
): Pick<RateLimits, 'registerScreen' | 'mayGuessScreen' | 'guessedScreen'> {
  const hourOfOne = { points: SCREENS_PER_HOUR, duration: 60 * MINUTE_SECONDS };
  const guesses = limiterFor(shared, { ...SCREEN_GUESSES, keyPrefix: 'screen-guess' });
  return {
    registerScreen: asked(limiterFor(shared, { ...hourOfOne, keyPrefix: 'screen' })),
    mayGuessScreen: mayGuess(guesses, SCREEN_GUESSES.points),
    guessedScreen: asked(guesses),
  };
}

interface Rule {
  points: number;
  /** Seconds. */
  duration: number;
  keyPrefix: string;
}

function limiterFor(
  shared: Pick<Database, 'pool'> | null,
  rule: Rule,
): RateLimiterPostgres | RateLimiterMemory {
  return shared ? sharedLimiter(shared, rule) : new RateLimiterMemory(rule);
}

function mayGuess(guesses: RateLimiterPostgres | RateLimiterMemory, most: number) {
  return async (caller: string): Promise<Allowance> => {
    const known = await guesses.get(caller.slice(0, LONGEST_CALLER));
    const isOver = known !== null && known.consumedPoints >= most;
    return isOver
      ? { allowed: false, retryAfterSeconds: secondsUntil(known.msBeforeNext) }
      : { allowed: true };
  };
}

function secondsUntil(ms: number): number {
  return Math.max(1, Math.ceil(ms / 1000));
}

function sharedLimiter({ pool }: Pick<Database, 'pool'>, rule: Rule): RateLimiterPostgres {
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
    limiter.consume(caller.slice(0, LONGEST_CALLER)).then(
      () => ({ allowed: true }),
      (rejection: { msBeforeNext?: number }) => ({
        allowed: false,
        retryAfterSeconds: secondsUntil(rejection.msBeforeNext ?? 1000),
      }),
    );
}
