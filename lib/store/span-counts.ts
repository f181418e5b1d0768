import { KINDS } from '@/lib/domain/vocabulary';

/** Above every day of the wire, so that two days are one whole number below 2^53. */
const DAYS = 2 ** 23;
const KIND_COUNT = KINDS.length;

/** Counts by kind of records whose time is a span of days, of which a store holds few different ones: weeks, months, years. */
export class SpanCounts {
  #counts = new Map<number, number>();

  /** Adds to a span's count of the kind with that index in `KINDS`; `count` may be negative. */
  add(first: number, last: number, kind: number, count: number): void {
    this.#addAt((first * DAYS + last) * KIND_COUNT + kind, count);
  }

  /** Adds all counts of another `sign` times: 1, or -1 to take them away again. */
  addAll(other: SpanCounts, sign: 1 | -1): void {
    for (const [key, count] of other.#counts) this.#addAt(key, sign * count);
  }

  /** Calls back for every count, in no order of meaning. */
  each(visit: (first: number, last: number, kind: 0 | 1 | 2, count: number) => void): void {
    for (const [key, count] of this.#counts) {
      const kind = (key % KIND_COUNT) as 0 | 1 | 2;
      const span = (key - kind) / KIND_COUNT;
      visit(Math.floor(span / DAYS), span % DAYS, kind, count);
    }
  }

  #addAt(key: number, added: number): void {
    const count = (this.#counts.get(key) ?? 0) + added;
    if (count === 0) this.#counts.delete(key);
    else this.#counts.set(key, count);
  }
}
