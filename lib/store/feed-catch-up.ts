import { type ChangeBatch, changeBatchSchema } from '@/lib/protocol/changes';
import { STALE_AFTER_MS } from '@/lib/protocol/version';
import type { FeedClock, FeedLink } from './feed-link';
import type { BatchOutcome, IncidentStore } from './incident-store';

const LONGEST_BUFFER = 500;

/** What catching up needs of its session. */
export interface CatchUpHooks {
  clock: FeedClock;
  /** The open connection; null while there is none. */
  link: () => FeedLink | null;
  store: () => IncidentStore;
  /** Something came from the server. */
  sign: () => void;
  /** A page was given to the store. */
  taken: (batch: ChangeBatch, outcome: BatchOutcome) => void;
  /** A live batch that was kept meanwhile has its turn. */
  resume: (batch: ChangeBatch) => void;
  /** The answer cannot be used: the connection is worth nothing. */
  useless: () => void;
}

/**
 * Closes a gap over an open connection: asks page by page for `(our seq, to]`, and keeps the live batches that come
 * meanwhile until it is there.
 */
export class FeedCatchUp {
  #hooks: CatchUpHooks;
  #asked: { to: number; after: number; atMs: number } | null = null;
  #kept: ChangeBatch[] = [];

  constructor(hooks: CatchUpHooks) {
    this.#hooks = hooks;
  }

  get isUnderWay(): boolean {
    return this.#asked !== null;
  }

  /** Asked, and without an answer for so long that the connection must be dead. */
  get isUnanswered(): boolean {
    return this.#asked !== null && this.#hooks.clock.now() - this.#asked.atMs > STALE_AFTER_MS;
  }

  begin(to: number): void {
    this.#ask(to, this.#hooks.store().seq);
  }

  /** Keeps a live batch for later. */
  keep(batch: ChangeBatch): void {
    this.#kept.push(batch);
    // What is dropped here shows as a gap, and is asked for.
    if (this.#kept.length > LONGEST_BUFFER) this.#kept.shift();
  }

  /** Keeps a live batch that has a gap before it, as the first of all, and asks for the gap. */
  askBefore(batch: ChangeBatch): void {
    this.#kept.unshift(batch);
    this.begin(batch.from);
  }

  /** Hands on what was kept, until one of it shows a new gap. */
  drain(): void {
    while (!this.#asked && this.#hooks.link()) {
      const batch = this.#kept.shift();
      if (!batch) return;
      this.#hooks.resume(batch);
    }
  }

  /** Forgets all: the connection is gone. */
  clear(): void {
    this.#asked = null;
    this.#kept = [];
  }

  #ask(to: number, after: number): void {
    const link = this.#hooks.link();
    const { epoch, seq: from } = this.#hooks.store();
    this.#asked = { to, after, atMs: this.#hooks.clock.now() };
    if (!link || epoch === null) return;
    link.catchUp({ epoch, from, to, after }, (payload) => {
      if (this.#hooks.link() === link) this.#take(payload, after);
    });
  }

  #take(payload: unknown, after: number): void {
    this.#hooks.sign();
    if (this.#asked?.after !== after) return;
    const store = this.#hooks.store();
    const parsed = changeBatchSchema.safeParse(payload);
    if (!parsed.success || parsed.data.epoch !== store.epoch) {
      this.#hooks.useless();
      return;
    }
    const batch = parsed.data;
    const outcome = store.applyBatch(batch, after);
    if (outcome.gap) {
      this.#hooks.useless();
      return;
    }
    const { next, to } = batch;
    this.#asked = next === null ? null : { to, after: next, atMs: this.#hooks.clock.now() };
    this.#hooks.taken(batch, outcome);
    // A fault found by `taken` has dropped the connection, and with it what was asked.
    if (this.#asked && next !== null) this.#ask(to, next);
    else this.drain();
  }
}
