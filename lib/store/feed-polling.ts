import type { ChangeBatch } from '@/lib/protocol/changes';
import { AccessEnded, type FeedHttp } from './feed-http';
import { type FeedClock, pause } from './feed-link';
import type { IncidentStore } from './incident-store';
import { pollChanges } from './poll-changes';

const POLL_INTERVAL_MS = 2_000;

/** What polling needs of its session. */
export interface PollingHooks {
  http: FeedHttp;
  clock: FeedClock;
  store: () => IncidentStore;
  /** Takes a page that was asked for with `after`; false where it is nothing new. */
  take: (batch: ChangeBatch, after: number) => boolean;
  /** All that the server has is in. */
  current: () => void;
  reset: () => void;
  noAccess: () => void;
}

/** LF12: asks every two seconds for what changed, from the first answer on until it is stopped. */
export class FeedPolling {
  #hooks: PollingHooks;
  /** Raised whenever what is under way is not wanted any more. */
  #run = 0;
  #isUnderWay = false;
  /** A first answer is waited for. */
  #isTrying = false;

  constructor(hooks: PollingHooks) {
    this.#hooks = hooks;
  }

  /** It was answered, and goes on. */
  get isUnderWay(): boolean {
    return this.#isUnderWay;
  }

  /** Tries whether HTTP answers; if it does, polling is under way. */
  begin(): void {
    if (this.#isUnderWay || this.#isTrying) return;
    this.#isTrying = true;
    void this.#ask(this.#run);
  }

  stop(): void {
    this.#run += 1;
    this.#isUnderWay = false;
    this.#isTrying = false;
  }

  async #ask(run: number): Promise<void> {
    const { http, clock, store, take, current, reset, noAccess } = this.#hooks;
    const isWanted = (): boolean => run === this.#run;
    try {
      const isPast = await pollChanges(
        http,
        store(),
        (batch, after) => isWanted() && take(batch, after),
      );
      if (!isWanted()) return;
      if (!isPast) {
        reset();
        return;
      }
      this.#isUnderWay = true;
      this.#isTrying = false;
      current();
    } catch (error) {
      if (!isWanted()) return;
      if (error instanceof AccessEnded) noAccess();
    }
    if (!this.#isUnderWay) {
      this.#isTrying = false;
      return;
    }
    await pause(clock, POLL_INTERVAL_MS);
    if (isWanted()) void this.#ask(run);
  }
}
