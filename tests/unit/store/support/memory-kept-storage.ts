import { ROW_GONE, WIRE_COLUMNS, type WireTuple } from '@/lib/protocol/columns';
import type { KeptChanges, KeptRecord, KeptStorage } from '@/lib/store/kept-storage';
import { decodePartition } from '@/lib/store/partition-codec';

const RID = WIRE_COLUMNS.findIndex(({ name }) => name === 'rid');

/** What a browser keeps of an origin, with as many screens as open it, in memory. */
export class MemoryKeptStorage {
  base: KeptRecord['manifest'] | null = null;
  head: KeptRecord['head'] | null = null;
  rows = new Map<number, WireTuple>();
  areas = new Map<number, KeptRecord['areas'][number]>();
  figures = new Map<number, KeptRecord['figures'][number]>();
  files = new Map<string, Uint8Array>();
  /** Asked before every step; true lets it fail. */
  isFailing: () => boolean = () => false;
  #waiting: (() => void)[] = [];
  #owner: (() => void) | null = null;

  /** The storage as one screen sees it. */
  open(): KeptStorage {
    return {
      own: (granted) => this.#own(granted),
      read: async () => {
        this.#mayFail();
        if (!this.base) return null;
        const { base: manifest, head } = this;
        const [rows, areas, figures] = [this.rows, this.areas, this.figures].map((kept) => [
          ...kept.values(),
        ]);
        return structuredClone({ manifest, head, rows, areas, figures });
      },
      write: async (record) => {
        this.#mayFail();
        this.#forgetRecord();
        this.base = structuredClone(record.manifest);
        this.#put(record);
      },
      add: async (changes) => {
        this.#mayFail();
        if (!this.base) throw new Error('nothing is kept');
        this.#put(changes);
      },
      partition: async (url) => {
        this.#mayFail();
        return this.files.get(url)?.slice() ?? null;
      },
      putPartition: async (url, bytes) => {
        this.#mayFail();
        this.files.set(url, bytes.slice());
      },
      dropPartitionsBut: async (urls) => {
        this.#mayFail();
        for (const url of this.files.keys()) if (!urls.includes(url)) this.files.delete(url);
      },
      clear: async () => {
        this.files.clear();
        this.#forgetRecord();
      },
    };
  }

  get isEmpty(): boolean {
    return this.base === null && this.files.size + this.rows.size + this.figures.size === 0;
  }

  /** Every row in every place, those of partitions that were blanked left out. */
  allRows(): WireTuple[] {
    const found = [...this.rows.values()];
    for (const bytes of this.files.values()) {
      const { arrays, size } = decodePartition(bytes);
      for (let row = 0; row < size; row += 1) {
        const tuple = WIRE_COLUMNS.map(({ name }) => arrays[name][row] ?? 0);
        const isBlank = arrays.state[row] === ROW_GONE && tuple[RID] === 0;
        if (!isBlank) found.push(tuple);
      }
    }
    return found;
  }

  #put({ head, rows, areas, figures }: KeptChanges): void {
    this.head = { ...head };
    for (const row of rows) this.rows.set(row[RID] ?? 0, [...row]);
    for (const area of areas) this.areas.set(area.code, structuredClone(area));
    for (const figure of figures) this.figures.set(figure.fid, structuredClone(figure));
  }

  #forgetRecord(): void {
    this.base = null;
    this.head = null;
    this.rows.clear();
    this.areas.clear();
    this.figures.clear();
  }

  #mayFail(): void {
    if (this.isFailing()) throw new Error('the storage failed');
  }

  #own(granted: () => void): () => void {
    const release = (): void => {
      this.#waiting = this.#waiting.filter((other) => other !== granted);
      if (this.#owner !== granted) return;
      this.#owner = null;
      this.#grantNext();
    };
    this.#waiting.push(granted);
    queueMicrotask(() => this.#grantNext());
    return release;
  }

  #grantNext(): void {
    if (this.#owner) return;
    this.#owner = this.#waiting.shift() ?? null;
    this.#owner?.();
  }
}
