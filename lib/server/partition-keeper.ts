import { createHash } from 'node:crypto';
import type { Logger } from 'pino';
import { withBuilderLock } from '@/db/builder-lock';
import type { Database } from '@/db/database';
import {
  type CurrentManifest,
  putManifest,
  readCurrentManifest,
  readPartition,
  retirePartitions,
} from '@/db/partitions';
import { readAreas, readFigures, readState } from '@/db/read-log';
import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import { fromTuple, ROW_GONE, ROW_PUBLISHED, type WireTuple } from '@/lib/protocol/columns';
import { PROTOCOL_VERSION } from '@/lib/protocol/version';
import { IncidentStore } from '@/lib/store/incident-store';
import { encodePartition, rowsByBrusselsYear } from '@/lib/store/partition-codec';
import { compress, type Encoding } from './http/node-adapter';
import type { LogTail } from './log-tail';

const REBUILD_AFTER_CHANGES = 2_000;
const REBUILD_AFTER_MS = 10 * 60_000;
const KEEP_RETIRED_MS = 60 * 60_000;
const LOOK_INTERVAL_MS = 30_000;
const MOST_ATTEMPTS = 5;
const QUALITY = { br: 5, gzip: 6 } as const;

interface Encoded {
  address: string;
  year: number;
  rows: number;
  sha256: string;
  bytes: Uint8Array;
}

/**
 * The server as a reader: one store fed by the same tail as every screen, from which years are encoded. Invariant: a
 * year that is not in `touchedYears` has the same rows in the store as in the current manifest.
 */
export class PartitionKeeper {
  private readonly database: Database;
  private readonly tail: LogTail;
  private readonly log: Logger;
  private store = new IncidentStore();
  private current: Manifest | null = null;
  private touchedYears = new Set<number>();
  private changesSince = 0;
  private touchedAtMs = 0;
  private building: Promise<Manifest> | null = null;
  private compressed = new Map<string, Promise<Buffer>>();
  private readonly stops: (() => void)[] = [];

  private constructor(database: Database, tail: LogTail, log: Logger) {
    this.database = database;
    this.tail = tail;
    this.log = log;
  }

  static async open(database: Database, tail: LogTail, log: Logger): Promise<PartitionKeeper> {
    const keeper = new PartitionKeeper(database, tail, log);
    await keeper.load();
    keeper.stops.push(
      tail.onNewEpoch(
        () => void keeper.load().catch((err) => log.error({ err }, 'the state could not be read')),
      ),
    );
    const timer = setInterval(() => keeper.rebuildIfDue(), LOOK_INTERVAL_MS);
    timer.unref();
    keeper.stops.push(() => clearInterval(timer));
    return keeper;
  }

  /** The state's addresses, built first where a withdrawal or a new epoch made them void. */
  async manifest(): Promise<Manifest> {
    if (this.current && this.current.epoch === this.tail.head.epoch) return this.current;
    return this.rebuild();
  }

  /** A partition's bytes, compressed as asked; `gone` once its content was withdrawn. */
  async read(address: string, encoding: Encoding | null): Promise<Uint8Array | 'gone' | null> {
    const bytes = await readPartition(this.database, address);
    if (bytes === null || bytes === 'gone' || encoding === null) return bytes;
    const key = `${encoding} ${address}`;
    let packed = this.compressed.get(key);
    if (!packed) {
      packed = compress(bytes, encoding, QUALITY[encoding]);
      this.compressed.set(key, packed);
    }
    return packed;
  }

  async close(): Promise<void> {
    for (const stop of this.stops) stop();
    await this.building?.catch(() => undefined);
  }

  private async load(): Promise<void> {
    const waiting: ChangeBatch[] = [];
    const stopWaiting = this.tail.onBatch((batch) => waiting.push(batch));
    const rows: WireTuple[] = [];
    let head = null;
    for await (const chunk of readState(this.database)) {
      head = chunk.head;
      rows.push(...chunk.rows);
    }
    if (!head) throw new Error('the database gave no state');
    const areas = await readAreas(this.database, head.seq);
    const figures = await readFigures(this.database, head.seq);
    const store = new IncidentStore();
    const { digestFault } = store.loadState({ ...head, areas, figures }, rows);
    if (digestFault) {
      this.log.error(
        { seq: head.seq, expected: head.digest, found: store.digest },
        'the stored digest is not that of the stored records',
      );
    }
    stopWaiting();
    this.store = store;
    this.touchedYears = new Set(rowsByBrusselsYear(store.columns).keys());
    this.current = null;
    this.compressed.clear();
    for (const batch of waiting) this.take(batch);
    this.stops.push(this.tail.onBatch((batch) => this.take(batch)));
    await this.adoptStored();
  }

  /** Takes the manifest that is in the database, if it is of this very state. */
  private async adoptStored(): Promise<void> {
    const stored = await readCurrentManifest(this.database, PROTOCOL_VERSION);
    if (!stored || stored.epoch !== this.store.epoch || stored.seq !== this.store.seq) return;
    this.current = await this.describe(
      stored,
      this.store.head?.digest ?? '',
      this.store.committedAt ?? '',
    );
    this.touchedYears.clear();
  }

  private take(batch: ChangeBatch): void {
    if (batch.epoch !== this.store.epoch || batch.to <= this.store.seq) return;
    for (const tuple of batch.rows) this.touch(tuple);
    const outcome = this.store.applyBatch(batch);
    if (outcome.gap || outcome.digestFault) {
      this.log.error(
        { seq: batch.to, gap: outcome.gap },
        "the server's own state left the log; reading it again",
      );
      void this.load().catch((err) => this.log.error({ err }, 'the state could not be read'));
      return;
    }
    if (batch.figures.length > 0 || batch.rows.length > 0) {
      this.touchedAtMs ||= Date.now();
      this.changesSince += batch.rows.length + batch.figures.length;
    }
    this.rebuildIfDue();
  }

  private touch(tuple: WireTuple): void {
    const row = fromTuple(tuple);
    const held = this.store.columns.rowOf(row.rid);
    const before = held < 0 ? null : this.store.columns.arrays.occurredFrom[held];
    if (before) this.touchedYears.add(brusselsYear(before * MINUTE_MS));
    if (row.state !== ROW_GONE) {
      this.touchedYears.add(brusselsYear(row.occurredFrom * MINUTE_MS));
    }
    if (row.state !== ROW_PUBLISHED) {
      // A withdrawal or a retraction: the files that held it answer 410 from now on.
      this.current = null;
      this.compressed.clear();
    }
  }

  private rebuildIfDue(): void {
    const age = this.touchedAtMs ? Date.now() - this.touchedAtMs : 0;
    const isDue = this.changesSince >= REBUILD_AFTER_CHANGES || age >= REBUILD_AFTER_MS;
    if (!this.current || !isDue) return;
    void this.rebuild().catch((err) =>
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
      if (built) return built;
      const stored = await readCurrentManifest(this.database, PROTOCOL_VERSION);
      if (stored && stored.epoch === this.store.epoch && stored.seq <= this.store.seq) {
        const described = await this.describeStored(stored);
        if (described) return described;
      }
      await this.tail.caughtUp();
    }
    throw new Error(
      `the partitions could not be stored in ${MOST_ATTEMPTS} attempts: too many withdrawals at once`,
    );
  }

  private async encodeOnce(): Promise<Manifest | null> {
    const { store } = this;
    const head = store.head;
    if (!head || !store.verifiable) return null;
    const committedAt = store.committedAt ?? new Date(0).toISOString();
    const touched = this.touchedYears;
    const kept = (this.current?.partitions ?? []).filter((entry) => !touched.has(entry.year));
    const keptYears = new Set(kept.map((entry) => entry.year));
    const encoded: Encoded[] = [];
    for (const [year, rows] of rowsByBrusselsYear(store.columns)) {
      if (keptYears.has(year)) continue;
      encoded.push(encodeYear(store, rows, { epoch: head.epoch, seq: head.seq, year }));
    }
    this.touchedYears = new Set();
    this.changesSince = 0;
    this.touchedAtMs = 0;
    const stored = await putManifest(
      this.database,
      {
        epoch: head.epoch,
        protocol: PROTOCOL_VERSION,
        seq: head.seq,
        encoded,
        kept: kept.map(addressOf),
      },
      new Date(),
    );
    if (!stored) {
      for (const year of rowsByBrusselsYear(this.store.columns).keys()) this.touchedYears.add(year);
      this.current = null;
      return null;
    }
    await retirePartitions(this.database, new Date(Date.now() - KEEP_RETIRED_MS));
    const manifest = await this.describeStored(
      await readCurrentManifest(this.database, PROTOCOL_VERSION),
      {
        digest: head.digest,
        committedAt,
      },
    );
    this.current = manifest;
    this.compressed.clear();
    return manifest;
  }

  private async describeStored(
    stored: CurrentManifest | null,
    known?: { digest: string; committedAt: string },
  ): Promise<Manifest | null> {
    if (!stored) return null;
    const commit = known ?? (await this.tail.commitAt(stored.seq));
    return commit ? this.describe(stored, commit.digest, commit.committedAt) : null;
  }

  private async describe(
    stored: CurrentManifest,
    digest: string,
    committedAt: string,
  ): Promise<Manifest> {
    return {
      protocol: PROTOCOL_VERSION,
      epoch: stored.epoch,
      seq: stored.seq,
      digest,
      committedAt,
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
