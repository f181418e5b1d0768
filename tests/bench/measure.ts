import { heldBytes } from '../support/held-bytes';

const WARM_UP_RUNS = 4;
const RUNS = 11;

/** One line of the result: ours beside the peer's, in milliseconds, or in megabytes where the name says so. */
export interface Measured {
  ours_ms: number;
  peer_ms: number | null;
  /** How many times faster (or smaller) ours is. */
  ratio: number | null;
}

/** Median time of `runs` runs after some to warm up; each is given its number, those before the first are negative. */
export function medianMs(
  work: (run: number) => void,
  runs: number = RUNS,
  warmUp: number = WARM_UP_RUNS,
): number {
  const times: number[] = [];
  for (let run = -warmUp; run < runs; run += 1) {
    const begins = performance.now();
    work(run);
    if (run >= 0) times.push(performance.now() - begins);
  }
  return times.sort((a, b) => a - b)[runs >> 1] ?? 0;
}

/** Megabytes that what `make` returns keeps alive. */
export function megabytesOf(make: () => unknown): number {
  const before = heldBytes();
  const made = make();
  const after = heldBytes();
  return made === null ? 0 : (after - before) / 1e6;
}

export function beside(ours: number, peer: number | null): Measured {
  const round = (value: number): number => Number(value.toPrecision(3));
  return {
    ours_ms: round(ours),
    peer_ms: peer === null ? null : round(peer),
    ratio: peer === null ? null : round(peer / ours),
  };
}
