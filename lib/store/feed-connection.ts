import type { Hello } from '@/lib/protocol/socket-events';
import { RECONNECT_MAX_MS, STALE_AFTER_MS } from '@/lib/protocol/version';
import { type FeedClock, type FeedLink, jittered, type OpenLink } from './feed-link';

const SOCKET_RETRY_WHILE_POLLING_MS = 30_000;
const FAILURES_BEFORE_POLLING = 3;

interface ConnectionSurroundings {
  openLink: OpenLink;
  clock: FeedClock;
  /** Uniform in [0, 1): spreads reconnections. */
  random: () => number;
}

/** What a connection asks and tells its session. Payloads are as they came from the wire, and only of the link in use. */
interface ConnectionListener {
  /** Said as soon as a link is open. */
  hello: () => Hello;
  /** The answer to hello, and when it was asked, in milliseconds of the clock. */
  welcome: (payload: unknown, askedMs: number) => void;
  changes: (payload: unknown) => void;
  heartbeat: (payload: unknown) => void;
  reset: () => void;
  refused: () => void;
  screenOrders: (payload: unknown) => void;
  screenRevoked: () => void;
  /** A link was welcomed, or is gone. */
  link: (link: FeedLink | null) => void;
  /** Whatever was asked by the link that is gone has no answer. */
  dropped: () => void;
  /** Several links in a row came to nothing: read by HTTP meanwhile. */
  poll: () => void;
  isPolling: () => boolean;
  /** The link was lost, and another will be opened. */
  lost: () => void;
}

/**
 * The one link to `/live` that a session has at a time: opens it, says hello, and after a loss opens another, at most two
 * seconds later, or half a minute where HTTP works and WebSocket does not.
 */
export class FeedConnection {
  readonly #around: ConnectionSurroundings;
  readonly #listener: ConnectionListener;
  #link: FeedLink | null = null;
  #linkSince = 0;
  #isWelcomed = false;
  #hasEnded = false;
  #failures = 0;
  #failuresWhilePolling = 0;
  /** The next attempt, or whatever else is waited for instead of one. */
  #cancelNext: (() => void) | null = null;

  constructor(around: ConnectionSurroundings, listener: ConnectionListener) {
    this.#around = around;
    this.#listener = listener;
  }

  get link(): FeedLink | null {
    return this.#link;
  }

  get isWelcomed(): boolean {
    return this.#isWelcomed;
  }

  /** @param lastSignMs when the session last heard anything, in milliseconds of the clock */
  isDeaf(lastSignMs: number): boolean {
    const heardAtMs = this.#isWelcomed ? lastSignMs : this.#linkSince;
    return this.#link !== null && this.#around.clock.now() - heardAtMs > STALE_AFTER_MS;
  }

  /** Opens a link in place of the one there is. */
  open(): void {
    this.drop();
    this.callOff();
    const listener = this.#listener;
    const guard = (work: (payload: unknown) => void) => (payload?: unknown) => {
      if (this.#link === link) work(payload);
    };
    const link: FeedLink = this.#around.openLink({
      opened: guard(() => {
        const askedMs = this.#around.clock.now();
        link.hello(
          listener.hello(),
          guard((payload) => listener.welcome(payload, askedMs)),
        );
      }),
      closed: guard(() => this.lost()),
      refused: guard(() => listener.refused()),
      changes: guard(listener.changes),
      heartbeat: guard(listener.heartbeat),
      reset: guard(() => listener.reset()),
      screenOrders: guard((payload) => listener.screenOrders(payload)),
      screenRevoked: guard(() => listener.screenRevoked()),
    });
    this.#link = link;
    this.#linkSince = this.#around.clock.now();
  }

  /** The server knows the session, which can ask now. */
  welcomed(): void {
    this.#isWelcomed = true;
    this.#listener.link(this.#link);
  }

  drop(): void {
    const link = this.#link;
    this.#link = null;
    this.#isWelcomed = false;
    this.#listener.dropped();
    link?.close();
    if (link) this.#listener.link(null);
  }

  /** The link is gone or useless. */
  lost(): void {
    this.#failures = this.#isWelcomed ? 0 : this.#failures + 1;
    this.drop();
    if (this.#hasEnded) return;
    if (this.#failures >= FAILURES_BEFORE_POLLING) this.#listener.poll();
    this.#failuresWhilePolling = this.#listener.isPolling() ? this.#failuresWhilePolling + 1 : 0;
    // Only what fails while HTTP works says that WebSocket is blocked; what failed before was the network's outage.
    const isBlocked = this.#failuresWhilePolling >= FAILURES_BEFORE_POLLING;
    const pauseMs = isBlocked
      ? SOCKET_RETRY_WHILE_POLLING_MS
      : jittered(this.#around.random, RECONNECT_MAX_MS);
    this.instead(pauseMs, () => this.open());
    this.#listener.lost();
  }

  /** Does something after a time, in place of the next attempt. */
  instead(milliseconds: number, work: () => void): void {
    this.callOff();
    this.#cancelNext = this.#around.clock.after(milliseconds, work);
  }

  /** No further attempt, until `open`. */
  callOff(): void {
    this.#cancelNext?.();
    this.#cancelNext = null;
  }

  /** Ends for good: no link, no further attempt. */
  end(): void {
    this.#hasEnded = true;
    this.drop();
    this.callOff();
  }
}
