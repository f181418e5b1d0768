import type { Figure } from '@/lib/domain/figure';
import type { AreaTuple } from '@/lib/domain/region';
import type { AreaCode, ChangeBatch, FigureChange, Head, Manifest } from '@/lib/protocol/changes';
import { WIRE_COLUMNS } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  digestToHex,
  hashFigure,
  subtractDigest,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';
import { IncidentColumns } from './incident-columns';
import { decodePartition } from './partition-codec';
import { withoutGone } from './scrub-partition';

/** What a batch did. */
export interface BatchOutcome {
  /** False for a duplicate and for a gap. */
  applied: boolean;
  /** The batch begins after our seq: nothing was taken; ask for what lies between. */
  gap: boolean;
  /** Everything is in and our digest is not the log's: load the snapshot again. */
  digestFault: boolean;
  /** rids that became visible, changed, or went, in the batch's order. */
  added: number[];
  replaced: number[];
  removed: number[];
  /** `occurredFrom` (minutes) of the versions that rows of the batch took the place of: where copies of them may lie. */
  superseded: number[];
}

export interface PartitionOutcome {
  year: number;
  rows: number;
  /** No partition of the manifest is outstanding. */
  complete: boolean;
  digestFault: boolean;
}

/** A head with what readers need beside rows. */
export interface StateLabel extends Head {
  committedAt: string;
  areas: readonly AreaCode[];
  figures: readonly FigureChange[];
}

const RID = WIRE_COLUMNS.findIndex((column) => column.name === 'rid');

/**
 * The state of a reader at one `(epoch, seq)`. Invariant: whenever nothing is loading and no page of an interval is
 * outstanding, the rows are those visible at `seq`, and `digest` is the sum of their hashes and the figures'.
 */
export class IncidentStore {
  epoch: string | null = null;
  seq = 0;
  /** Commit time of `seq`, ISO; null before anything was loaded. */
  committedAt: string | null = null;
  columns = new IncidentColumns();
  readonly areas = new Map<number, AreaTuple>();
  /** Raised by every change of rows, areas or figures. */
  version = 0;
  #figures = new Map<number, FigureChange>();
  #figureDigest: Digest = ZERO_DIGEST;
  #outstandingYears = new Set<number>();
  #manifest: { epoch: string; seq: number } | null = null;
  /** What the log says of `seq`. */
  #stated = { digest: digestToHex(ZERO_DIGEST), verifyFrom: 0 };
  /** An interval whose pages are partly in. */
  #pages: { to: number; next: number } | null = null;
  #digestAtSeq = digestToHex(ZERO_DIGEST);

  /** Partitions of the manifest are outstanding. */
  get loading(): boolean {
    return this.#outstandingYears.size > 0;
  }

  /** Digest of what is held, as of the last move of `seq`. */
  get digest(): string {
    return this.#pages ? this.#digestAtSeq : this.#ownDigest();
  }

  /**
   * What a hello says. Right after a withdrawal, and while partitions are on their way, our own sum cannot be that of
   * `seq` yet; then the log's is said, and ours is checked once it can be equal.
   */
  get head(): Head | null {
    return this.epoch === null
      ? null
      : { epoch: this.epoch, seq: this.seq, digest: this.#stated.digest };
  }

  /** Whether a digest that the log states for our seq must equal ours now. */
  get verifiable(): boolean {
    return !this.loading && this.#pages === null && this.seq >= this.#stated.verifyFrom;
  }

  /** Our digest must equal the log's and does not. */
  get hasDigestFault(): boolean {
    return this.verifiable && this.#ownDigest() !== this.#stated.digest;
  }

  /** The newest version held of every figure, those that left public view too. */
  figureVersions(): FigureChange[] {
    return [...this.#figures.values()];
  }

  /** Published figures, in the order of their numbers. */
  figures(): Figure[] {
    return [...this.#figures.values()]
      .flatMap(({ figure }) => (figure ? [figure] : []))
      .sort((a, b) => a.fid - b.fid);
  }

  /** Forgets everything and takes the manifest's head, areas and figures; its partitions follow in any order. */
  beginSnapshot(manifest: Manifest): void {
    this.#reset(manifest);
    this.#manifest = { epoch: manifest.epoch, seq: manifest.seq };
    this.#outstandingYears = new Set(manifest.partitions.map(({ year }) => year));
  }

  /**
   * Takes a partition of the manifest. A row already replaced or removed by a batch stays as the batch left it.
   * @throws Error if the bytes are no partition, or one of another state.
   */
  addPartition(bytes: Uint8Array): PartitionOutcome {
    const partition = decodePartition(bytes);
    const { epoch, seq, year } = partition.label;
    // A year that nothing touched since an earlier manifest keeps its file, and with it that manifest's seq.
    if (epoch !== this.#manifest?.epoch || seq > this.#manifest.seq) {
      throw new Error(
        `partition ${year} is of (${epoch}, ${seq}), the manifest of (${this.#manifest?.epoch}, ${this.#manifest?.seq})`,
      );
    }
    this.columns.putAll(withoutGone(partition));
    this.#outstandingYears.delete(year);
    this.version += 1;
    const complete = !this.loading;
    if (complete) this.columns.forgetTombstones();
    return { year, rows: partition.size, complete, digestFault: this.hasDigestFault };
  }

  /** Takes a whole state from rows, as a server does from its database. Returns whether the digests are equal. */
  loadState(label: StateLabel, rows: Iterable<ArrayLike<number>>): { digestFault: boolean } {
    this.#reset(label);
    for (const row of rows) this.columns.put(row);
    this.columns.forgetTombstones();
    return { digestFault: this.hasDigestFault };
  }

  /**
   * Takes one page of changes. A batch that ends at or before our seq is a duplicate; one that begins after it is a
   * gap. `after` is the `from_seq` that the page was asked for, where it was: a page out of turn is a gap too.
   * @throws RangeError if the batch is of another epoch.
   */
  applyBatch(batch: ChangeBatch, after?: number): BatchOutcome {
    if (batch.epoch !== this.epoch) {
      throw new RangeError(
        `batch of epoch ${batch.epoch}, the state is of ${this.epoch}: load the manifest`,
      );
    }
    const outcome = emptyOutcome();
    if (batch.to <= this.seq) return outcome;
    if (batch.from > this.seq || this.#isOutOfTurn(batch, after)) return { ...outcome, gap: true };
    if (!this.#pages) this.#digestAtSeq = this.#ownDigest();
    this.#take(batch, outcome);
    if (batch.next === null) this.#move(batch);
    else this.#pages = { to: batch.to, next: batch.next };
    return { ...outcome, applied: true, digestFault: this.hasDigestFault };
  }

  #isOutOfTurn(batch: ChangeBatch, after: number | undefined): boolean {
    const expected = this.#pages?.to === batch.to ? this.#pages.next : null;
    if (after === undefined || expected === null) return after !== undefined && after > this.seq;
    return after > expected;
  }

  #take(batch: ChangeBatch, outcome: BatchOutcome): void {
    this.#addAreas(batch.areas);
    this.#addFigures(batch.figures);
    for (const row of batch.rows) {
      const rid = row[RID] ?? 0;
      const held = this.columns.rowOf(rid);
      const occurredFrom = held < 0 ? null : this.columns.valueAt(held, 'occurredFrom');
      const result = this.columns.put(row);
      if (result === 'ignored') continue;
      outcome[result].push(rid);
      if (occurredFrom !== null) outcome.superseded.push(occurredFrom);
    }
    this.version += 1;
  }

  #move(batch: ChangeBatch): void {
    this.seq = batch.to;
    this.committedAt = batch.committedAt;
    // What an earlier batch left out is missing until the tombstone comes, whatever later batches say of themselves.
    const verifyFrom = Math.max(this.#stated.verifyFrom, batch.verifyFrom);
    this.#stated = { digest: batch.digest, verifyFrom };
    this.#pages = null;
    if (!this.loading) this.columns.forgetTombstones();
  }

  #reset(label: StateLabel): void {
    this.epoch = label.epoch;
    this.seq = label.seq;
    this.committedAt = label.committedAt;
    this.columns = new IncidentColumns();
    this.areas.clear();
    this.#figures = new Map();
    this.#figureDigest = ZERO_DIGEST;
    this.#outstandingYears.clear();
    this.#manifest = null;
    this.#stated = { digest: label.digest, verifyFrom: label.seq };
    this.#pages = null;
    this.#addAreas(label.areas);
    this.#addFigures(label.figures);
    this.version += 1;
  }

  #addAreas(areas: readonly AreaCode[]): void {
    for (const { code, area } of areas) this.areas.set(code, area);
  }

  #addFigures(changes: readonly FigureChange[]): void {
    for (const change of changes) {
      const held = this.#figures.get(change.fid);
      if (held && held.fromSeq >= change.fromSeq) continue;
      if (held?.figure) {
        this.#figureDigest = subtractDigest(
          this.#figureDigest,
          hashFigure(held.figure, held.fromSeq),
        );
      }
      if (change.figure) {
        this.#figureDigest = addDigest(
          this.#figureDigest,
          hashFigure(change.figure, change.fromSeq),
        );
      }
      this.#figures.set(change.fid, change);
    }
  }

  #ownDigest(): string {
    return digestToHex(addDigest(this.columns.digest, this.#figureDigest));
  }
}

function emptyOutcome(): BatchOutcome {
  return {
    applied: false,
    gap: false,
    digestFault: false,
    added: [],
    replaced: [],
    removed: [],
    superseded: [],
  };
}
