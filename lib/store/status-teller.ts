import type { FeedClock } from './feed-link';

/** Says something at most once an interval; what is asked for in between is said at the interval's end. */
export class StatusTeller {
  #clock: FeedClock;
  #intervalMs: number;
  #say: () => void;
  #saidAt = Number.NEGATIVE_INFINITY;
  #cancel: (() => void) | null = null;

  constructor(clock: FeedClock, intervalMs: number, say: () => void) {
    this.#clock = clock;
    this.#intervalMs = intervalMs;
    this.#say = say;
  }

  tell(): void {
    if (this.#cancel) return;
    const waitMs = this.#saidAt + this.#intervalMs - this.#clock.now();
    if (waitMs <= 0) this.#now();
    else this.#cancel = this.#clock.after(waitMs, () => this.#now());
  }

  close(): void {
    this.#cancel?.();
    this.#cancel = () => undefined;
  }

  #now(): void {
    this.#cancel = null;
    this.#saidAt = this.#clock.now();
    this.#say();
  }
}
