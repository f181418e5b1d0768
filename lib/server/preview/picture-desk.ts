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

/** A picture that is being made, or that waits for that. */
interface Making<Bytes extends { byteLength: number }> {
  made: Promise<Made<Bytes>>;
  /** Whoever asked for it first may have no new one. */
  isRefused: boolean;
}

/** One of the places at which pictures are made, or the wait for one. */
interface Place {
  /** Resolves when it is free for whoever took it. */
  free: Promise<void>;
  leave: () => void;
}

/**
 * Who gets a picture when: one that is kept at once; one that is being made together with who asked before; else, if whoever
 * asks may have new ones, it is made, so many at a time, and beyond so many that wait nobody waits. Whatever is asked, it holds no more than its limits.
 */
export class PictureDesk<Bytes extends { byteLength: number }> {
  readonly #limits: Limits;
  /** In the order of their last use. */
  #kept = new Map<string, Bytes>();
  #keptBytes = 0;
  #making = new Map<string, Making<Bytes>>();
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
   * `admit` is asked where a new picture has a place, once for all who want the same, and throws where it must not be made. Whoever is
   * refused spoils nothing for the others, who are asked in their turn.
   * @throws DeskFull, and whatever `make` and `admit` throw
   */
  async get(
    key: string,
    make: () => Promise<Made<Bytes>>,
    admit: () => Promise<void> = admitAll,
  ): Promise<Made<Bytes>> {
    for (;;) {
      const kept = this.#use(key);
      if (kept) return { key, bytes: kept };
      const making = this.#making.get(key);
      if (!making) return this.#begin(key, make, admit);
      try {
        return await making.made;
      } catch (error) {
        if (!making.isRefused) throw error;
      }
    }
  }

  #use(key: string): Bytes | null {
    const kept = this.#kept.get(key);
    if (!kept) return null;
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    return kept;
  }

  #begin(
    key: string,
    make: () => Promise<Made<Bytes>>,
    admit: () => Promise<void>,
  ): Promise<Made<Bytes>> {
    const place = this.#takePlace();
    const allowed = admit().catch((error: unknown) => {
      making.isRefused = true;
      throw error;
    });
    const made = this.#make(place, make, allowed).finally(() => this.#making.delete(key));
    const making: Making<Bytes> = { made, isRefused: false };
    this.#making.set(key, making);
    return made;
  }

  async #make(
    place: Place,
    make: () => Promise<Made<Bytes>>,
    allowed: Promise<void>,
  ): Promise<Made<Bytes>> {
    try {
      await allowed;
      await place.free;
      const made = await make();
      this.#keep(made);
      return made;
    } finally {
      place.leave();
    }
  }

  /** @throws DeskFull */
  #takePlace(): Place {
    const hand = () => {
      // Whoever waits takes this place over, so that nobody who comes later is before it.
      const next = this.#waiting.shift();
      if (next) next();
      else this.#busy -= 1;
    };
    if (this.#busy < this.#limits.atOnce) {
      this.#busy += 1;
      return { free: Promise.resolve(), leave: hand };
    }
    if (this.#waiting.length >= this.#limits.waiting) throw new DeskFull('no place is free');
    let mine = () => {};
    const free = new Promise<void>((resolve) => {
      mine = resolve;
      this.#waiting.push(mine);
    });
    const leave = () => {
      const index = this.#waiting.indexOf(mine);
      if (index === -1) hand();
      else this.#waiting.splice(index, 1);
    };
    return { free, leave };
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
