import { ROW_GONE, WIRE_COLUMNS, type WireTuple } from '@/lib/protocol/columns';
import { addDigest, type Digest, digestToHex, hashWords, ZERO_DIGEST } from '@/lib/protocol/digest';

const [RID, FROM_SEQ, STATE] = (['rid', 'fromSeq', 'state'] as const).map((wanted) =>
  WIRE_COLUMNS.findIndex(({ name }) => name === wanted),
) as [number, number, number];

export interface ModelVersion {
  fromSeq: number;
  /** Of the next version, or null. */
  toSeq: number | null;
  tuple: WireTuple;
  /** Seq of the change that hid it, or null. */
  hiddenAt: number | null;
}

/** A change of one record: its next row, a tombstone included, and whether all rows before it are hidden by it. */
export interface ModelStep {
  tuple: WireTuple;
  hides: boolean;
}

export const ridOf = (tuple: ArrayLike<number>) => tuple[RID] ?? 0;
export const fromSeqOf = (tuple: ArrayLike<number>) => tuple[FROM_SEQ] ?? 0;
export const isGone = (tuple: ArrayLike<number>) => tuple[STATE] === ROW_GONE;

export function digestOf(tuples: Iterable<WireTuple>): Digest {
  let sum: Digest = ZERO_DIGEST;
  for (const tuple of tuples) sum = addDigest(sum, hashWords(tuple));
  return sum;
}

/**
 * What the log must say, kept as plainly as it can be: every version ever written, and beside them, noted at the time,
 * which version of each record readers saw at every end of a transaction.
 */
export class HistoryModel {
  readonly versions = new Map<number, ModelVersion[]>();
  /** End of a transaction -> rid -> `fromSeq` of what was shown then. */
  readonly noted = new Map<number, Map<number, number>>([[0, new Map()]]);
  seq = 0;

  /** Takes a transaction whose rows have the next seqs, in order. */
  commit(steps: readonly ModelStep[]): void {
    const shown = new Map(this.noted.get(this.seq));
    for (const { tuple, hides } of steps) {
      this.seq += 1;
      const rid = ridOf(tuple);
      const all = this.versions.get(rid) ?? [];
      const open = all.at(-1);
      if (open) open.toSeq = this.seq;
      if (hides) {
        for (const version of all) if (!isGone(version.tuple)) version.hiddenAt ??= this.seq;
      }
      all.push({ fromSeq: this.seq, toSeq: null, tuple, hiddenAt: null });
      this.versions.set(rid, all);
      if (isGone(tuple)) shown.delete(rid);
      else shown.set(rid, this.seq);
    }
    this.noted.set(this.seq, shown);
  }

  /** A transaction of `count` changes that are no incidents'. */
  pass(count: number): void {
    const shown = this.noted.get(this.seq) ?? new Map();
    this.seq += count;
    this.noted.set(this.seq, new Map(shown));
  }

  /** Ends of transactions, from 0 on. */
  get boundaries(): number[] {
    return [...this.noted.keys()];
  }

  /** The rows that were shown at an end of a transaction, hidden or not since. */
  shownAt(seq: number): WireTuple[] {
    return [...(this.noted.get(seq) ?? [])].map(([rid, fromSeq]) => {
      const version = this.versions.get(rid)?.find((each) => each.fromSeq === fromSeq);
      if (!version) throw new Error(`no version ${fromSeq} of record ${rid}`);
      return version.tuple;
    });
  }

  /** The same as it may be shown now: each hidden row is replaced by the first later one that is not hidden. */
  shownAsOf(seq: number): Map<number, WireTuple> {
    const state = new Map<number, WireTuple>();
    for (const [rid, fromSeq] of this.noted.get(seq) ?? []) {
      const instead = this.versions
        .get(rid)
        ?.find((each) => each.fromSeq >= fromSeq && each.hiddenAt === null);
      if (instead && !isGone(instead.tuple)) state.set(rid, instead.tuple);
    }
    return state;
  }

  /** The log's digest at an end of a transaction; hiding does not change it. */
  digestAt(seq: number): string {
    return digestToHex(digestOf(this.shownAt(seq)));
  }
}
