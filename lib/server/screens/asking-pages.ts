/** A page asks every 3 s, each time perhaps another process. */
const LATELY_MS = 60_000;

/** The registrations whose pages have asked this process lately what became of them, by the hashes of their secrets. */
export class AskingPages {
  readonly #askedMs = new Map<string, number>();
  readonly #monotonicMs: () => number;

  constructor(monotonicMs: () => number = () => performance.now()) {
    this.#monotonicMs = monotonicMs;
  }

  /** Of a registration that is there. */
  asked(sha256: string): void {
    this.#askedMs.set(sha256, this.#monotonicMs());
  }

  lately(): string[] {
    const nowMs = this.#monotonicMs();
    for (const [sha256, atMs] of this.#askedMs)
      if (nowMs - atMs > LATELY_MS) this.#askedMs.delete(sha256);
    return [...this.#askedMs.keys()];
  }
}
