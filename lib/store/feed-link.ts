import { monotonicNowMs } from '@/lib/protocol/monotonic';
import type { CatchUpRequest, Hello } from '@/lib/protocol/socket-events';

/** One connection to `/live`. Nothing is answered or told after `close`. */
export interface FeedLink {
  hello: (hello: Hello, answer: (payload: unknown) => void) => void;
  catchUp: (request: CatchUpRequest, answer: (payload: unknown) => void) => void;
  /** What a registered screen says; links of programs that only read have none. */
  screen?: (
    event: 'screenJoin' | 'screenStatus' | 'screenAcknowledge',
    body: unknown,
    answer: (payload: unknown) => void,
  ) => void;
  close: () => void;
}

/** What a connection tells; never before `OpenLink` has returned. Payloads are as they came from the wire. */
export interface FeedLinkListener {
  opened: () => void;
  /** It could not be opened, or is gone; said once. */
  closed: () => void;
  /** It was refused, since the installation is private; said once, instead of `closed`. */
  refused: () => void;
  changes: (payload: unknown) => void;
  heartbeat: (payload: unknown) => void;
  reset: (payload: unknown) => void;
  /** To who joined as a screen. */
  screenOrders?: (payload: unknown) => void;
  screenRevoked?: () => void;
}

export type OpenLink = (listener: FeedLinkListener) => FeedLink;

/** A monotonic clock in milliseconds with timers. */
export interface FeedClock {
  now: () => number;
  /** Runs work once after a time; the returned function calls it off. */
  after: (milliseconds: number, work: () => void) => () => void;
}

export const monotonicClock: FeedClock = {
  now: monotonicNowMs,
  after: (milliseconds, work) => {
    const timer = setTimeout(work, milliseconds);
    return () => clearTimeout(timer);
  },
};

/** Resolves after a time. */
export function pause(clock: FeedClock, milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    clock.after(milliseconds, resolve);
  });
}

/** Between a quarter and all of a time, so that many readers do not come at once. */
export function jittered(random: () => number, milliseconds: number): number {
  return milliseconds * (0.25 + 0.75 * random());
}
