import type { Logger } from 'pino';
import type { Database } from '@/db/database';
import { isDatabaseAway } from '@/db/database-away';
import { noteStatus } from '@/db/screen-list';
import { readOrders, readRevisions } from '@/db/screen-orders';
import {
  type ScreenOrders,
  type ScreenStatus,
  STATUS_INTERVAL_SECONDS,
} from '@/lib/protocol/screens';

/** SC4: within a second, also where no hint came. */
const POLL_INTERVAL_MS = 800;

/** A connection of a screen to this process. */
export interface ScreenListener {
  orders: (orders: ScreenOrders) => void;
  revoked: () => void;
  /** There is no such screen: the database was restored from before it. It is to come again and hear so. */
  gone: () => void;
}

interface Heard {
  status: ScreenStatus | null;
  /** Monotonic. */
  atMs: number;
  writtenMs: number;
  /** It is not in the database yet. */
  isDue: boolean;
}

export interface ScreenHubOptions {
  database: Database;
  log: Logger;
  now: () => Date;
}

/**
 * The screens that are connected to this process: looks for their orders while there are any, and keeps what they say of
 * themselves, writing of each once in 15 s at most.
 */
export class ScreenHub {
  readonly #options: ScreenHubOptions;
  /** With the revision that each has; null for one that is told of the end only. */
  readonly #listeners = new Map<string, Map<ScreenListener, number | null>>();
  readonly #heard = new Map<string, Heard>();
  #timer: NodeJS.Timeout | null = null;
  #looking: Promise<void> | null = null;
  #again = false;
  #isClosed = false;

  constructor(options: ScreenHubOptions) {
    this.#options = options;
    options.database.onNotify(() => this.poke());
  }

  /** Tells a connection of every change of its orders from `revision` on, and of the end; with null of the end only. */
  follow(id: string, revision: number | null, listener: ScreenListener): () => void {
    const listeners = this.#listeners.get(id) ?? new Map<ScreenListener, number | null>();
    this.#listeners.set(id, listeners);
    listeners.set(listener, revision);
    this.#timer ??= setInterval(() => this.poke(), POLL_INTERVAL_MS).unref();
    this.poke();
    return () => {
      listeners.delete(listener);
      if (listeners.size === 0 && this.#listeners.get(id) === listeners) this.#listeners.delete(id);
    };
  }

  /** Looks now; many calls while a look is under way make one more. */
  poke(): void {
    if (this.#isClosed || (this.#listeners.size === 0 && this.#heard.size === 0)) return;
    if (this.#looking) {
      this.#again = true;
      return;
    }
    this.#looking = this.#look().finally(() => {
      this.#looking = null;
      if (!this.#again) return;
      this.#again = false;
      this.poke();
    });
  }

  /** A sign of life, perhaps with a status. */
  heard(id: string, status: ScreenStatus | null): void {
    const before = this.#heard.get(id);
    this.#heard.set(id, {
      status: status ?? before?.status ?? null,
      atMs: performance.now(),
      writtenMs: before?.writtenMs ?? Number.NEGATIVE_INFINITY,
      isDue: true,
    });
    this.#timer ??= setInterval(() => this.poke(), POLL_INTERVAL_MS).unref();
    if (!before) this.poke();
  }

  /** What this process heard last of a screen, or null; newer than what is in the database, or the same. */
  lastOf(id: string): { status: ScreenStatus | null; silentSeconds: number } | null {
    const heard = this.#heard.get(id);
    if (!heard) return null;
    return { status: heard.status, silentSeconds: (performance.now() - heard.atMs) / 1_000 };
  }

  async close(): Promise<void> {
    this.#isClosed = true;
    if (this.#timer) clearInterval(this.#timer);
    await this.#looking;
  }

  async #look(): Promise<void> {
    try {
      await this.#tellChanges();
      await this.#writeHeard();
    } catch (err) {
      if (!isDatabaseAway(err))
        this.#options.log.error({ err }, 'the orders of screens could not be read; trying again');
    }
    const isIdle = this.#listeners.size === 0 && this.#heard.size === 0;
    if (!isIdle || !this.#timer) return;
    clearInterval(this.#timer);
    this.#timer = null;
  }

  async #tellChanges(): Promise<void> {
    const ids = [...this.#listeners.keys()];
    if (ids.length === 0) return;
    const { database, now } = this.#options;
    const found = new Map((await readRevisions(database, ids)).map((row) => [row.id, row]));
    for (const id of ids) {
      const row = found.get(id);
      if (!row || row.isRevoked) {
        this.#end(id, row ? 'revoked' : 'gone');
        continue;
      }
      // After a restore it may be lower than the one that a connection has.
      const isOther = (known: number | null) => known !== null && known !== row.revision;
      if (![...(this.#listeners.get(id)?.values() ?? [])].some(isOther)) continue;
      const orders = await readOrders(database, id, now());
      if (orders) this.#tell(id, orders);
    }
  }

  #tell(id: string, orders: ScreenOrders): void {
    const listeners = this.#listeners.get(id);
    for (const [listener, known] of listeners ?? []) {
      if (known === null || known === orders.revision) continue;
      listeners?.set(listener, orders.revision);
      listener.orders(orders);
    }
  }

  #end(id: string, how: 'revoked' | 'gone'): void {
    const listeners = this.#listeners.get(id);
    this.#listeners.delete(id);
    this.#heard.delete(id);
    for (const listener of listeners?.keys() ?? []) listener[how]();
  }

  async #writeHeard(): Promise<void> {
    const intervalMs = STATUS_INTERVAL_SECONDS * 1_000;
    for (const [id, heard] of this.#heard) {
      const nowMs = performance.now();
      if (heard.isDue && nowMs - heard.writtenMs >= intervalMs) {
        heard.isDue = false;
        heard.writtenMs = nowMs;
        const { status, atMs } = heard;
        await noteStatus(this.#options.database, id, { status, agoMs: nowMs - atMs });
        // It is in the database: with a mere sign of life it would overwrite what another process heard since.
        const newest = this.#heard.get(id);
        if (newest && newest.status === status) newest.status = null;
      } else if (!heard.isDue && nowMs - heard.atMs > 2 * intervalMs) {
        // The database has its last word; another process may have newer ones.
        this.#heard.delete(id);
      }
    }
  }
}
