import { KINDS } from '@/lib/domain/vocabulary';

const KIND_COUNT = KINDS.length;
const PAGE_BITS = 9;
const PAGE_DAYS = 2 ** PAGE_BITS;

/**
 * Counts by day and kind, in pages of 512 days that are made when a day of theirs is first counted, so that one record of
 * 1970 costs a page and not fifty years of zeros. Days are numbered from 1970-01-01.
 */
export class DayCounts {
  #pages: (Uint32Array | undefined)[] = [];

  /** Adds to a day's count of the kind with that index in `KINDS`; `count` may be negative. */
  add(day: number, kind: number, count: number): void {
    const page = this.#pages[day >> PAGE_BITS] ?? this.#makePage(day >> PAGE_BITS);
    const entry = (day & (PAGE_DAYS - 1)) * KIND_COUNT + kind;
    page[entry] = (page[entry] as number) + count;
  }

  /** Adds all counts of another `sign` times: 1, or -1 to take them away again. */
  addAll(other: DayCounts, sign: 1 | -1): void {
    other.#pages.forEach((source, number) => {
      if (!source) return;
      const page = this.#pages[number] ?? this.#makePage(number);
      for (let entry = 0; entry < source.length; entry += 1) {
        page[entry] = (page[entry] as number) + sign * (source[entry] as number);
      }
    });
  }

  /** Calls back for every day that has a count, in order, with its counts in the order of `KINDS`. */
  each(visit: (day: number, counts: readonly [number, number, number]) => void): void {
    this.#pages.forEach((page, number) => {
      for (let index = 0; page && index < PAGE_DAYS; index += 1) {
        const entry = index * KIND_COUNT;
        const first = page[entry] as number;
        const second = page[entry + 1] as number;
        const third = page[entry + 2] as number;
        if ((first | second | third) !== 0) {
          visit(number * PAGE_DAYS + index, [first, second, third]);
        }
      }
    });
  }

  #makePage(number: number): Uint32Array {
    const page = new Uint32Array(PAGE_DAYS * KIND_COUNT);
    this.#pages[number] = page;
    return page;
  }
}
