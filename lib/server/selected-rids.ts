import type { CompiledFilter } from '@/lib/store/compile-filter';
import type { IncidentColumns } from '@/lib/store/incident-columns';
import { SELECTED, SELECTED_RETRACTED } from '@/lib/store/row-marks';
import { Selection } from '@/lib/store/select-rows';

const FIRST_ROOM = 1_024;

/** Versions of records in the order of their rids: five bytes for every rid that there is, and nothing is sorted. */
export class SelectedRids {
  #fromSeqs = new Uint32Array(FIRST_ROOM);
  /** A mark of the selection for each rid. */
  #marks = new Uint8Array(FIRST_ROOM);
  #published = 0;
  #retracted = 0;

  /** Records as the explorer counts them: those that were retracted stand beside the count. */
  get count(): number {
    return this.#published;
  }

  get retracted(): number {
    return this.#retracted;
  }

  /** Adds what a filter selects of columns. A rid must not be in both. */
  addSelected(columns: IncidentColumns, filter: CompiledFilter): void {
    const { parts } = new Selection({ sums: false }).update(columns, filter);
    columns.segments.forEach(({ arrays, size }, index) => {
      const marks = parts[index]?.marks;
      for (let place = 0; marks && place < size; place += 1) {
        const mark = marks[place] as number;
        if (mark !== SELECTED && mark !== SELECTED_RETRACTED) continue;
        this.#add(arrays.rid[place] as number, arrays.fromSeq[place] as number, mark);
      }
    });
  }

  remove(rid: number): void {
    const mark = this.#marks[rid];
    if (mark === SELECTED) this.#published -= 1;
    else if (mark === SELECTED_RETRACTED) this.#retracted -= 1;
    if (mark) this.#marks[rid] = 0;
  }

  /** In the order of the rids, at most so many at once. */
  *batches(limit: number): Generator<{ rid: number; fromSeq: number }[]> {
    let batch: { rid: number; fromSeq: number }[] = [];
    for (let rid = 0; rid < this.#marks.length; rid += 1) {
      if (this.#marks[rid] === 0) continue;
      batch.push({ rid, fromSeq: this.#fromSeqs[rid] as number });
      if (batch.length < limit) continue;
      yield batch;
      batch = [];
    }
    if (batch.length > 0) yield batch;
  }

  /** The versions that became public last, newest first. */
  newest(limit: number): { rid: number; fromSeq: number }[] {
    let held: { rid: number; fromSeq: number }[] = [];
    for (const batch of this.batches(10 * limit)) {
      held = [...held, ...batch].sort((a, b) => b.fromSeq - a.fromSeq).slice(0, limit);
    }
    return held;
  }

  #add(rid: number, fromSeq: number, mark: number): void {
    if (rid >= this.#marks.length) this.#grow(rid + 1);
    this.#fromSeqs[rid] = fromSeq;
    this.#marks[rid] = mark;
    if (mark === SELECTED) this.#published += 1;
    else this.#retracted += 1;
  }

  #grow(least: number): void {
    const room = Math.max(least, 2 * this.#marks.length);
    const [marks, fromSeqs] = [new Uint8Array(room), new Uint32Array(room)];
    marks.set(this.#marks);
    fromSeqs.set(this.#fromSeqs);
    [this.#marks, this.#fromSeqs] = [marks, fromSeqs];
  }
}
