import type { FeedClock } from '@/lib/store/feed-link';

interface Timer {
  atMs: number;
  work: () => void;
  handle: NodeJS.Timeout;
}

/**
 * The monotonic clock, of which a test may skip a stretch: what falls due in it is done at once, in order. It may also let it
 * stand, for what must not depend on how long a busy machine takes.
 */
export class SkippableClock implements FeedClock {
  #skippedMs = 0;
  #timers = new Set<Timer>();
  #stoodAtMs: number | null = null;

  now = (): number => this.#stoodAtMs ?? performance.now() + this.#skippedMs;

  after = (milliseconds: number, work: () => void): (() => void) => {
    const timer: Timer = { atMs: this.now() + milliseconds, work, handle: setTimeout(() => {}, 0) };
    this.#timers.add(timer);
    this.#arm(timer);
    return () => {
      clearTimeout(timer.handle);
      this.#timers.delete(timer);
    };
  };

  skip(milliseconds: number): void {
    const endMs = this.now() + milliseconds;
    for (;;) {
      const [next] = [...this.#timers]
        .filter(({ atMs }) => atMs <= endMs)
        .sort((a, b) => a.atMs - b.atMs);
      if (!next) break;
      this.#skippedMs += Math.max(0, next.atMs - this.now());
      this.#fire(next);
    }
    this.#skippedMs += Math.max(0, endMs - this.now());
    for (const timer of this.#timers) this.#arm(timer);
  }

  /** No time passes, and nothing falls due, until `goOn`. */
  stand(): void {
    this.#stoodAtMs = this.now();
    for (const { handle } of this.#timers) clearTimeout(handle);
  }

  goOn(): void {
    if (this.#stoodAtMs === null) return;
    this.#skippedMs = this.#stoodAtMs - performance.now();
    this.#stoodAtMs = null;
    for (const timer of this.#timers) this.#arm(timer);
  }

  #arm(timer: Timer): void {
    clearTimeout(timer.handle);
    if (this.#stoodAtMs !== null) return;
    timer.handle = setTimeout(() => this.#fire(timer), Math.max(0, timer.atMs - this.now()));
  }

  #fire(timer: Timer): void {
    clearTimeout(timer.handle);
    if (this.#timers.delete(timer)) timer.work();
  }
}
