import type { Playlist } from './playlist-schema';
import { FOLLOW, type SceneTime, type Steering, sceneAt } from './schedule';

/** Nothing open is looked for this far ahead: days and hours come again each week. */
const LOOK_AHEAD_MS = 8 * 86_400_000;
const LOOK_STEP_MS = 15 * 60_000;

/** What stands on a wall at an instant and after, in order; a gap is a time in which no scene is open. */
export type Upcoming = (SceneTime & { isGap: false }) | { isGap: true; startedAtMs: number };

/** The next `count` scenes from an instant on, as the schedule itself has them; fewer where one stands for ever. */
export function upcomingScenes(
  playlist: Playlist,
  fromMs: number,
  count: number,
  steering: Steering = FOLLOW,
): Upcoming[] {
  const found: Upcoming[] = [];
  let atMs: number | null = fromMs;
  while (atMs !== null && found.length < count) {
    const time: SceneTime | null = sceneAt(playlist, atMs, steering);
    if (time) found.push({ ...time, isGap: false });
    else found.push({ isGap: true, startedAtMs: atMs });
    atMs = time ? time.endsAtMs : nextOpening(playlist, atMs);
  }
  return found;
}

/** When a scene is open again, to the quarter of an hour at worst too late; exact to the millisecond by halving. */
function nextOpening(playlist: Playlist, fromMs: number): number | null {
  let closedMs = fromMs;
  for (let atMs = fromMs + LOOK_STEP_MS; atMs <= fromMs + LOOK_AHEAD_MS; atMs += LOOK_STEP_MS) {
    if (!sceneAt(playlist, atMs)) {
      closedMs = atMs;
      continue;
    }
    let openMs = atMs;
    while (openMs - closedMs > 1) {
      const middleMs = Math.floor((openMs + closedMs) / 2);
      if (sceneAt(playlist, middleMs)) openMs = middleMs;
      else closedMs = middleMs;
    }
    return openMs;
  }
  return null;
}
