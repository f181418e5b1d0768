/**
 * Milliseconds on a clock that nobody sets and that only goes forward, the same in a page and its workers: each of them counts
 * `performance.now()` from its own beginning. It begins near the Unix epoch, and is no time of day.
 */
export function monotonicNowMs(): number {
  return performance.timeOrigin + performance.now();
}
