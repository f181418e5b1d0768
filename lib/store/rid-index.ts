/** rids are dense serial numbers; one beyond this is a damaged message and not a record. */
const LARGEST_RID = 2 ** 27;
const PAGE_BITS = 12;
const PAGE_RIDS = 2 ** PAGE_BITS;

/** rid -> row number, four bytes a rid, in pages that are made when first needed: growing copies nothing. */
export class RidIndex {
  /** Row + 1; 0 for none. */
  #pages: (Int32Array | undefined)[] = [];

  /** The row of a rid, or -1. */
  get(rid: number): number {
    return (this.#pages[rid >>> PAGE_BITS]?.[rid & (PAGE_RIDS - 1)] ?? 0) - 1;
  }

  /** @throws RangeError if the rid is not a plausible serial number. */
  set(rid: number, row: number): void {
    let page = this.#pages[rid >>> PAGE_BITS];
    if (!page) {
      page = new Int32Array(PAGE_RIDS);
      this.admit(rid);
      while (this.#pages.length <= rid >>> PAGE_BITS) this.#pages.push(undefined);
      this.#pages[rid >>> PAGE_BITS] = page;
    }
    page[rid & (PAGE_RIDS - 1)] = row + 1;
  }

  /** Forgets a rid. */
  remove(rid: number): void {
    this.set(rid, -1);
  }

  /** @throws RangeError if the rid is not a plausible serial number. */
  admit(rid: number): void {
    if (rid >= 1 && rid <= LARGEST_RID) return;
    throw new RangeError(`rid ${rid} is not a record number (1 to ${LARGEST_RID})`);
  }
}
