/** One question to the server and its answer; the screen's own times are monotonic. */
export interface ClockSample {
  askedMs: number;
  answeredMs: number;
  /** The server's clock when it answered, UTC milliseconds. */
  serverMs: number;
}

const MOST_SAMPLES = 16;
/** A crystal drifts by up to 50 millionths; a sample of an hour ago may be off by 0.2 s. */
const DRIFT = 50e-6;

/**
 * The server's time on a screen whose own clock nobody trusts. The sample with the shortest way there and back bounds
 * the error by half of that; each sample loses trust as it ages.
 */
export class ServerClock {
  #samples: ClockSample[] = [];

  take(sample: ClockSample): void {
    if (sample.answeredMs < sample.askedMs) return;
    this.#samples = [...this.#samples, sample].slice(-MOST_SAMPLES);
  }

  /** UTC milliseconds at a monotonic instant; null before the first answer. */
  at(monotonicMs: number): number | null {
    let best: ClockSample | null = null;
    let least = Number.POSITIVE_INFINITY;
    for (const sample of this.#samples) {
      const error = errorMs(sample, monotonicMs);
      if (error < least) [best, least] = [sample, error];
    }
    return best && best.serverMs + (monotonicMs - (best.askedMs + best.answeredMs) / 2);
  }

  /** By how much `at` may be wrong at most, milliseconds; null before the first answer. */
  errorAt(monotonicMs: number): number | null {
    if (this.#samples.length === 0) return null;
    return Math.min(...this.#samples.map((sample) => errorMs(sample, monotonicMs)));
  }
}

function errorMs({ askedMs, answeredMs }: ClockSample, monotonicMs: number): number {
  return (answeredMs - askedMs) / 2 + Math.abs(monotonicMs - answeredMs) * DRIFT;
}
