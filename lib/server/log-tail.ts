import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import {
  digestAfter,
  nextBoundary,
  readChanges,
  readCommitAtOrAfter,
  readHead,
} from '@/db/read-log';
import type { ChangeBatch, Head } from '@/lib/protocol/changes';
import { PAGE_ROWS } from '@/lib/protocol/version';

/** The log is polled at least this often; a notification only makes it sooner. */
export const POLL_INTERVAL_MS = 1_000;
/** A log that could not be read for this long is not known to stand where it stood. */
const UNREAD_AFTER_MS = 5_000;

export interface TailHead extends Head {
  committedAt: string;
}

type BatchListener = (batch: ChangeBatch) => void;

/**
 * Follows the log in commit order and hands every batch to its listeners exactly once.
 * Invariant: `head` is the end of the last batch that all listeners were given, so whoever reads `head` and subscribes
 * in the same turn of the event loop misses nothing and gets nothing twice.
 */
export class LogTail {
  head: TailHead;
  private readonly listeners = new Set<BatchListener>();
  private readonly epochListeners = new Set<() => void>();
  private timer: NodeJS.Timeout | null = null;
  private running: Promise<void> | null = null;
  private again = false;
  private closed = false;
  private readAtMs = performance.now();
  private failingSinceMs: number | null = null;

  private readonly database: Database;
  private readonly log: Logger;

  private constructor(database: Database, log: Logger, head: TailHead) {
    this.database = database;
    this.log = log;
    this.head = head;
  }

  static async start(database: Database, log: Logger): Promise<LogTail> {
    const tail = new LogTail(database, log, await readHead(database));
    database.onNotify(() => tail.poke());
    tail.schedule();
    return tail;
  }

  /** Whether `head` was read from the database a moment ago. If not, it may have moved, and nobody here would know. */
  get isCurrent(): boolean {
    return performance.now() - this.readAtMs < UNREAD_AFTER_MS;
  }

  onBatch(listener: BatchListener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Called when the database continues another past: every reader's state is void. */
  onNewEpoch(listener: () => void): () => void {
    this.epochListeners.add(listener);
    return () => this.epochListeners.delete(listener);
  }

  /** Looks at the log now; many calls while a look is under way make one more look. */
  poke(): void {
    if (this.closed) return;
    if (this.running) {
      this.again = true;
      return;
    }
    this.running = this.drain().finally(() => {
      this.running = null;
      if (this.again) {
        this.again = false;
        this.poke();
      }
    });
  }

  /** Resolves once everything up to `seq` has been handed out; for a writer that answers with what readers see. */
  async reached(seq: number, patienceMs = 5_000): Promise<boolean> {
    if (this.head.seq >= seq) return true;
    return new Promise((resolve) => {
      const stop = this.onBatch((batch) => {
        if (batch.to < seq) return;
        clearTimeout(timer);
        stop();
        resolve(true);
      });
      const timer = setTimeout(() => {
        stop();
        resolve(false);
      }, patienceMs);
      this.poke();
    });
  }

  /** Resolves once the head of this moment has been handed out. */
  async caughtUp(): Promise<void> {
    const { seq } = await readHead(this.database);
    await this.reached(seq);
  }

  /**
   * Whether the log goes as far as `seq`. A reader may come from another process that knew of it first, so the database
   * is asked before the answer is no.
   */
  async reaches(seq: number): Promise<boolean> {
    if (this.head.seq < seq) await this.caughtUp();
    return this.head.seq >= seq;
  }

  /** Digest and commit time of a boundary, or null. */
  async commitAt(seq: number): Promise<{ digest: string; committedAt: string } | null> {
    const commit = await readCommitAtOrAfter(this.database, seq);
    if (commit?.to === seq) return commit;
    const digest = await digestAfter(this.database, seq);
    return digest === null ? null : { digest, committedAt: new Date(0).toISOString() };
  }

  async close(): Promise<void> {
    this.closed = true;
    if (this.timer) clearInterval(this.timer);
    await this.running;
  }

  private schedule(): void {
    this.timer = setInterval(() => this.poke(), POLL_INTERVAL_MS);
    this.timer.unref();
  }

  private async drain(): Promise<void> {
    try {
      for (;;) {
        const target = await readHead(this.database);
        this.noteRead();
        if (this.closed || isSameHead(target, this.head)) return;
        if (!(await this.isOurFuture(target))) {
          this.head = target;
          tellAll(this.epochListeners, undefined, this.log);
          return;
        }
        if (!(await this.step())) return;
      }
    } catch (error) {
      if (!this.closed) this.noteFailure(error);
    }
  }

  private noteRead(): void {
    this.readAtMs = performance.now();
    if (this.failingSinceMs === null) return;
    const awayMs = Math.round(this.readAtMs - this.failingSinceMs);
    this.failingSinceMs = null;
    this.log.warn({ awayMs }, 'the log can be read again');
  }

  /** Said once, not at every poll. */
  private noteFailure(error: unknown): void {
    if (this.failingSinceMs !== null) return;
    this.failingSinceMs = performance.now();
    this.log.error({ err: error }, 'the log could not be read; trying again each second');
  }

  /** Whether what was handed out is a past of the log: a restore or a failover may have replaced it. */
  private async isOurFuture(target: TailHead): Promise<boolean> {
    if (target.epoch !== this.head.epoch || target.seq <= this.head.seq) return false;
    return (await digestAfter(this.database, this.head.seq)) === this.head.digest;
  }

  /** Hands out one interval; false where the epoch changed in between, so that the head is looked at again. */
  private async step(): Promise<boolean> {
    const from = this.head.seq;
    const to = await nextBoundary(this.database, from, PAGE_ROWS);
    if (to === null) return false;
    let after = from;
    for (;;) {
      const batch = await readChanges(this.database, { from, to, after, limit: PAGE_ROWS });
      if (batch.epoch !== this.head.epoch) return true;
      const { epoch, digest, committedAt } = batch;
      if (batch.next === null) this.head = { epoch, seq: to, digest, committedAt };
      tellAll(this.listeners, batch, this.log);
      if (batch.next === null) return true;
      after = batch.next;
    }
  }
}

function isSameHead(a: TailHead, b: TailHead): boolean {
  return a.epoch === b.epoch && a.seq === b.seq && a.digest === b.digest;
}

/** One listener that fails must not cost the others their batch. */
function tellAll<T>(listeners: ReadonlySet<(news: T) => void>, news: T, log: Logger): void {
  for (const listener of listeners) {
    try {
      listener(news);
    } catch (error) {
      log.error({ err: error }, 'a listener of the log failed');
    }
  }
}
