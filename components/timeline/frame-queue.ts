/** Calls back once, at the next frame; the returned function cancels. */
export type NextFrame = (callback: () => void) => () => void;

/** Hands on the newest of the values that came since the last frame, and nothing where none came. */
export class FrameQueue<Value> {
  readonly #nextFrame: NextFrame;
  readonly #take: (value: Value) => void;
  #waiting: { value: Value } | null = null;
  #cancel: (() => void) | null = null;

  constructor(nextFrame: NextFrame, take: (value: Value) => void) {
    this.#nextFrame = nextFrame;
    this.#take = take;
  }

  put(value: Value): void {
    this.#waiting = { value };
    this.#cancel ??= this.#nextFrame(() => this.flush());
  }

  /** Hands on at once what waits. */
  flush(): void {
    this.#cancel?.();
    this.#cancel = null;
    const waiting = this.#waiting;
    this.#waiting = null;
    if (waiting) this.#take(waiting.value);
  }

  /** Forgets what waits. */
  clear(): void {
    this.#cancel?.();
    this.#cancel = null;
    this.#waiting = null;
  }
}

/** The browser's own frames. */
export const nextAnimationFrame: NextFrame = (callback) => {
  const id = requestAnimationFrame(callback);
  return () => cancelAnimationFrame(id);
};
