import type { ScreenFacts } from '@/lib/protocol/screens';
import type { Playlist } from '@/lib/wall/playlist-schema';
import { sceneAt } from '@/lib/wall/schedule';

/** What a screen says that it shows. */
export interface ShownScene {
  /** Its name in the playlist. */
  name: string;
  /** Until the next by the schedule; null while it is held, or where it is not what the schedule has. */
  leftSeconds: number | null;
  isHeld: boolean;
}

/**
 * Null while it says nothing, or a scene that the playlist does not have: it shows another one until it has heard.
 *
 * @param playlist the one that the screen is told to show @param nowMs the server's time
 */
export function shownSceneOf(
  { status, steering }: Pick<ScreenFacts, 'status' | 'steering'>,
  playlist: Playlist | null,
  nowMs: number,
): ShownScene | null {
  const id = status?.scene ?? null;
  const scene = playlist?.scenes.find((one) => one.id === id);
  if (!playlist || !scene) return null;
  const time = sceneAt(playlist, nowMs, steering);
  const isAsScheduled = time?.scene.id === id;
  const leftMs = isAsScheduled && time.endsAtMs !== null ? time.endsAtMs - nowMs : null;
  return {
    name: scene.name,
    leftSeconds: leftMs === null ? null : Math.max(0, Math.ceil(leftMs / 1_000)),
    isHeld: isAsScheduled && steering.mode === 'hold',
  };
}
