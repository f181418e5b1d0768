import type { Database } from '@/db/database';
import { nextBoundary, readChanges } from '@/db/read-log';
import type { Figure } from '@/lib/domain/figure';
import type { ChangeBatch } from '@/lib/protocol/changes';
import { fromTuple, ROW_GONE, type WireRow } from '@/lib/protocol/columns';
import {
  addDigest,
  type Digest,
  digestToHex,
  hashFigure,
  hashRow,
  ZERO_DIGEST,
} from '@/lib/protocol/digest';

/** A reader that knows the log by its pages only, as a screen does, and sums its digest from what it holds. */
export class LogReader {
  seq = 0;
  readonly rows = new Map<number, WireRow>();
  readonly figures = new Map<number, { fromSeq: number; figure: Figure }>();
  /** Every seq that arrived, in order of arrival. */
  readonly arrived: number[] = [];
  verifyFrom = 0;

  digest(): string {
    let sum: Digest = ZERO_DIGEST;
    for (const row of this.rows.values()) sum = addDigest(sum, hashRow(row));
    for (const { figure, fromSeq } of this.figures.values())
      sum = addDigest(sum, hashFigure(figure, fromSeq));
    return digestToHex(sum);
  }

  applyPage(page: ChangeBatch): void {
    for (const tuple of page.rows) {
      const row = fromTuple(tuple);
      this.arrived.push(row.fromSeq);
      if ((this.rows.get(row.rid)?.fromSeq ?? 0) >= row.fromSeq) continue;
      this.rows.set(row.rid, row);
    }
    for (const { fid, fromSeq, figure } of page.figures) {
      this.arrived.push(fromSeq);
      if (figure) this.figures.set(fid, { fromSeq, figure });
      else this.figures.delete(fid);
    }
    this.verifyFrom = Math.max(this.verifyFrom, page.verifyFrom);
    if (page.next === null) this.seq = page.to;
  }

  /** Rids that are on this reader's screen. */
  shownRids(): number[] {
    return [...this.rows.values()].filter((row) => row.state !== ROW_GONE).map((row) => row.rid);
  }

  /** Reads on to the next end of a transaction; the last page read, or null at the head. */
  async step(database: Database, maxRows: number, limit = maxRows): Promise<ChangeBatch | null> {
    const to = await nextBoundary(database, this.seq, maxRows);
    return to === null ? null : this.catchUp(database, to, limit);
  }

  async catchUp(database: Database, to: number, limit: number): Promise<ChangeBatch> {
    const from = this.seq;
    let after = from;
    for (;;) {
      const page = await readChanges(database, { from, to, after, limit });
      this.applyPage(page);
      if (page.next === null) return page;
      after = page.next;
    }
  }
}
