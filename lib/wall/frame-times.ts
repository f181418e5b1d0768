/** Frames that are looked at: those of the last reports, and never more. */
const MOST_FRAMES = 240;
/** A pause longer than this is a page that was hidden, not a frame. */
const LONGEST_FRAME_MS = 60_000;

/** How long frames took of late, in bounded memory. */
export class FrameTimes {
  readonly #frames: number[] = [];

  /** @param frameMs from one frame to the next */
  take(frameMs: number): void {
    if (!(frameMs >= 0) || frameMs > LONGEST_FRAME_MS) return;
    this.#frames.push(frameMs);
    if (this.#frames.length > MOST_FRAMES) this.#frames.shift();
  }

  /** Of the frames since the last question; null for none. */
  ask(): { median: number; worst: number } | null {
    const sorted = this.#frames.splice(0).sort((a, b) => a - b);
    const median = sorted[Math.floor((sorted.length - 1) / 2)];
    const worst = sorted.at(-1);
    if (median === undefined || worst === undefined) return null;
    return { median: rounded(median), worst: rounded(worst) };
  }
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
