import { isLeftBehind, mayReload, readReloads, withReload } from '@/lib/wall/watchdog';

/** A server that is away is not asked each second by every wall. */
export const ASK_EVERY_MS = 3_000;

/** What a wall's page knows and can do about itself. */
export interface ReloadSurroundings {
  /** A clock that nobody sets. */
  nowMs: () => number;
  /** Access has ended: a reload would show nothing else. */
  isEnded: () => boolean;
  /** The page draws nothing, hears nothing or cannot go on. */
  isStanding: () => boolean;
  /** The build for which it is time to reload; null for none. */
  newBuild: () => string | null;
  askServer: () => Promise<{ isWell: boolean }>;
  /** What `reload` was last told of reloads. */
  recall: () => string | null;
  /** Opens the page anew, if it can remember why. */
  reload: (why: { build?: string; reloads?: string }) => void;
}

/**
 * What looks each second whether the page is to be opened anew, for a new build or since it stands still: only while the server
 * answers, which it is asked every three seconds at most.
 */
export function watchReloads(around: ReloadSurroundings): () => void {
  let isAsking = false;
  let askedMs = Number.NEGATIVE_INFINITY;
  let wellSinceMs: number | null = null;
  const isServerWell = async (): Promise<boolean> => {
    isAsking = true;
    askedMs = around.nowMs();
    const { isWell } = await around.askServer();
    isAsking = false;
    return isWell;
  };
  const takeBuild = async (build: string) => {
    if (await isServerWell()) around.reload({ build });
  };
  const mend = async () => {
    const isWell = await isServerWell();
    const nowMs = around.nowMs();
    wellSinceMs = isWell ? (wellSinceMs ?? nowMs) : null;
    const known = readReloads(around.recall());
    if (!around.isStanding() || !isLeftBehind(wellSinceMs, nowMs) || !mayReload(known, nowMs))
      return;
    around.reload({ reloads: JSON.stringify(withReload(known, nowMs)) });
  };
  return () => {
    if (around.isEnded()) return;
    const isStanding = around.isStanding();
    if (!isStanding) wellSinceMs = null;
    if (isAsking || around.nowMs() - askedMs < ASK_EVERY_MS) return;
    const build = around.newBuild();
    if (build !== null) void takeBuild(build);
    else if (isStanding) void mend();
  };
}
