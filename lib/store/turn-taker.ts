/** A turn ends after this long, so that what the page waits for meanwhile is answered within a frame. */
const TURN_MS = 8;

export interface TurnSurroundings {
  /** Milliseconds of a monotonic clock. */
  now: () => number;
  /** Calls back once everything that came meanwhile was answered. */
  nextTurn: (callback: () => void) => void;
}

/**
 * Works on one task at a time, in turns of some milliseconds, between which messages are answered. A newer task takes the
 * place of the one under way.
 */
export class TurnTaker {
  readonly #surroundings: TurnSurroundings;
  #newest = 0;

  constructor(surroundings: TurnSurroundings) {
    this.#surroundings = surroundings;
  }

  /**
   * The task's result, or null if a newer task was begun before it was there or it was not wanted any more.
   * @throws what a step throws.
   */
  async run<Result>(
    begin: () => Generator<void, Result>,
    isWanted: () => boolean,
  ): Promise<{ result: Result } | null> {
    const { now, nextTurn } = this.#surroundings;
    this.#newest += 1;
    const number = this.#newest;
    let steps: Generator<void, Result> | null = null;
    for (;;) {
      await new Promise<void>((settle) => nextTurn(settle));
      if (number !== this.#newest || !isWanted()) return null;
      steps ??= begin();
      const result = takeTurn(steps, now);
      if (result) return result;
    }
  }
}

function takeTurn<Result>(
  steps: Generator<void, Result>,
  now: () => number,
): { result: Result } | null {
  const begins = now();
  do {
    const step = steps.next();
    if (step.done) return { result: step.value };
  } while (now() - begins < TURN_MS);
  return null;
}
