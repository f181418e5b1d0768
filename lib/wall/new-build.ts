/** Screens take a new build one after the other: each waits up to so long, and then for the end of its scene. */
const SPREAD_MS = 90_000;

/** What decides whether a wall takes a new build. */
export interface BuildTerms {
  /** The build of the page that is open. */
  own: string;
  /** The build that the server named last. */
  served: string | null;
  /** The build for which this screen was reloaded before; null for none. */
  tried: string | null;
}

/** Whether to reload for the build that the server names: once for each, since the page that comes may be an old copy. */
export function isWorthTaking({ own, served, tried }: BuildTerms): boolean {
  return served !== null && served !== own && served !== tried;
}

/**
 * When to reload for a build that was seen at an instant: at the end of the scene that then stands, or right then where it
 * has none.
 * @param endOfSceneAt when the scene ends that stands at an instant; null for one that is held
 */
export function reloadAtMs(
  seenMs: number,
  random: () => number,
  endOfSceneAt: (atMs: number) => number | null,
): number {
  const earliestMs = seenMs + random() * SPREAD_MS;
  return endOfSceneAt(earliestMs) ?? earliestMs;
}
