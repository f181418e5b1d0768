import { setTimeout as delay } from 'node:timers/promises';
import type { Logger } from 'pino';
import { withBuilderLock } from '@/db/builder-lock';
import type { Database } from '@/db/database';
import {
  arePartitionsReadable,
  putManifest,
  readableAddresses,
  readCurrentManifest,
  readPartition,
  retirePartitions,
} from '@/db/partitions';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentStore } from '@/lib/store/incident-store';
import type { Encoding } from './http/node-adapter';
import type { LogTail } from './log-tail';
import { EncoderDied, PartitionEncoder } from './partition-encoder';
import type { EncodedYear } from './partition-worker';
import { addressOf, describeManifest, readOwnState } from './read-own-state';
import { SharedReads } from './shared-reads';
import { TouchedYears } from './touched-years';

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
/** A thread that dies so often in one build dies of what it is given. */
const MOST_DEATHS = 3;

/** Content left public view faster than files were made: a later question may find them made. */
export class NoManifestYet extends Error {}

/**
 * The server as a reader: one store fed by the same tail as every screen, from which years are encoded. Nothing is
 * cleared when a manifest is made; what a manifest is still true for is read off three seqs: a year's file holds if the
 * year was last touched at or before the manifest's seq and nothing that it held was hidden since, which the database
 * knows, and the manifest itself if nothing was hidden after it. So a thread that dies while it encodes costs nothing
 * but time.
 */
export class PartitionKeeper {
  private readonly database: Database;
  private readonly tail: LogTail;
  private readonly log: Logger;
  private readonly encoder: PartitionEncoder;
  private store = new IncidentStore();
  /** The newest manifest that is known; the base of the next one even where it may not be given out any more. */
  private current: Manifest | null = null;
  private touched = new TouchedYears();
  /** The last manifest whose files were all there, and at which seq. */
  private readable: { manifest: Manifest; seq: number } | null = null;
  private behindSinceMs: number | null = null;
  private builds = 0;
  private building: Promise<Manifest> | null = null;
  private loading: Promise<void> | null = null;
  /** Batches that came while the state was read; null once they are taken as they come. */
  private waiting: ChangeBatch[] | null = null;
  private compressed = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  private readonly reads = new SharedReads();
  private readonly stops: (() => void)[] = [];
  private closed = false;

  private constructor(database: Database, tail: LogTail, log: Logger, encoder: PartitionEncoder) {
    this.database = database;
    this.tail = tail;
    this.log = log;
    this.encoder = encoder;
  }

  /** `encoder` is closed with the keeper. */
  static async open(
    database: Database,
    tail: LogTail,
    log: Logger,
    encoder = new PartitionEncoder(),
  ): Promise<PartitionKeeper> {
    const keeper = new PartitionKeeper(database, tail, log, encoder);
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

  /** What readers see, as of the last batch that was taken. */
  get state(): IncidentStore {
    return this.store;
  }

  /** The current manifest in figures, for the metrics. */
  get facts(): { count: number; bytes: number; committedAt: string | null; builds: number } {
    const parts = this.current?.partitions ?? [];
    return {
      count: parts.length,
      bytes: parts.reduce((sum, part) => sum + part.bytes, 0),
      committedAt: this.current?.committedAt ?? null,
      builds: this.builds,
    };
  }

  /** The state's addresses; built first where there are none, or what they name is no longer public. */
  async manifest(): Promise<Manifest> {
    await this.loading?.catch(() => undefined);
    const known = this.publicManifest();
    return known && (await this.isReadable(known)) ? known : this.rebuild();
  }

  /** A partition's bytes, compressed as asked; `gone` once its content was withdrawn. */
  async read(address: string, encoding: Encoding | null): Promise<Uint8Array | 'gone' | null> {
    const key = `${encoding} ${address}`;
    const isReadable = () => arePartitionsReadable(this.database, [address]);
    if (this.compressed.has(key) && (await this.reads.read(`may ${address}`, isReadable))) {
      const packed = await this.compressed.get(key)?.catch(() => null);
      if (packed) return packed;
    }
    const bytes = await this.reads.read(address, () => readPartition(this.database, address));
    if (bytes === null || bytes === 'gone' || encoding === null) return bytes;
    return this.compressed.get(key) ?? this.pack(address, encoding, new Uint8Array(bytes));
  }

  /** Compresses once for all who ask; a failure is not kept. */
  private pack(
    address: string,
    encoding: Encoding,
    bytes: Uint8Array<ArrayBuffer>,
  ): Promise<Uint8Array<ArrayBuffer>> {
    const key = `${encoding} ${address}`;
    const packing = this.encoder.compress(bytes, encoding);
    this.compressed.set(key, packing);
    packing.catch((err) => {
      if (this.closed) return;
      this.log.error({ err, address }, 'a partition could not be compressed; trying when asked');
      if (this.compressed.get(key) === packing) this.compressed.delete(key);
    });
    return packing;
  }

  async close(): Promise<void> {
    this.closed = true;
    for (const stop of this.stops) stop();
    await this.loading?.catch(() => undefined);
    await this.building?.catch(() => undefined);
    await this.encoder.close();
  }

  private publicManifest(): Manifest | null {
    const { current, store } = this;
    const isOfThisPast = current?.epoch === store.epoch && current?.epoch === this.tail.head.epoch;
    return current && isOfThisPast && current.seq >= this.touched.hiddenAt ? current : null;
  }

  /**
   * Whether all files that a manifest names are still there: a sensitivity may destroy some by a change that shows in no
   * column. Asked once for each state, so that many readers at once cost one question.
   */
  private async isReadable(manifest: Manifest): Promise<boolean> {
    const { seq } = this.store;
    if (this.readable?.manifest === manifest && this.readable.seq === seq) return true;
    const addresses = manifest.partitions.map(addressOf);
    if (!(await arePartitionsReadable(this.database, addresses))) return false;
    this.readable = { manifest, seq };
    return true;
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
    const { store, touched } = await readOwnState(this.database, this.log);
    this.store = store;
    this.touched = touched;
    this.current = null;
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
    this.adopt(await describeManifest(this.database, stored, commit));
  }

  private adopt(manifest: Manifest): void {
    if (manifest.epoch !== this.store.epoch) return;
    const isOlder = this.current?.epoch === manifest.epoch && this.current.seq > manifest.seq;
    if (isOlder) return;
    this.current = manifest;
    this.behindSinceMs = this.store.seq > manifest.seq ? performance.now() : null;
    this.compressed.clear();
  }

  private hear(batch: ChangeBatch): void {
    if (this.waiting) this.waiting.push(batch);
    else this.take(batch);
  }

  private take(batch: ChangeBatch): void {
    if (batch.epoch !== this.store.epoch || batch.to <= this.store.seq) return;
    const filesSeq = this.current?.seq ?? 0;
    if (this.touched.note(this.store, batch, filesSeq)) this.compressed.clear();
    const { gap, digestFault } = this.store.applyBatch(batch);
    if (gap || digestFault) {
      this.reload(gap ? 'a batch was missed' : 'the digest is not the log’s');
      return;
    }
    this.behindSinceMs ??= performance.now();
    this.rebuildIfDue(batch.bulk ? REBUILD_AFTER_BULK_CHANGES : REBUILD_AFTER_CHANGES);
  }

  private rebuildIfDue(dueAfterChanges = REBUILD_AFTER_CHANGES): void {
    const manifest = this.publicManifest();
    if (!manifest || !this.isDue(manifest, dueAfterChanges)) return;
    this.rebuild().catch((err) =>
      this.log.error({ err }, 'partitions could not be built; trying again later'),
    );
  }

  private isDue(manifest: Manifest, dueAfterChanges = REBUILD_AFTER_CHANGES): boolean {
    if (this.behindSinceMs === null) return false;
    return (
      this.store.seq - manifest.seq >= dueAfterChanges ||
      performance.now() - this.behindSinceMs >= REBUILD_AFTER_MS
    );
  }

  private rebuild(): Promise<Manifest> {
    this.building ??= this.build().finally(() => {
      this.building = null;
    });
    return this.building;
  }

  private async build(): Promise<Manifest> {
    let deaths = 0;
    // Another process may have built meanwhile: its manifest serves this one too.
    await this.adoptStored();
    const adopted = this.publicManifest();
    if (adopted && !this.isDue(adopted) && (await this.isReadable(adopted))) return adopted;
    for (let attempt = 0; attempt < MOST_ATTEMPTS; attempt += 1) {
      const built = await withBuilderLock(this.database, () => this.encodeOnce()).catch((err) => {
        deaths += 1;
        if (!(err instanceof EncoderDied) || deaths === MOST_DEATHS) throw err;
        this.log.error({ err }, 'partitions were not encoded; trying again');
        return 'died' as const;
      });
      if (built === null) await this.waitForBuilder(attempt);
      else if (built === 'again') await this.tail.caughtUp();
      const manifest = this.publicManifest();
      if (manifest && (await this.isReadable(manifest))) return manifest;
    }
    throw new NoManifestYet(
      `no manifest after ${MOST_ATTEMPTS} attempts: too much is withdrawn at once`,
    );
  }

  /** Another process builds: its manifest serves this one too. */
  private async waitForBuilder(attempt: number): Promise<void> {
    await delay(Math.min(LOCK_PAUSE_MS * 2 ** attempt, LONGEST_LOCK_PAUSE_MS));
    await this.adoptStored();
  }

  private async encodeOnce(): Promise<'stored' | 'again'> {
    const base = this.current?.epoch === this.store.epoch ? this.current : null;
    const addresses = (base?.partitions ?? []).map(addressOf);
    const readable = await readableAddresses(this.database, addresses);
    // From here to the copy of the columns nothing is awaited: head, touched years and rows are of one moment.
    const { store } = this;
    const head = store.head;
    if (!head || !store.verifiable || (base && base.epoch !== head.epoch)) return 'again';
    const commit = { digest: head.digest, committedAt: store.committedAt ?? '' };
    const kept = (base?.partitions ?? []).filter(
      (entry) =>
        readable.has(addressOf(entry)) && this.touched.touchedAt(entry.year) <= (base?.seq ?? 0),
    );
    const { epoch, seq } = head;
    const encoded = await this.encoder.encode(store.columns, {
      leaveOut: new Set(kept.map(({ year }) => year)),
      epoch,
      seq,
    });
    const isStored = await putManifest(
      this.database,
      { epoch, protocol: PROTOCOL_VERSION, seq, encoded, kept: kept.map(addressOf) },
      new Date(),
    );
    if (!isStored) return 'again';
    const stored = await readCurrentManifest(this.database, PROTOCOL_VERSION);
    if (stored?.seq !== seq || stored.epoch !== epoch) return 'again';
    this.builds += 1;
    this.adopt(await describeManifest(this.database, stored, commit));
    this.packAhead(encoded);
    await retirePartitions(this.database, new Date(Date.now() - KEEP_RETIRED_MS));
    return 'stored';
  }

  /** What every browser takes, before the first asks. The bytes are stored, so the thread may have them. */
  private packAhead(encoded: EncodedYear[]): void {
    for (const { address, bytes } of encoded) {
      this.pack(address, 'br', bytes).catch(() => undefined);
    }
  }
}
