/** No place is free, and enough wait already. */
export class DeskFull extends Error {
  override readonly name = 'DeskFull';
}

interface Limits {
  /** Made at once. */
  atOnce: number;
  /** Waiting for one of those places. */
  waiting: number;
  /** Kept, of each: whichever is reached first. */
  keptEntries: number;
  keptBytes: number;
}

/** A picture with the name of what it shows, which may be newer than what was asked for. */
export interface Made<Bytes extends { byteLength: number }> {
  key: string;
  bytes: Bytes;
}

const admitAll = () => Promise.resolve();

/**
 * Who gets a picture when: one that is kept at once; one that is being made together with who asked before; else, if whoever
 * asks may have new ones, it is made, so many at a time, and beyond so many that wait nobody waits. Whatever is asked, it holds no more than its limits.
 */
export class PictureDesk<Bytes extends { byteLength: number }> {
  readonly #limits: Limits;
  /** In the order of their last use. */
  #kept = new Map<string, Bytes>();
  #keptBytes = 0;
  #making = new Map<string, Promise<Made<Bytes>>>();
  #busy = 0;
  #waiting: (() => void)[] = [];

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  get keptBytes(): number {
    return this.#keptBytes;
  }

  get keptEntries(): number {
    return this.#kept.size;
  }

  /**
   * `admit` is asked before a new picture takes a place, and throws where it must not.
   * @throws DeskFull, and whatever `make` and `admit` throw
   */
  async get(
    key: string,
    make: () => Promise<Made<Bytes>>,
    admit: () => Promise<void> = admitAll,
  ): Promise<Made<Bytes>> {
    if (!this.#kept.has(key) && !this.#making.has(key)) await admit();
    const kept = this.#use(key);
    if (kept) return { key, bytes: kept };
    const making = this.#making.get(key) ?? this.#begin(key, make);
    return making;
  }

  #use(key: string): Bytes | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  #begin(key: string, make: () => Promise<Made<Bytes>>): Promise<Made<Bytes>> {
    const isFull = this.#busy >= this.#limits.atOnce;
    if (isFull && this.#waiting.length >= this.#limits.waiting)
      throw new DeskFull('no place is free');
    const making = this.#make(make).finally(() => this.#making.delete(key));
    this.#making.set(key, making);
    return making;
  }

  async #make(make: () => Promise<Made<Bytes>>): Promise<Made<Bytes>> {
    if (this.#busy >= this.#limits.atOnce) {
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    } else this.#busy += 1;
    try {
      const made = await make();
      this.#keep(made);
      return made;
    } finally {
      // Whoever waits takes this place over, so that nobody who comes later is before it.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    }
  }

  #keep({ key, bytes }: Made<Bytes>): void {
    this.#drop(key);
    this.#kept.set(key, bytes);
    this.#keptBytes += bytes.byteLength;
    for (const [oldest] of this.#kept) {
      const { keptEntries, keptBytes } = this.#limits;
      if (this.#kept.size <= keptEntries && this.#keptBytes <= keptBytes) break;
      this.#drop(oldest);
    }
  }

  #drop(key: string): void {
    this.#keptBytes -= this.#kept.get(key)?.byteLength ?? 0;
    this.#kept.delete(key);
  }
}
