/** Counts what goes on at once, in all and for each caller, so that both are bounded. */
export class Places {
  readonly #most: number;
  readonly #mostEach: number;
  #taken = 0;
  readonly #takenBy = new Map<string, number>();

  constructor(most: number, mostEach: number = most) {
    this.#most = most;
    this.#mostEach = mostEach;
  }

  /** Takes a place; returns how to give it back, once, or null where there is none for the caller. */
  take(caller = ''): (() => void) | null {
    const own = this.#takenBy.get(caller) ?? 0;
    if (this.#taken >= this.#most || own >= this.#mostEach) return null;
    this.#taken += 1;
    this.#takenBy.set(caller, own + 1);
    let isHeld = true;
    return () => {
      if (isHeld) this.#giveBack(caller);
      isHeld = false;
    };
  }

  #giveBack(caller: string): void {
    this.#taken -= 1;
    const left = (this.#takenBy.get(caller) ?? 1) - 1;
    if (left > 0) this.#takenBy.set(caller, left);
    else this.#takenBy.delete(caller);
  }
}
