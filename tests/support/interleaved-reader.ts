import { pino } from 'pino';
import type { Database } from '@/db/database';
import { digestAfter, nextBoundary, readChanges } from '@/db/read-log';
import type { ChangeBatch, Manifest } from '@/lib/protocol/changes';
import { LogTail } from '@/lib/server/log-tail';
import { PartitionEncoder } from '@/lib/server/partition-encoder';
import { PartitionKeeper } from '@/lib/server/partition-keeper';
import { IncidentStore } from '@/lib/store/incident-store';

const log = pino({ level: 'silent' });
const PARTITIONS = '/api/v1/partitions/';

/** An encoder that many keepers use one after the other: a thread takes longer to start than a history to happen. */
export class LastingEncoder extends PartitionEncoder {
  override async close(): Promise<void> {}

  end(): Promise<void> {
    return super.close();
  }
}

/**
 * A reader of a database by its pages, its tail's batches and its partitions, in steps between which anything may be
 * written: what two processes and a network would interleave by chance.
 */
export class InterleavedReader {
  store = new IncidentStore();
  readonly #database: Database;
  readonly #tail: LogTail;
  readonly #keeper: PartitionKeeper;
  #sent: ChangeBatch[] = [];
  #interval: { to: number; after: number } | null = null;
  #manifest: Manifest | null = null;
  #outstanding: string[] = [];
  #lastSeq = 0;

  private constructor(database: Database, tail: LogTail, keeper: PartitionKeeper) {
    this.#database = database;
    this.#tail = tail;
    this.#keeper = keeper;
    tail.onBatch((batch) => this.#sent.push(batch));
    this.store.loadState({ ...tail.head, areas: [], figures: [] }, []);
  }

  /** Of an empty database. */
  static async open(database: Database, encoder: LastingEncoder): Promise<InterleavedReader> {
    const tail = await LogTail.start(database, log);
    const keeper = await PartitionKeeper.open(database, tail, log, encoder);
    return new InterleavedReader(database, tail, keeper);
  }

  /** Whether it holds the whole of one state. */
  get isWhole(): boolean {
    return !this.store.loading && this.#interval === null;
  }

  /** Takes the next page, having asked for an interval of at most so many changes if it is in none; false at the head. */
  async takePage(limit: number, atMost: number): Promise<boolean> {
    if (!this.#interval) {
      const to = await nextBoundary(this.#database, this.store.seq, atMost);
      if (to === null) return false;
      this.#interval = { to, after: this.store.seq };
    }
    const { to, after } = this.#interval;
    const request = { from: this.store.seq, to, after, limit };
    const batch = await readChanges(this.#database, request);
    const { gap } = this.store.applyBatch(batch, after);
    if (gap) throw new Error(`a page of (${request.from}, ${to}] was a gap`);
    this.#interval = batch.next === null ? null : { to, after: batch.next };
    await this.#check();
    return true;
  }

  /** The server's tail reads on; its batches are then on their way. */
  tailOn(): Promise<void> {
    return this.#tail.caughtUp();
  }

  /** The next batch on its way arrives. Between the pages of an interval a reader keeps it back. */
  async hear(): Promise<void> {
    const batch = this.#sent.shift();
    if (!batch || this.#interval) return;
    this.store.applyBatch(batch);
    await this.#check();
  }

  /** Begins a snapshot, or takes one more of its partitions; begins again where that is gone. */
  async load(pick: number): Promise<void> {
    if (!this.#manifest) {
      this.#manifest = await this.#keeper.manifest();
      this.store = new IncidentStore();
      this.store.beginSnapshot(this.#manifest);
      this.#interval = null;
      this.#lastSeq = 0;
      this.#outstanding = this.#manifest.partitions.map(({ url }) => url.slice(PARTITIONS.length));
    } else {
      const [address = ''] = this.#outstanding.splice(pick % this.#outstanding.length, 1);
      const bytes = await this.#keeper.read(address, null);
      if (bytes === null || bytes === 'gone') {
        this.#manifest = null;
        await this.load(pick);
        return;
      }
      this.store.addPartition(new Uint8Array(bytes));
    }
    if (this.#outstanding.length === 0) this.#manifest = null;
    await this.#check();
  }

  /** Whatever is under way ends, and it reads to the head. */
  async settle(): Promise<void> {
    while (this.#manifest) await this.load(0);
    while (await this.takePage(3, 1_000));
    if (!this.store.verifiable) throw new Error('a reader at the head cannot verify its digest');
  }

  async close(): Promise<void> {
    await this.#tail.close();
    await this.#keeper.close();
  }

  /** DG4, CH5: at every seq at which it can be told, its digest is what the log noted when that was written. */
  async #check(): Promise<void> {
    const { seq, verifiable, digest } = this.store;
    if (seq < this.#lastSeq) throw new Error(`a reader went back from ${this.#lastSeq} to ${seq}`);
    this.#lastSeq = seq;
    if (!verifiable) return;
    const wanted = await digestAfter(this.#database, seq);
    if (digest !== wanted) throw new Error(`at ${seq} the digest is ${digest}, not ${wanted}`);
  }
}
