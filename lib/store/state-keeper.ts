import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import { ROW_GONE, tombstone, toTuple, WIRE_COLUMNS, type WireTuple } from '@/lib/protocol/columns';
import type { FeedHttp } from './feed-http';
import { type FeedClock, jittered } from './feed-link';
import type { BatchOutcome, IncidentStore } from './incident-store';
import {
  type KeptChanges,
  type KeptRecord,
  type KeptStorage,
  keptRecordSchema,
} from './kept-storage';
import { restoreState } from './restore-state';
import { scrubPartition } from './scrub-partition';
import { fetchManifest, fetchPartition } from './snapshot-load';

/** New records are written this much later, together. */
const WRITE_DELAY_MS = 2_000;
/** Between two writes: a stream of corrections rewrites a year twice a second at most. */
const WRITE_PAUSE_MS = 500;
/** So many changed records make the next manifest worth loading; far more, and nothing is kept until it is there. */
const MANY_CHANGES = 10_000;
const FAR_MORE = 4;
const RENEW_DELAY_MS = 5_000;
const RENEW_RETRY_MS = 60_000;

const RID = WIRE_COLUMNS.findIndex(({ name }) => name === 'rid');
const FROM_SEQ = WIRE_COLUMNS.findIndex(({ name }) => name === 'fromSeq');

export interface KeeperSurroundings {
  storage: KeptStorage;
  http: FeedHttp;
  clock: FeedClock;
  /** Uniform in [0, 1): spreads what many screens ask for. */
  random: () => number;
  /** Changed records from which on a new manifest is loaded. */
  manyChanges?: number;
}

type Base = KeptRecord['manifest'];

/**
 * Keeps a session's state where it outlives the page: the partitions of one manifest, and of each record that changed
 * since the newest version. Invariants: what is kept is a state that had the log's digest; a version that another one
 * took the place of is in no copy (TD6), from half a second after the change on; a second screen of the same browser
 * keeps nothing until the first is gone. A storage that fails is not tried again by this page.
 */
export class StateKeeper {
  #around: KeeperSurroundings;
  #release: () => void;
  #isOurs = false;
  #isBroken = false;
  #isClosed = false;
  #faults = 0;
  /** Raised whenever what is under way belongs to another state. */
  #generation = 0;
  #base: Base | null = null;
  /** Whether the record of `#base` is in the storage, so that changes can be added to it. */
  #isWritten = false;
  /** Up to where its figures, and how many of its area codes, are in the storage. */
  #figuresUpTo = 0;
  #areasKept = 0;
  /** The state, once it is whole. */
  #store: IncidentStore | null = null;
  /** Records that changed since `#base`, and of these the ones that are still to be written, with their `fromSeq`. */
  #changed = new Set<number>();
  #pending = new Map<number, number>();
  /** Brussels years whose partitions may hold versions that are not current any more. */
  #years = new Set<number>();
  #missedWhileLoading = false;
  #queue: Promise<void> = Promise.resolve();
  #cancelWrite: (() => void) | null = null;
  #writeAtMs = 0;
  #notBeforeMs = 0;
  #cancelRenewal: (() => void) | null = null;

  constructor(around: KeeperSurroundings) {
    this.#around = around;
    this.#release = around.storage.own(() => this.#granted());
  }

  /** How often the storage failed, or held what could not be used. */
  get faults(): number {
    return this.#faults;
  }

  /** The state that was kept, with the log's digest; null where there is none that can be used. Never rejects. */
  async restore(): Promise<IncidentStore | null> {
    const generation = this.#generation;
    const restored = await restoreState(this.#around.storage).catch(() => 'unusable' as const);
    if (generation !== this.#generation || this.#isClosed) return null;
    if (restored === 'unusable') {
      this.#faults += 1;
      this.forget();
    }
    if (restored === 'unusable' || restored === null) return null;
    const { store, record, unscrubbed } = restored;
    this.#base = record.manifest;
    this.#store = store;
    this.#isWritten = true;
    this.#figuresUpTo = store.seq;
    this.#areasKept = store.areas.size;
    this.#changed = new Set(record.rows.map((row) => row[RID] ?? 0));
    this.#years = new Set(unscrubbed);
    this.#tidy(record.manifest);
    if (unscrubbed.length > 0) this.#writeIn(0);
    return store;
  }

  /** A page that was closed in the middle of a renewal left partitions that no base names, and nobody would blank. */
  #tidy(base: Base): void {
    this.#enqueue(async () => {
      if (!this.#isOurs || this.#base !== base) return;
      await this.#around.storage.dropPartitionsBut(base.partitions.map(({ url }) => url));
    });
  }

  /** A snapshot begins to load: what was kept of another is forgotten. */
  begin(manifest: Manifest): void {
    this.#start();
    this.#store = null;
    if (!this.#isOurs || this.#isBroken) return;
    this.#base = baseOf(manifest);
    this.#clear();
  }

  /** A partition of it arrived. The bytes are copied, since the store writes to them. */
  take(url: string, bytes: Uint8Array): void {
    if (!this.#base) return;
    const copy = bytes.slice();
    this.#enqueue(() => this.#around.storage.putPartition(url, copy));
  }

  /** The snapshot is in. */
  whole(store: IncidentStore): void {
    this.#store = store;
    if (!this.#base) this.#renewIn(RENEW_DELAY_MS);
    else this.#follow(store, this.#base, this.#missedWhileLoading);
  }

  /** A page of changes was taken. */
  changed({ rows, next }: ChangeBatch, { superseded }: BatchOutcome): void {
    this.#missedWhileLoading = true;
    if (!this.#base || !this.#store) return;
    for (const row of rows) {
      this.#changed.add(row[RID] ?? 0);
      this.#pending.set(row[RID] ?? 0, row[FROM_SEQ] ?? 0);
    }
    for (const minute of superseded) this.#years.add(brusselsYear(minute * MINUTE_MS));
    const { manyChanges = MANY_CHANGES } = this.#around;
    if (this.#changed.size > FAR_MORE * manyChanges) {
      this.#forgetUntilRenewed();
      return;
    }
    if (next === null) this.#writeIn(this.#years.size > 0 ? 0 : WRITE_DELAY_MS);
    // Should the connection break between two pages, what has to go does not wait for it.
    else if (this.#years.size > 0) this.#writeIn(WRITE_DELAY_MS);
    if (this.#changed.size > manyChanges) this.#renewIn(RENEW_DELAY_MS);
  }

  /** What was kept is not to be shown again. `isForAll`: nor by any other screen of this browser. */
  forget({ isForAll = false }: { isForAll?: boolean } = {}): void {
    this.#start();
    this.#store = null;
    if (this.#isOurs || isForAll) this.#clear();
  }

  close(): void {
    this.#isClosed = true;
    this.#start();
    this.#release();
  }

  /** Resolves once everything that was begun is done. */
  async settled(): Promise<void> {
    for (let seen: unknown = null; seen !== this.#queue; ) {
      seen = this.#queue;
      await this.#queue;
    }
  }

  #start(): void {
    this.#generation += 1;
    this.#base = null;
    this.#isWritten = false;
    this.#changed.clear();
    this.#pending.clear();
    this.#years.clear();
    this.#missedWhileLoading = false;
    this.#cancelWrite?.();
    this.#cancelWrite = null;
    this.#cancelRenewal?.();
    this.#cancelRenewal = null;
  }

  /** The screen that wrote before is gone; what it left fits ours, or is made anew. */
  #granted(): void {
    this.#isOurs = true;
    if (!this.#store) return;
    if (this.#base) this.#tidy(this.#base);
    this.#enqueue(async () => {
      const base = this.#base;
      const kept = keptRecordSchema.safeParse(await this.#around.storage.read()).data;
      const isSame =
        kept?.manifest.seq === base?.seq &&
        kept?.manifest.epoch === base?.epoch &&
        (kept?.head.seq ?? 0) <= (this.#store?.seq ?? 0);
      if (base && isSame) {
        this.#writeIn(0);
      } else {
        this.#base = null;
        this.#renewIn(RENEW_DELAY_MS);
      }
    });
  }

  #forgetUntilRenewed(): void {
    const store = this.#store;
    this.forget();
    this.#store = store;
    this.#renewIn(RENEW_DELAY_MS);
  }

  /** Takes a manifest whose partitions are in the storage as the base of what the store holds. */
  #follow(store: IncidentStore, base: Base, hasMissed: boolean): void {
    this.#base = base;
    this.#isWritten = false;
    this.#figuresUpTo = 0;
    this.#areasKept = 0;
    this.#changed.clear();
    this.#pending.clear();
    for (const { arrays, size } of store.columns.segments) {
      for (let place = 0; place < size; place += 1) {
        const fromSeq = arrays.fromSeq[place] as number;
        if (fromSeq <= base.seq || arrays.state[place] === ROW_GONE) continue;
        this.#changed.add(arrays.rid[place] as number);
        this.#pending.set(arrays.rid[place] as number, fromSeq);
      }
    }
    if (hasMissed) for (const { year } of base.partitions) this.#years.add(year);
    this.#writeIn(0);
  }

  #writeIn(milliseconds: number): void {
    const now = this.#around.clock.now();
    const atMs = Math.max(now + milliseconds, this.#notBeforeMs);
    if (this.#cancelWrite && this.#writeAtMs <= atMs) return;
    this.#cancelWrite?.();
    this.#writeAtMs = atMs;
    this.#cancelWrite = this.#around.clock.after(atMs - now, () => {
      this.#cancelWrite = null;
      this.#enqueue(() => this.#write());
    });
  }

  async #write(): Promise<void> {
    const store = this.#store;
    const base = this.#base;
    if (!store || !base || !this.#isOurs) return;
    if (!store.verifiable || store.hasDigestFault) {
      // Between two pages, or with rows missing until their tombstones come, there is no digest to check a copy by. What
      // has to go goes all the same.
      await this.#scrub(base, store);
      this.#writeIn(WRITE_PAUSE_MS);
      return;
    }
    const { storage, clock } = this.#around;
    const isFirst = !this.#isWritten;
    const changes = this.#takePending(store);
    if (isFirst) await storage.write({ manifest: base, ...changes });
    else await storage.add(changes);
    if (this.#base !== base) return;
    this.#isWritten = true;
    await this.#scrub(base, store);
    if (isFirst) await storage.dropPartitionsBut(base.partitions.map(({ url }) => url));
    this.#notBeforeMs = clock.now() + WRITE_PAUSE_MS;
  }

  /** What is not in the storage yet, all of one moment. */
  #takePending(store: IncidentStore): KeptChanges {
    const { seq, digest, committedAt } = store;
    const rows = [...this.#pending].map(([rid, fromSeq]) => rowOf(store, rid, fromSeq));
    const areas = [...store.areas].slice(this.#areasKept);
    const figures = store.figureVersions().filter(({ fromSeq }) => fromSeq > this.#figuresUpTo);
    this.#pending.clear();
    this.#areasKept = store.areas.size;
    this.#figuresUpTo = seq;
    return {
      head: { seq, digest, committedAt: committedAt ?? '' },
      rows,
      areas: areas.map(([code, area]) => ({ code, area })),
      figures,
    };
  }

  /** Takes out of the partitions what is not current any more. */
  async #scrub(base: Base, store: IncidentStore): Promise<void> {
    const { storage } = this.#around;
    for (const { year, url } of base.partitions) {
      if (this.#base !== base || !this.#years.delete(year)) continue;
      const bytes = await storage.partition(url);
      if (!bytes) throw new Error(`the partition of ${year} is not kept any more`);
      if (this.#base !== base) return;
      if (scrubPartition(bytes, currentIn(store))) await storage.putPartition(url, bytes);
    }
  }

  #renewIn(milliseconds: number): void {
    if (!this.#isOurs || !this.#store || this.#isBroken) return;
    const delayMs = jittered(this.#around.random, milliseconds);
    this.#cancelRenewal ??= this.#around.clock.after(delayMs, () => void this.#renew());
  }

  /** Makes the newest manifest the base, so that the changes up to it need not be kept apart. */
  async #renew(): Promise<void> {
    const generation = this.#generation;
    const found = await this.#fetchRenewal().catch(() => null);
    if (generation !== this.#generation) return;
    this.#cancelRenewal = null;
    if (!found) {
      this.#renewIn(RENEW_RETRY_MS);
      return;
    }
    this.#enqueue(async () => {
      const store = this.#store;
      if (!store || found.base.epoch !== store.epoch) return;
      for (const { url, bytes } of found.partitions) {
        scrubPartition(bytes, currentIn(store));
        await this.#around.storage.putPartition(url, bytes);
      }
      if (generation === this.#generation) this.#follow(store, found.base, true);
    });
  }

  /** A manifest newer than the base and not ahead of the store, with the partitions that are not kept yet. */
  async #fetchRenewal(): Promise<{
    base: Base;
    partitions: { url: string; bytes: Uint8Array }[];
  } | null> {
    const { http } = this.#around;
    const base = baseOf(await fetchManifest(http));
    const isUseful = base.seq <= (this.#store?.seq ?? 0) && base.seq > (this.#base?.seq ?? -1);
    if (!isUseful || base.epoch !== this.#store?.epoch) return null;
    const kept = new Set(this.#base?.partitions.map(({ url }) => url));
    const partitions: { url: string; bytes: Uint8Array }[] = [];
    for (const { url } of base.partitions) {
      if (!kept.has(url)) partitions.push({ url, bytes: await fetchPartition(http, url) });
    }
    return { base, partitions };
  }

  #enqueue(work: () => Promise<void>): void {
    const generation = this.#generation;
    this.#queue = this.#queue.then(async () => {
      if (this.#isBroken || this.#isClosed || generation !== this.#generation) return;
      await work().catch(() => this.#breakOff());
    });
  }

  /** Unlike other work it is done in any case: whoever asks for it must be able to rely on it. */
  #clear(): void {
    const { storage } = this.#around;
    this.#queue = this.#queue.then(() => storage.clear().catch(() => this.#breakOff()));
  }

  /** Quota, a private window, somebody's hand in the storage: nothing is kept rather than half of it. */
  async #breakOff(): Promise<void> {
    this.#faults += 1;
    this.#isBroken = true;
    this.#start();
    this.#store = null;
    if (this.#isOurs) await this.#around.storage.clear().catch(() => undefined);
  }
}

function baseOf({ areas: _areas, figures: _figures, ...base }: Manifest): Base {
  return base;
}

function currentIn({ columns }: IncidentStore): (rid: number, fromSeq: number) => boolean {
  return (rid, fromSeq) => {
    const row = columns.rowOf(rid);
    return row >= 0 && columns.valueAt(row, 'fromSeq') === fromSeq;
  };
}

function rowOf({ columns }: IncidentStore, rid: number, fromSeq: number): WireTuple {
  const row = columns.rowOf(rid);
  return row < 0 ? toTuple(tombstone(rid, fromSeq)) : columns.tupleAt(row);
}
