import { createHash } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { withBuilderLock } from '@/db/builder-lock';
import type { Database } from '@/db/database';
import {
  type CurrentManifest,
  isPartitionReadable,
  putManifest,
  readCurrentManifest,
  readPartition,
  retirePartitions,
} from '@/db/partitions';
import { readAreas, readFigures, readState } from '@/db/read-log';
import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import {
  fromTuple,
  NO_POINT,
  ROW_GONE,
  ROW_PUBLISHED,
  type WireRow,
  type WireTuple,
} from '@/lib/protocol/columns';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentStore } from '@/lib/store/incident-store';
import { encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';
import { compress, type Encoding } from './http/node-adapter';
import type { LogTail } from './log-tail';

const REBUILD_AFTER_CHANGES = 2_000;
/** An import touches every year again and again: fewer builds, and still half of what a reader may be behind. */
const REBUILD_AFTER_BULK_CHANGES = 10_000;
const REBUILD_AFTER_MS = 10 * 60_000;
const KEEP_RETIRED_MS = 60 * 60_000;
const LOOK_INTERVAL_MS = 30_000;
const MOST_ATTEMPTS = 12;
const LOCK_PAUSE_MS = 250;
const LONGEST_LOCK_PAUSE_MS = 4_000;
const RELOAD_PAUSE_MS = 1_000;
const QUALITY = { br: 5, gzip: 6 } as const;

interface Encoded {
  address: string;
  year: number;
  rows: number;
  sha256: string;
  bytes: Uint8Array;
}

/**
 * The server as a reader: one store fed by the same tail as every screen, from which years are encoded. Nothing is
 * cleared when a manifest is made; what a manifest is still true for is read off three seqs: a year's file holds if the
 * year was last touched at or before the manifest's seq, and the manifest itself if nothing was hidden after it.
 */
export class PartitionKeeper {
  private readonly database: Database;
  private readonly tail: LogTail;
  private readonly log: Logger;
  private store = new IncidentStore();
  /** The newest manifest that is known; the base of the next one even where it may not be given out any more. */
  private current: Manifest | null = null;
  /** Brussels year -> seq at which one of its rows last changed. */
  private touchedAt = new Map<number, number>();
  /** Seq of the last change that took content from public view. */
  private hiddenAt = 0;
  private behindSinceMs: number | null = null;
  private building: Promise<Manifest> | null = null;
  private loading: Promise<void> | null = null;
  /** Batches that came while the state was read; null once they are taken as they come. */
  private waiting: ChangeBatch[] | null = null;
  private compressed = new Map<string, Promise<Buffer>>();
  private readonly stops: (() => void)[] = [];

  private constructor(database: Database, tail: LogTail, log: Logger) {
    this.database = database;
    this.tail = tail;
    this.log = log;
  }

  static async open(database: Database, tail: LogTail, log: Logger): Promise<PartitionKeeper> {
    const keeper = new PartitionKeeper(database, tail, log);
    const timer = setInterval(() => keeper.rebuildIfDue(), LOOK_INTERVAL_MS);
    timer.unref();
    keeper.stops.push(
      tail.onBatch((batch) => keeper.hear(batch)),
      tail.onNewEpoch(() => keeper.reload('a new epoch began')),
      () => clearInterval(timer),
    );
    await keeper.load();
    return keeper;
  }

  /** The state's addresses; built first where there are none, or what they name is no longer public. */
  async manifest(): Promise<Manifest> {
    await this.loading?.catch(() => undefined);
    return this.publicManifest() ?? this.rebuild();
  }

  /** A partition's bytes, compressed as asked; `gone` once its content was withdrawn. */
  async read(address: string, encoding: Encoding | null): Promise<Uint8Array | 'gone' | null> {
    const key = `${encoding} ${address}`;
    const packed = this.compressed.get(key);
    if (packed && (await isPartitionReadable(this.database, address))) return packed;
    const bytes = await readPartition(this.database, address);
    if (bytes === null || bytes === 'gone' || encoding === null) return bytes;
    const packing = compress(bytes, encoding, QUALITY[encoding]);
    this.compressed.set(key, packing);
    return packing;
  }

  async close(): Promise<void> {
    for (const stop of this.stops) stop();
    await this.loading?.catch(() => undefined);
    await this.building?.catch(() => undefined);
  }

  private publicManifest(): Manifest | null {
    const { current, store } = this;
    const isOfThisPast = current?.epoch === store.epoch && current?.epoch === this.tail.head.epoch;
    return current && isOfThisPast && current.seq >= this.hiddenAt ? current : null;
  }

  /** Reads the state anew; one reading at a time, and again later if it fails. */
  private reload(reason: string): void {
    if (this.loading) return;
    this.log.warn({ reason }, 'reading the whole state again');
    this.load().catch((err) => {
      this.log.error({ err }, 'the state could not be read; trying again');
      const timer = setTimeout(() => this.reload('the last reading failed'), RELOAD_PAUSE_MS);
      timer.unref();
      this.stops.push(() => clearTimeout(timer));
    });
  }

  private load(): Promise<void> {
    this.waiting = [];
    this.loading = this.readWhole().finally(() => {
      this.loading = null;
    });
    return this.loading;
  }

  private async readWhole(): Promise<void> {
    const rows: WireTuple[] = [];
    let head = null;
    for await (const chunk of readState(this.database)) {
      head = chunk.head;
      for (const row of chunk.rows) rows.push(row);
    }
    if (!head) throw new Error('the database gave no state');
    const areas = await readAreas(this.database, head.seq);
    const figures = await readFigures(this.database, head.seq);
    const store = new IncidentStore();
    if (store.loadState({ ...head, areas, figures }, rows).digestFault) {
      const found = store.digest;
      this.log.error({ ...head, found }, 'the stored digest is not that of the stored records');
    }
    this.store = store;
    this.current = null;
    this.hiddenAt = 0;
    this.touchedAt = new Map(
      [...rowsByBrusselsYear(store.columns).keys()].map((year) => [year, store.seq]),
    );
    this.compressed.clear();
    const missed = this.waiting ?? [];
    this.waiting = null;
    for (const batch of missed) this.take(batch);
    await this.adoptStored();
  }

  /** Takes the manifest that this or another process stored, if it is newer than ours. */
  private async adoptStored(): Promise<void> {
    const stored = await readCurrentManifest(this.database, PROTOCOL_VERSION);
    if (!stored || stored.epoch !== this.store.epoch) return;
    const commit = await this.tail.commitAt(stored.seq);
    if (!commit) return;
    this.adopt(await this.describe(stored, commit));
  }

  private adopt(manifest: Manifest): void {
    if (manifest.epoch !== this.store.epoch) return;
    const isOlder = this.current?.epoch === manifest.epoch && this.current.seq > manifest.seq;
    if (isOlder) return;
    this.current = manifest;
    this.behindSinceMs = this.store.seq > manifest.seq ? Date.now() : null;
    this.compressed.clear();
  }

  private hear(batch: ChangeBatch): void {
    if (this.waiting) this.waiting.push(batch);
    else this.take(batch);
  }

  private take(batch: ChangeBatch): void {
    if (batch.epoch !== this.store.epoch || batch.to <= this.store.seq) return;
    for (const tuple of batch.rows) this.touch(fromTuple(tuple), batch.to);
    const { gap, digestFault } = this.store.applyBatch(batch);
    if (gap || digestFault) {
      this.reload(gap ? 'a batch was missed' : 'the digest is not the log’s');
      return;
    }
    this.behindSinceMs ??= Date.now();
    this.rebuildIfDue(batch.bulk ? REBUILD_AFTER_BULK_CHANGES : REBUILD_AFTER_CHANGES);
  }

  private touch(row: WireRow, seq: number): void {
    const index = this.store.columns.rowOf(row.rid);
    const held = index < 0 ? null : fromTuple(this.store.columns.tupleAt(index));
    if (held) this.touchedAt.set(brusselsYear(held.occurredFrom * MINUTE_MS), seq);
    if (row.state !== ROW_GONE) {
      this.touchedAt.set(brusselsYear(row.occurredFrom * MINUTE_MS), seq);
    }
    if (row.state !== ROW_PUBLISHED || (held && isCoarser(row, held))) {
      this.hiddenAt = seq;
      this.compressed.clear();
    }
  }

  private rebuildIfDue(dueAfterChanges = REBUILD_AFTER_CHANGES): void {
    const manifest = this.publicManifest();
    if (!manifest || this.behindSinceMs === null) return;
    const isDue =
      this.store.seq - manifest.seq >= dueAfterChanges ||
      Date.now() - this.behindSinceMs >= REBUILD_AFTER_MS;
    if (!isDue) return;
    this.rebuild().catch((err) =>
      this.log.error({ err }, 'partitions could not be built; trying again later'),
    );
  }

  private rebuild(): Promise<Manifest> {
    this.building ??= this.build().finally(() => {
      this.building = null;
    });
    return this.building;
  }

  private async build(): Promise<Manifest> {
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const built = await withBuilderLock(this.database, () => this.encodeOnce());
      if (built === null) await this.waitForBuilder(attempt);
      else if (built === 'again') await this.tail.caughtUp();
      const manifest = this.publicManifest();
      if (manifest) return manifest;
    }
    throw new Error(`no manifest after ${MOST_ATTEMPTS} attempts: too much is withdrawn at once`);
  }

  /** Another process builds: its manifest serves this one too. */
  private async waitForBuilder(attempt: number): Promise<void> {
    await delay(Math.min(LOCK_PAUSE_MS * 2 ** attempt, LONGEST_LOCK_PAUSE_MS));
    await this.adoptStored();
  }

  private async encodeOnce(): Promise<'stored' | 'again'> {
    const { store, current } = this;
    const head = store.head;
    if (!head || !store.verifiable) return 'again';
    const commit = { digest: head.digest, committedAt: store.committedAt ?? '' };
    const base = current?.epoch === head.epoch ? current : null;
    const kept = (base?.partitions ?? []).filter(
      ({ year }) => (this.touchedAt.get(year) ?? 0) <= (base?.seq ?? 0),
    );
    const keptYears = new Set(kept.map(({ year }) => year));
    const encoded = [...rowsByBrusselsYear(store.columns)]
      .filter(([year]) => !keptYears.has(year))
      .map(([year, rows]) => encodeYear(store, rows, { epoch: head.epoch, seq: head.seq, year }));
    const { epoch, seq } = head;
    const isStored = await putManifest(
      this.database,
      { epoch, protocol: PROTOCOL_VERSION, seq, encoded, kept: kept.map(addressOf) },
      new Date(),
    );
    if (!isStored) {
      // Perhaps a kept file is gone: encode every year from what the store holds then.
      if (this.current === current) this.current = null;
      return 'again';
    }
    const stored = await readCurrentManifest(this.database, PROTOCOL_VERSION);
    if (stored?.seq !== seq || stored.epoch !== epoch) return 'again';
    this.adopt(await this.describe(stored, commit));
    await retirePartitions(this.database, new Date(Date.now() - KEEP_RETIRED_MS));
    return 'stored';
  }

  private async describe(
    stored: CurrentManifest,
    commit: { digest: string; committedAt: string },
  ): Promise<Manifest> {
    return {
      protocol: PROTOCOL_VERSION,
      epoch: stored.epoch,
      seq: stored.seq,
      digest: commit.digest,
      committedAt: commit.committedAt,
      partitions: stored.partitions.map(({ address, year, rows, byteLength }) => ({
        year,
        url: `/api/v1/partitions/${address}`,
        rows,
        bytes: byteLength,
      })),
      areas: await readAreas(this.database, stored.seq),
      figures: await readFigures(this.database, stored.seq),
    };
  }
}

/** A point that was shown is shown no more, or less finely: the files that have it may not be given out. */
function isCoarser(row: WireRow, held: WireRow): boolean {
  const lostPoint = held.x !== NO_POINT && row.x === NO_POINT;
  return lostPoint || row.placePrecision > held.placePrecision;
}

function encodeYear(
  store: IncidentStore,
  rows: Uint32Array,
  label: { epoch: string; seq: number; year: number },
): Encoded {
  const bytes = encodePartition(store.columns, rows, label);
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  const address = `${label.epoch}/${PROTOCOL_VERSION}/${label.year}/${sha256}`;
  return { address, year: label.year, rows: rows.length, sha256, bytes };
}

function addressOf(entry: { url: string }): string {
  return entry.url.slice('/api/v1/partitions/'.length);
}
