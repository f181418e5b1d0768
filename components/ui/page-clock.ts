import type { ClockSample } from '@/lib/protocol/engine-requests';
import { monotonicNowMs } from '@/lib/protocol/monotonic';
import { ServerClock } from '@/lib/wall/server-clock';

interface Clocks {
  /** UTC milliseconds by the reader's device, which may be set wrong. */
  deviceMs: () => number;
  /** As `monotonicNowMs`. */
  monotonicMs: () => number;
}

/**
 * The time of a page, by the server's clock: "the last 7 days" are those of files, feeds and the picture, also on a device whose
 * clock is wrong. Before the feed has told the time it is the device's, yet never before the page was rendered: a page that a browser
 * kept was rendered long ago.
 */
export class PageClock {
  readonly #clocks: Clocks;
  readonly #server = new ServerClock();
  readonly #listeners = new Set<() => void>();
  /** By how much the server's time is ahead of the monotonic one at least. */
  #leastAheadMs = Number.NEGATIVE_INFINITY;

  constructor(clocks: Clocks) {
    this.#clocks = clocks;
  }

  /** UTC milliseconds. */
  readonly now = (): number => {
    const { deviceMs, monotonicMs } = this.#clocks;
    const told = this.#server.at(monotonicMs());
    return told ?? Math.max(deviceMs(), monotonicMs() + this.#leastAheadMs);
  };

  /** The server rendered this page at an instant of its clock, just now or long ago. */
  rendered(readAtMs: number): void {
    const aheadMs = readAtMs - this.#clocks.monotonicMs();
    if (aheadMs <= this.#leastAheadMs) return;
    this.#leastAheadMs = aheadMs;
    this.#tell();
  }

  /** What the feed said of the time; the same may be given again. */
  take(samples: readonly ClockSample[]): void {
    const wasKnown = this.#server.at(this.#clocks.monotonicMs()) !== null;
    for (const sample of samples) this.#server.take(sample);
    if (!wasKnown && samples.length > 0) this.#tell();
  }

  /** Calls back once more is known of the time; the returned function ends that. */
  readonly onSet = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  #tell(): void {
    for (const listener of this.#listeners) listener();
  }
}

/** Of this page; whoever runs the engine tells it the feed's time. */
export const PAGE_CLOCK = new PageClock({
  deviceMs: () => Date.now(),
  monotonicMs: monotonicNowMs,
});
