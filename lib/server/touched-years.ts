import { brusselsYear, MINUTE_MS } from '@/lib/domain/time';
import type { ChangeBatch } from '@/lib/protocol/changes';
import { fromTuple, NO_POINT, ROW_GONE, ROW_PUBLISHED, type WireRow } from '@/lib/protocol/columns';
import type { IncidentStore } from '@/lib/store/incident-store';

/** What a builder of partitions must know of the changes that a store took: which years, and whether content left view. */
export class TouchedYears {
  /** Seq of the last change that took content from public view. */
  hiddenAt = 0;
  /** Brussels year -> seq at which one of its rows last changed. */
  readonly #at: Map<number, number>;

  constructor(at: Iterable<readonly [year: number, seq: number]> = []) {
    this.#at = new Map(at);
  }

  /** When a year was last touched; 0 if never. */
  touchedAt(year: number): number {
    return this.#at.get(year) ?? 0;
  }

  /**
   * Notes a batch before the store takes it. `filesSeq` is what the files are true for that may be given out: where they
   * are ahead of the store, they may hold a record that it never saw.
   * @returns whether the batch took content from public view; a record that came as retracted was never in it
   */
  note(
    { columns, seq }: Pick<IncidentStore, 'columns' | 'seq'>,
    batch: Pick<ChangeBatch, 'rows' | 'to'>,
    filesSeq: number,
  ): boolean {
    let hides = false;
    for (const tuple of batch.rows) {
      const row = fromTuple(tuple);
      const index = columns.rowOf(row.rid);
      const held = index < 0 ? null : fromTuple(columns.tupleAt(index));
      if (held) this.#at.set(yearOf(held), batch.to);
      if (row.state !== ROW_GONE) this.#at.set(yearOf(row), batch.to);
      const mayBeInFiles = held !== null || filesSeq > seq;
      const isHidden = row.state !== ROW_PUBLISHED || (held !== null && isCoarser(row, held));
      hides ||= mayBeInFiles && isHidden;
    }
    if (hides) this.hiddenAt = batch.to;
    return hides;
  }
}

function yearOf({ occurredFrom }: WireRow): number {
  return brusselsYear(occurredFrom * MINUTE_MS);
}

/** A point that was shown is shown no more, or less finely: the files that have it may not be given out. */
function isCoarser(row: WireRow, held: WireRow): boolean {
  const lostPoint = held.x !== NO_POINT && row.x === NO_POINT;
  return lostPoint || row.placePrecision > held.placePrecision;
}
